package io.facegate.usecase.registry;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RegistryOnRecord;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryWriter;
import io.facegate.usecase.ledger.ActingPerson;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The registry of a data folder, as one person uses it. A change is recorded in the ledger before it is made. */
public final class RegistryAccess {
    private static final String RIGHT_ONE =
            " Name the registry of this ledger's gateways: --registry URL, or --data DIR with the gateway's folder.";

    private final RegistryAddress address;
    private final LedgerAddress ledger;
    private final ActingPerson person;
    private final Supplier<LedgerChangeJournal> journal;
    private final InstantSource clock;
    /** Whether a running gateway works on its own registry, which it compares with its ledger itself. */
    private final boolean running;

    /**
     * The registry of a folder.
     *
     * @param person who acts; null for the user of this machine, whom the record marks as unnamed
     */
    public RegistryAccess(Path folder, LedgerAddress ledger, @Nullable ActingPerson person) {
        this(RegistryAddress.ofFolder(folder), ledger, person);
    }

    /** As above, where the address says. */
    public RegistryAccess(RegistryAddress address, LedgerAddress ledger, @Nullable ActingPerson person) {
        this.address = address;
        this.ledger = ledger;
        this.person = person == null ? ActingPerson.unnamed(null) : person;
        this.journal = () -> LedgerChangeJournal.direct(ledger, this.person, false);
        this.clock = InstantSource.system();
        this.running = false;
    }

    private RegistryAccess(
            RegistryAccess other, Supplier<LedgerChangeJournal> journal, InstantSource clock, boolean running) {
        this.running = running;
        this.address = other.address;
        this.ledger = other.ledger;
        this.person = other.person;
        this.journal = journal;
        this.clock = clock;
    }

    /** The same; rows are dated by that clock. Only the demo has another than the machine's. */
    public RegistryAccess withClock(InstantSource other) {
        return new RegistryAccess(this, journal, other, running);
    }

    /** The same; a registry that gateways share is changed directly though it has people, on record. */
    public RegistryAccess breakingGlass() {
        return new RegistryAccess(this, () -> LedgerChangeJournal.direct(ledger, person, true), clock, running);
    }

    /** The registry of a running gateway, whose own ledger records the changes of a person. */
    public RegistryAccess(RegistryAddress address, LedgerAddress ledger, Ledger running, ActingPerson person) {
        this.address = address;
        this.ledger = ledger;
        this.person = person;
        this.journal = () -> LedgerChangeJournal.of(running, person);
        this.clock = InstantSource.system();
        this.running = true;
    }

    /** The registry of a running gateway, which the gateway itself changes, in no person's name. */
    public static RegistryAccess ofGateway(RegistryAddress address, LedgerAddress ledger, Ledger running) {
        var own = new RegistryAccess(address, ledger, null);
        return new RegistryAccess(own, () -> LedgerChangeJournal.of(running), running.clock()::now, true);
    }

    /** True if there may be such a registry. */
    public boolean mayExist() {
        return address.mayExist();
    }

    /** The id that tells this registry from others: that of its key. It is no secret. */
    public String id() {
        return open(RegistryWriter::id);
    }

    /** The data folder. */
    Path folder() {
        return address.data();
    }

    RegistryAddress address() {
        return address;
    }

    LedgerAddress ledger() {
        return ledger;
    }

    ActingPerson person() {
        return person;
    }

    /** The present time, for what is written. */
    Instant now() {
        return clock.instant();
    }

    LedgerChangeJournal journal() {
        return journal.get();
    }

    /** Works on an existing registry: a misspelt folder must not become an empty registry. */
    <T> T open(Function<RegistryWriter, T> work) {
        if (!address.mayExist()) {
            throw new Unacceptable("There is no registry in " + folder() + ". Name the data folder with --data DIR,"
                    + " or register an organisation first: org add.");
        }
        return openOrCreate(work);
    }

    /**
     * Requires that the acting person may do an act on something beside the registry's rows, and in this way: where
     * gateways share the registry and it has people, not directly. A registry without people allows it, if it is the
     * one that a ledger in a database knows: otherwise any other registry would open that ledger.
     *
     * @throws Unacceptable if not; a missing right is on record then
     */
    public void requireAllowed(String act) {
        if (!address.isShared() && address.belongsToShared()) {
            throw new Unacceptable("Nothing was changed: the registry of " + folder() + " is in a database, so its"
                    + " people are asked there. Name it: --registry URL or FACEGATE_REGISTRY.");
        }
        // A registry of an earlier version has no people, and is not brought up to date by an act on something else.
        if (address.isShared() || RegistryWriter.isSealedIn(folder())) {
            openOrCreate(registrar -> {
                requireOfLedger(registrar);
                registrar.people().requireAllowed(act);
                return registrar;
            });
        } else if (ledger.database() != null) {
            refuseIfNamed("there is none in " + folder() + " that is sealed and up to date");
        }
    }

    /** Requires that the records of a ledger in a database are of this registry, and of what it holds now. */
    private void requireOfLedger(RegistryWriter registrar) {
        if (running || ledger.database() == null) {
            return;
        }
        if (!registrar.hasRecordedRoot()) {
            refuseIfNamed(address + " is not on record as one of them");
        } else if (!registrar.verify().current()) {
            throw new Unacceptable("Nothing was changed: " + address + " does not hold what the ledger has on record of"
                    + " it, so its people are not asked." + RIGHT_ONE + " If it is the right one: registry verify.");
        }
    }

    private void refuseIfNamed(String but) {
        switch (RegistryOnRecord.find(ledger)) {
            case NONE -> {}
            case NAMED ->
                throw new Unacceptable("Nothing was changed: the records of this ledger name a registry, and " + but
                        + ", so nobody knows who may do this." + RIGHT_ONE);
            case NOT_FOUND ->
                throw new Unacceptable("Nothing was changed: the newest " + RegistryOnRecord.MOST + " records of this"
                        + " ledger name no registry, older ones may, and " + but + ", so nobody knows who may do this."
                        + RIGHT_ONE + " If there never was one, register an organisation first: org add.");
        }
    }

    /** Works on a registry that may be new. */
    <T> T openOrCreate(Function<RegistryWriter, T> work) {
        return change(() -> {
            try (var registrar = RegistryWriter.open(address, journal())) {
                return work.apply(registrar);
            }
        });
    }

    /**
     * Entries, and whether the row of each verifies.
     *
     * @param table the table's name in the seal
     */
    <T> List<CheckedEntry<T>> list(String table, Function<RegistryWriter, List<T>> read, Function<T, String> id) {
        return open(registrar -> {
            var altered = registrar.verify().altered();
            return read.apply(registrar).stream()
                    .map(entry -> new CheckedEntry<>(entry, altered.contains(table + '/' + id.apply(entry))))
                    .toList();
        });
    }

    /** Does work that the ledger may refuse to record. */
    static <T> T change(Supplier<T> work) {
        try {
            return work.get();
        } catch (Fault fault) {
            throw new Fault.LedgerDown("Nothing was changed, because the change could not be recorded in the ledger: "
                    + fault.getMessage());
        }
    }
}
