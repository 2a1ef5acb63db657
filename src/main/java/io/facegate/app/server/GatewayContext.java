package io.facegate.app.server;

import io.facegate.app.limits.QuotaReloader;
import io.facegate.app.policies.PoliciesInForce;
import io.facegate.app.policies.PolicyOrigin;
import io.facegate.app.policies.PolicySource;
import io.facegate.app.sinks.RecordSinks;
import io.facegate.app.tokens.AcceptedIssuers;
import io.facegate.call.BuildInfo;
import io.facegate.call.Fault;
import io.facegate.call.MachineClock;
import io.facegate.call.OlderDataFile;
import io.facegate.catalogue.VendorApi;
import io.facegate.gateway.ClockCheck;
import io.facegate.gateway.Gateway;
import io.facegate.gateway.StopCheck;
import io.facegate.identity.Authenticator;
import io.facegate.identity.Organisation;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.ReadOnlyLedger;
import io.facegate.ledger.checkpoint.AtomicFile;
import io.facegate.ledger.export.ExportResult;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.policy.pdp.AuthzenDecisionPoint;
import io.facegate.registry.AlteredRows;
import io.facegate.registry.ChangeJournal;
import io.facegate.registry.FolderRegistries;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.AuthorisationFollower;
import io.facegate.usecase.ledger.SearchWordSources;
import io.facegate.usecase.ledger.ViewsBesideLedger;
import io.facegate.usecase.registry.LedgerChangeJournal;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Components of one gateway: ledger, registry, policies, stores. Opened in dependency order, closed in reverse. */
public final class GatewayContext implements AutoCloseable {
    /** The service in the scope of callers' signatures. */
    static final String SIGNED_SERVICE = "rekognition";

    private final GatewaySettings setup;
    private final DecisionComponents deciding;
    private final Registry registry;
    private final AcceptedIssuers issuers;
    private final RecordingComponents recording;
    private final RetainedStores keeping;
    private final QuotaReloader quotas;
    private final AuthorisationJob authorisations;

    /** The deciding components: local policies, and an external decision point that may refuse what they permit. */
    private record DecisionComponents(
            PolicySource source, @Nullable AuthzenDecisionPoint point) {}

    /** The authenticating components: the registry of callers and the accepted token issuers. */
    private record Callers(Registry registry, AcceptedIssuers issuers) {
        static Callers open(GatewaySettings setup, AlteredRows altered, Ledger ledger, StartRollback opened) {
            var registry = Registry.open(setup.registry(), altered);
            opened.add(registry::close);
            if (setup.readOnly()) {
                var issuers = AcceptedIssuers.openReadOnly(setup.issuers(), setup.data(), registry);
                return new Callers(registry.watch(setup.registryStaleAfter()), issuers);
            }
            var issuers = AcceptedIssuers.open(
                    setup.issuers(),
                    setup.data(),
                    registry,
                    (act, subject, reason) -> ledger.recordAct(byOsUser(
                            act(ledger.clock().now(), act, subject, reason),
                            ledger.clock().now())),
                    setup.callLimits().openTokenUses(setup.data()));
            opened.add(issuers::close);
            return new Callers(registry.watch(setup.registryStaleAfter()), issuers.watch());
        }
    }

    private static Ledger.Administrative act(Instant now, String act, String subject, @Nullable String reason) {
        var details = new AdministrativeActDetails(null, reason, false, null);
        return new Ledger.Administrative(act, subject, null, null, now, details);
    }

