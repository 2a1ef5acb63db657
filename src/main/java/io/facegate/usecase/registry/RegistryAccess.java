package io.facegate.usecase.registry;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.PersonRegister;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryWriter;
import io.facegate.usecase.ledger.ActingPerson;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The registry of a data folder, as one person uses it. A change is recorded in the ledger before it is made. */
public final class RegistryAccess {
    private final RegistryAddress address;
    private final LedgerAddress ledger;
    private final ActingPerson person;
    private final Supplier<LedgerChangeJournal> journal;
    private final InstantSource clock;

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
    }

    private RegistryAccess(RegistryAccess other, Supplier<LedgerChangeJournal> journal, InstantSource clock) {
        this.address = other.address;
        this.ledger = other.ledger;
        this.person = other.person;
        this.journal = journal;
        this.clock = clock;
    }

    /** The same; rows are dated by that clock. Only the demo has another than the machine's. */
    public RegistryAccess withClock(InstantSource other) {
        return new RegistryAccess(this, journal, other);
    }

    /** The same; a registry that gateways share is changed directly though it has people, on record. */
    public RegistryAccess breakingGlass() {
        return new RegistryAccess(this, () -> LedgerChangeJournal.direct(ledger, person, true), clock);
    }

    /** The registry of a running gateway, whose own ledger records the changes of a person. */
    public RegistryAccess(RegistryAddress address, LedgerAddress ledger, Ledger running, ActingPerson person) {
        this.address = address;
        this.ledger = ledger;
        this.person = person;
        this.journal = () -> LedgerChangeJournal.of(running, person);
        this.clock = InstantSource.system();
    }

    /** The registry of a running gateway, which the gateway itself changes, in no person's name. */
    public static RegistryAccess ofGateway(RegistryAddress address, LedgerAddress ledger, Ledger running) {
        var own = new RegistryAccess(address, ledger, null);
        return new RegistryAccess(own, () -> LedgerChangeJournal.of(running), running.clock()::now);
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
     * Requires that the acting person may do an act on something beside the registry's rows. A registry without people
     * allows it.
     *
     * @throws Unacceptable if not; that is on record then
     */
    public void requireAllowed(String act) {
        require(people -> people.requireAllowed(act));
    }

    /** As above, for an act that takes a login where gateways share the registry: it is not done directly there. */
    public void requireChangeAllowed(String act) {
        require(people -> people.requireChangeAllowed(act));
    }

    private void require(Consumer<PersonRegister> how) {
        // A registry of an earlier version has no people, and is not brought up to date by an act on something else.
        if (address.isShared() || RegistryWriter.isSealedIn(folder())) {
            openOrCreate(registrar -> {
                how.accept(registrar.people());
                return registrar;
            });
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
