package io.facegate.app;

import io.facegate.app.log.PublicLog;
import io.facegate.app.policies.LastPolicySet;
import io.facegate.app.policies.PoliciesInForce;
import io.facegate.app.policies.PolicyFolder;
import io.facegate.app.tokens.AcceptedIssuers;
import io.facegate.app.upkeep.Keeping;
import io.facegate.call.Build;
import io.facegate.call.Fault;
import io.facegate.call.OlderFile;
import io.facegate.call.handle.Handles;
import io.facegate.cli.Acting;
import io.facegate.cli.registry.LedgerJournal;
import io.facegate.gate.ClockCheck;
import io.facegate.gate.Gate;
import io.facegate.identity.Authenticator;
import io.facegate.identity.Organisation;
import io.facegate.identity.seal.RegistryRoots;
import io.facegate.identity.seal.SealPolicy;
import io.facegate.ledger.ActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.checkpoint.Durable;
import io.facegate.ledger.export.Export;
import io.facegate.ledger.export.stream.Outbox;
import io.facegate.ledger.reading.Archive;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.archive.PolicyArchive;
import io.facegate.policy.language.Pack;
import io.facegate.policy.language.Rule;
import io.facegate.policy.pdp.AuthzenPoint;
import io.facegate.policy.proof.Invariants;
import io.facegate.policy.reading.Library;
import io.facegate.provider.Provider;
import io.facegate.provider.local.LocalProvider;
import io.facegate.registry.AlteredRows;
import io.facegate.registry.Journal;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryTrouble;
import io.facegate.registry.store.FolderRegistries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rooms of one gateway, opened in the order in which they need each other, closed the other way round. */
public final class Rooms implements AutoCloseable {
    private final Setup setup;
    private final Judges judges;
    private final Registry registry;
    private final AcceptedIssuers issuers;
    private final Written written;
    private final Keeping keeping;

    /** Who decides: our policies, and whoever may object to what they permit. */
    private record Judges(
            PoliciesInForce policies, @Nullable AuthzenPoint point) {}

    /** Who may call, and whose tokens say so. */
    private record Callers(Registry registry, AcceptedIssuers issuers) {
        static Callers open(Setup setup, AlteredRows altered, Ledger ledger) {
            var registry = Registry.open(setup.data(), altered);
            var issuers = AcceptedIssuers.begin(
                    setup.issuers(),
                    setup.data(),
                    registry,
                    (act, subject) ->
                            ledger.administrative(ofThisUser(new Ledger.Administrative(act, subject, Instant.now()))));
            return new Callers(registry.watch(), issuers);
        }
    }

    /** Where decisions are written down, and who signs that. */
    private record Written(
            Ledger ledger, PublicLog log, @Nullable Outbox outbox) implements AutoCloseable {
        static Written open(Setup setup) throws IOException {
            var unknown = PublicLog.demandNoFork(setup.ledger(), setup.log());
            var ledger = Ledger.open(setup.ledger(), settings(setup));
            try {
                ledger.administrative(new Ledger.Administrative("start", Build.VERSION, Instant.now()));
                handedOn(setup).forEach(ledger::administrative);
                var log = PublicLog.open(setup.ledger(), setup.log(), ledger, unknown);
                return new Written(ledger, log, Outbox.of(setup.ledger(), setup.broker()));
            } catch (IOException | RuntimeException failed) {
                ledger.close();
                throw failed;
            }
        }

        /** That all records go elsewhere is on record before the first does. */
        private static List<Ledger.Administrative> handedOn(Setup setup) {
            var all = new ArrayList<Ledger.Administrative>(2);
            if (setup.log().publish() != null) {
                all.add(Export.all("tiles", setup.log().publish().place(), null));
            }
            if (setup.broker() != null) {
                all.add(Export.all("kafka", setup.broker().topic(), null));
            }
            return all;
        }

        /** What was written last is signed, too. */
        @Override
        public void close() {
            if (outbox != null) {
                outbox.close();
            }
            log.close();
            ledger.close();
        }
    }

    private Rooms(Setup setup, Judges judges, Callers callers, Written written, Keeping keeping) {
        this.setup = setup;
        this.judges = judges;
        this.registry = callers.registry;
        this.issuers = callers.issuers;
        this.written = written;
        this.keeping = keeping;
    }

    /**
     * Opens every room that holds files; throws what the room throws, and leaves nothing open.
     */
    static Rooms open(Setup setup) throws IOException {
        var folder = new PolicyFolder(setup.policies(), setup.prove() ? Invariants::check : any -> List.of());
        var first = folder.load();
        var point =
                setup.point() == null ? null : AuthzenPoint.of(setup.point()).connect();
        DataFolder.prepare(setup.data());
        var written = Written.open(setup);
        try {
            var archive = PolicyArchive.in(setup.data());
            var last = new LastPolicySet(setup.ledger(), archive, setup.allowedRemovals());
            var policies = PoliciesInForce.begin(
                    folder, first, archive, last, act -> written.ledger.administrative(ofThisUser(act)));
            var journal = LedgerJournal.of(written.ledger);
            var altered = new AlteredRows(journal);
            var callers = Callers.open(setup, altered, written.ledger);
            var newest = journal.roots().newest(callers.registry.stores());
            var policy = new SealPolicy(altered, newest == null, newest == null ? null : newest.after());
            var keeping = Keeping.open(setup.data(), journal, policy, setup.reviewAge());
            settle(callers.registry, journal, keeping, true);
            if (setup.answering().names().contains("local")) {
                keeping.engine().load();
            }
            lastBuild(setup.data());
            return new Rooms(setup, new Judges(policies.follow(), point), callers, written, keeping);
        } catch (IOException | RuntimeException failed) {
            written.close();
            throw failed;
        }
    }