    /** The recording components: the ledger, its signed log, the sinks of its records, and their salts. */
    private record RecordingComponents(Ledger ledger, TransparencyLog log, RecordSinks sinks, SaltSharing salts)
            implements AutoCloseable {
        static RecordingComponents open(SaltSharing salts, MachineClock clock) throws IOException {
            var setup = salts.settings();
            if (setup.readOnly()) {
                return new RecordingComponents(
                        new ReadOnlyLedger(setup.ledger(), clock),
                        TransparencyLog.unsigned(setup.ledger()),
                        RecordSinks.NONE,
                        salts);
            }
            var unknown = TransparencyLog.requireNoFork(setup.ledger(), setup.log());
            var ledger = Ledger.open(setup.ledger(), settings(setup, clock));
            try {
                ledger.recordAct(new Ledger.Administrative("start", BuildInfo.VERSION, clock.instant())
                        .withDetails(AdministrativeActDetails.ofStart(HostNameReader.read())));
                ViewsBesideLedger.take(setup.data(), clock.instant(), ledger::recordAct);
                exportActs(setup).forEach(ledger::recordAct);
                var log = TransparencyLog.open(setup.ledger(), setup.log(), ledger, unknown);
                return new RecordingComponents(ledger, log, RecordSinks.start(setup.ledger(), setup.sinks()), salts);
            } catch (IOException | RuntimeException failed) {
                ledger.close();
                throw failed;
            }
        }

        /** Acts that record the export of all records. Written before the first record leaves. */
        private static List<Ledger.Administrative> exportActs(GatewaySettings setup) {
            var all = new ArrayList<Ledger.Administrative>();
            if (setup.log().publish() != null) {
                all.add(ExportResult.continuousExportAct(
                        "tiles", setup.log().publish().place(), null));
            }
            all.addAll(RecordSinks.exportActs(setup.sinks()));
            return all;
        }

        /** Receives the acts of policies and quotas; a gateway that only reads decides by none, so it records none. */
        Consumer<Ledger.Administrative> acts() {
            return ledger instanceof ReadOnlyLedger ? _ -> {} : this::recordByOsUser;
        }

        /** Records an act of the user of this machine, at the ledger's time. */
        void recordByOsUser(Ledger.Administrative act) {
            ledger.recordAct(byOsUser(act, ledger.clock().now()));
        }

        /** Closes the log before the ledger, so that the last records are signed too. */
        @Override
        public void close() {
            sinks.close();
            log.close();
            ledger.close();
            salts.close();
        }
    }

    private GatewayContext(
            GatewaySettings setup,
            DecisionComponents deciding,
            Callers callers,
            RecordingComponents recording,
            RetainedStores keeping)
            throws IOException {
        this.setup = setup;
        this.deciding = deciding;
        this.registry = callers.registry;
        this.issuers = callers.issuers;
        this.recording = recording;
        this.keeping = keeping;
        this.quotas = QuotaReloader.start(
                setup.callLimits(),
                setup.data(),
                new FollowedQuotas(callers.registry, setup.registry().isShared()),
                recording.acts(),
                recording.ledger.clock()::now);
        this.authorisations = AuthorisationJob.start(setup, recording.ledger, keeping.reviews());
    }

    /** Opens every component that holds files. Rethrows the first failure and leaves nothing open. */
    static GatewayContext open(GatewaySettings setup) throws IOException {
        return open(setup, MachineClock.SYSTEM);
    }

    /** As above; records are dated, and time is told everywhere, by that clock. Only the demo has another. */
    static GatewayContext open(GatewaySettings given, MachineClock clock) throws IOException {
        VendorApi.readAll();
        return open(new SaltSharing(given), clock);
    }

    private static GatewayContext open(SaltSharing salts, MachineClock clock) throws IOException {
        var setup = salts.settings();
        var opening = new PolicyOpening(setup);
        var point = decisionPoint(setup);
        DataFolder.prepare(setup.data());
        var recording = RecordingComponents.open(salts, clock);
        var steps = StartRollback.after(point);
        try {
            var journal = journal(setup, recording);
            var altered = new AlteredRows(journal);
            var callers = Callers.open(setup, altered, recording.ledger, steps);
            salts.start(journal, altered);
            var policies = opening.open(
                    new PolicyOpening.Recording(recording.acts(), clock, recording.ledger::clock),
                    RegistryPolicies.of(setup, callers.registry, recording.ledger));
            steps.add(policies::close);
            var keeping = StoreOpening.open(setup, callers.registry, altered, journal, clock);
            steps.add(keeping::close);
            StoreOpening.loadEngine(setup, keeping);
            var deciding = new DecisionComponents(policies.watch(), point);
            var opened = new GatewayContext(setup, deciding, callers, recording, keeping);
            writeLastBuild(setup);
            return opened;
        } catch (IOException | RuntimeException failed) {
            steps.undo(failed, recording.ledger);
            recording.close();
            throw failed;
        }
    }

    private static ChangeJournal journal(GatewaySettings setup, RecordingComponents recording) {
        var known = LedgerChangeJournal.of(recording.ledger);
        return setup.readOnly() ? new ReadOnlyJournal(known) : known;
    }

    private static @Nullable AuthzenDecisionPoint decisionPoint(GatewaySettings setup) throws IOException {
        return setup.point() == null || setup.readOnly()
                ? null
                : AuthzenDecisionPoint.create(setup.point()).connect();
    }

    /** Adds the operating system user, marked as unnamed: the gateway cannot know who changed the policy folder. */
    private static Ledger.Administrative byOsUser(Ledger.Administrative act, Instant now) {
        return new Ledger.Administrative(
                act.act(),
                act.subject(),
                ActingPerson.unnamed(null).name(),
                act.caseId(),
                now,
                act.policies(),
                new AdministrativeActDetails(null, act.details().reason(), true, null));
    }

    /** Writes the file that makes an older build name the build to use instead. */
    private static void writeLastBuild(GatewaySettings setup) throws IOException {
        if (setup.readOnly()) {
            return;
        }
        AtomicFile.write(
                setup.data().resolve(OlderDataFile.LAST_BUILD),
                (BuildInfo.VERSION + '\n').getBytes(StandardCharsets.US_ASCII));
    }

    private static LedgerSettings settings(GatewaySettings setup, MachineClock clock) {
        return LedgerSettings.defaults(BuildInfo.VERSION)
                .withClock(clock)
                .withClockCheck()
                .withRegistries(new FolderRegistries(setup.registry(), clock))
                .withDeadline(setup.ledgerDeadline())
                .withLogName(setup.log().origin());
    }

    public GatewaySettings setup() {
        return setup;
    }

    PolicySource policySource() {
        return deciding.source();
    }

    PoliciesInForce policies() {
        return deciding.source().inForce();
    }

    /** True if an external decision point is asked about what local policies permit. */
    boolean hasDecisionPoint() {
        return deciding.point() != null;
    }

    Registry registry() {
        return registry;
    }

    AcceptedIssuers issuers() {
        return issuers;
    }

    QuotaReloader quotas() {
        return quotas;
    }

    AlteredRows alteredRows() {
        return registry.alteredRows();
    }

    /** Records an act of the user of this machine, at the ledger's time. */
    void recordByOsUser(Ledger.Administrative act) {
        recording.recordByOsUser(act);
    }

    Ledger ledger() {
        return recording.ledger();
    }

    TransparencyLog log() {
        return recording.log();
    }

    /** Where records are sent on to. */
    RecordSinks sinks() {
        return recording.sinks();
    }

    EmbeddedProvider engine() {
        return keeping.engine();
    }

    AuthorisationFollower authorisations() {
        return authorisations.follower();
    }

    /** A reader of the ledger. The caller closes it. */
    public RecordSearch recordSearch() {
        return RecordSearch.open(setup.ledger());
    }

    /** The name that an operator gave the organisation, or its id if it has none. */
    public String organisationName(String id) {
        try {
            return registry.organisation(id).map(Organisation::name).orElse(id);
        } catch (Fault.RegistryDown unreadable) {
            return id;
        }
    }

    /** Organisation names by id, for searches. */
    Map<String, String> organisations() {
        try {
            return registry.organisations().stream().collect(Collectors.toMap(Organisation::id, Organisation::name));
        } catch (Fault.RegistryDown unreadable) {
            return Map.of();
        }
    }

    /** Ids of the packs and rules now in the folder, or else in force, for searches. */
    Collection<String> rules() {
        return SearchWordSources.rules(
                policies().origin() == PolicyOrigin.FOLDER
                        ? setup.policies()
                        : setup.data()
                                .resolve("policies")
                                .resolve(policies().get().digest()));
    }

    /** The gateway pipeline over these components with that provider. */
    Gateway createGateway(Ledger watched, Provider provider) {
        var identity = new Authenticator(registry, issuers, SIGNED_SERVICE);
        var gateway = new Gateway(identity, policies().current(), watched, provider, keeping.engine())
                .withReviewQueue(authorisations.watching(keeping.reviews()))
                .withLimiter(quotas.limiter())
                .withStops(StopCheck.of(
                        registry::requireSnapshot, deciding.source()::requireInForce, quotas::requireRegistryQuotas));
        var checked =
                gateway.withClockCheck(new ClockCheck(watched, policies().current(), recording.log()::witnessTimes));
        return deciding.point() == null ? checked : checked.withDecisionPoint(deciding.point());
    }

    RetainedStores stores() {
        return keeping;
    }

    @Override
    public void close() {
        authorisations.close();
        issuers.close();
        deciding.source().close();
        quotas.close();
        if (deciding.point() != null) {
            deciding.point().close();
        }
        keeping.hourly().close();
        if (!setup.readOnly()) {
            recordStop();
        }
        recording.close();
        registry.close();
        keeping.close();
    }

    private void recordStop() {
        try {
            var ledger = recording.ledger();
            registry.recordRoot();
            StoreOpening.recordRoots(registry, LedgerChangeJournal.of(ledger), keeping, false);
            keeping.recordRoots(LedgerChangeJournal.of(ledger));
            recording.salts().recordRoot(LedgerChangeJournal.of(ledger));
            ledger.recordAct(new Ledger.Administrative(
                    "stop", BuildInfo.VERSION, ledger.clock().now()));
        } catch (Fault.LedgerDown | Fault.RegistryDown | Fault.ProviderDown | RegistryException gone) {
            System.getLogger(GatewayContext.class.getName())
                    .log(System.Logger.Level.WARNING, "The stop is not on record.", gone);
        }
    }
}