    /**
     * Puts the states of handles, galleries and held answers on record, so that an older copy is found. What a person
     * accepted meanwhile is for the next start.
     */
    private static void settle(Registry registry, Journal journal, Keeping keeping, boolean start) {
        var name = registry.stores();
        var newest = journal.roots().newest(name);
        var before = newest == null ? null : newest.after();
        if (start || !SealPolicy.ACCEPTED.equals(before)) {
            journal.write(new Journal.Change(
                    "registry_verify", name, null, new RegistryRoots(name, before, keeping.roots())));
        }
    }

    /** A gateway is not told who changed a policy folder; the user that it runs as is named, and marked as such. */
    private static Ledger.Administrative ofThisUser(Ledger.Administrative act) {
        var user = Acting.UNNAMED + System.getProperty("user.name");
        return new Ledger.Administrative(
                act.act(),
                act.subject(),
                user,
                act.matter(),
                act.now(),
                act.policies(),
                new ActDetails(null, act.more().reason(), true, null));
    }

    /** For an older build, which is told by it what to use instead. */
    private static void lastBuild(Path data) throws IOException {
        Durable.write(data.resolve(OlderFile.LAST_BUILD), (Build.VERSION + '\n').getBytes(StandardCharsets.US_ASCII));
    }

    private static LedgerSettings settings(Setup setup) {
        return LedgerSettings.usual(Build.VERSION)
                .checkingClock()
                .beside(new FolderRegistries(setup.data()))
                .within(setup.ledgerDeadline())
                .named(setup.log().origin());
    }

    public Setup setup() {
        return setup;
    }

    PoliciesInForce policies() {
        return judges.policies();
    }

    /** Whether anybody else is asked about what our policies permit. */
    boolean asksOthers() {
        return judges.point() != null;
    }

    Registry registry() {
        return registry;
    }

    AcceptedIssuers issuers() {
        return issuers;
    }

    AlteredRows altered() {
        return registry.altered();
    }

    Ledger ledger() {
        return written.ledger();
    }

    PublicLog log() {
        return written.log();
    }

    /** Why records are not sent on to the broker at the moment; null where they are, or there is none. */
    public @Nullable String exportTrouble() {
        return written.outbox() == null ? null : written.outbox().trouble();
    }

    LocalProvider engine() {
        return keeping.engine();
    }

    Handles handles() {
        return keeping.handles();
    }

    /** A reader of the ledger; the caller closes it. */
    public Archive archive() {
        return Archive.open(setup.ledger());
    }

    /** The name that an operator gave the organisation, or its id where it has none. */
    public String nameOf(String id) {
        try {
            return registry.organisation(id).map(Organisation::name).orElse(id);
        } catch (Fault.RegistryDown unreadable) {
            return id;
        }
    }

    /** The name of each organisation by its id, for who looks for records. */
    Map<String, String> organisations() {
        try {
            return registry.organisations().stream().collect(Collectors.toMap(Organisation::id, Organisation::name));
        } catch (Fault.RegistryDown unreadable) {
            return Map.of();
        }
    }

    /** The ids of packs and rules as the folder has them now, likewise. */
    Collection<String> rules() {
        try {
            var packs = Library.load(setup.policies()).packs();
            return Stream.concat(
                            packs.stream().map(Pack::id),
                            packs.stream().flatMap(pack -> pack.rules().stream().map(Rule::id)))
                    .toList();
        } catch (PolicyErrors unreadable) {
            return List.of();
        }
    }

    /** The gate over these rooms, with whoever answers. */
    Gate gate(Ledger watched, Provider provider) {
        var identity = new Authenticator(registry, issuers, "rekognition");
        var gate =
                new Gate(identity, judges.policies(), watched, provider, keeping.engine()).holding(keeping.reviews());
        var checked = gate.checking(new ClockCheck(watched, judges.policies(), written.log()::witnessTimes));
        return judges.point() == null ? checked : checked.asking(judges.point());
    }

    @Override
    public void close() {
        judges.policies().close();
        if (judges.point() != null) {
            judges.point().close();
        }
        try {
            registry.settle();
            keeping.reviews().settle();
            settle(registry, LedgerJournal.of(written.ledger()), keeping, false);
            written.ledger().administrative(new Ledger.Administrative("stop", Build.VERSION, Instant.now()));
        } catch (Fault.LedgerDown | Fault.RegistryDown | Fault.ProviderDown | RegistryTrouble gone) {
            System.getLogger(Rooms.class.getName())
                    .log(System.Logger.Level.WARNING, "The stop is not on record.", gone);
        }
        written.close();
        registry.close();
        keeping.close();
    }
}
