package io.facegate.usecase.registry;

import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.AdministrativeRecordWriter;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RegistryRootHistory;
import io.facegate.registry.ChangeJournal;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.usecase.ledger.ActingPerson;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Journal that records in the ledger who changed an organisation, key or evidence. A change that the ledger refuses
 * does not happen.
 */
public final class LedgerChangeJournal implements ChangeJournal {
    /** The act of a person who changes a shared registry, or its records, past the logins. */
    public static final String BREAK_GLASS = "break_glass";

    private static final System.Logger LOG = System.getLogger(LedgerChangeJournal.class.getName());

    private final Consumer<Administrative> ledger;
    private final @Nullable AdministrativeRecordWriter writer;
    private final InstantSource clock;
    private final RecordedRegistryRoots roots;
    private final @Nullable ActingPerson person;
    private final Way way;
    private final Set<String> announced = ConcurrentHashMap.newKeySet();

    /** How a person's changes reach a registry that gateways share. */
    private enum Way {
        THROUGH_GATEWAY,
        DIRECT,
        BREAK_GLASS
    }

    /** The journal of a running gateway, for itself or for a person. */
    private LedgerChangeJournal(Ledger ledger, @Nullable ActingPerson person) {
        this.ledger = ledger::recordAct;
        this.writer = null;
        this.clock = ledger.clock()::now;
        this.roots = ledger.roots();
        this.person = person;
        this.way = Way.THROUGH_GATEWAY;
    }

    /** The journal of a command. */
    private LedgerChangeJournal(LedgerAddress address, ActingPerson person, Way way) {
        this.writer = new AdministrativeRecordWriter(address);
        this.ledger = writer::record;
        this.clock = InstantSource.system();
        this.roots = new RegistryRootHistory(address);
        this.person = person;
        this.way = way;
    }

    /** The journal of a person who works on the registry beside the gateway. */
    public static LedgerChangeJournal of(LedgerAddress address, ActingPerson person) {
        return new LedgerChangeJournal(address, person, Way.THROUGH_GATEWAY);
    }

    /**
     * The same, for changes of the registry itself.
     *
     * @param breakGlass whether a registry that gateways share is changed though it has people
     */
    static LedgerChangeJournal direct(LedgerAddress address, ActingPerson person, boolean breakGlass) {
        return new LedgerChangeJournal(address, person, breakGlass ? Way.BREAK_GLASS : Way.DIRECT);
    }

    /** The journal of a running gateway. */
    public static LedgerChangeJournal of(Ledger ledger) {
        return new LedgerChangeJournal(ledger, null);
    }

    /** The journal of a person who works through a running gateway. */
    public static LedgerChangeJournal of(Ledger ledger, ActingPerson person) {
        return new LedgerChangeJournal(ledger, person);
    }

    @Override
    public void requireSharedAccess(String act) {
        if (way == Way.DIRECT) {
            throw new Unacceptable(
                    "Nothing was changed: several gateways share this registry, and it has people. Do it through the"
                            + " admin API or the console of a gateway, where a login shows who acts: facegate login"
                            + " --admin URL, and then the same command without --by (docs/admin-api.md). In an emergency:"
                            + " --break-glass --reason TEXT, which is on record and announced.");
        }
        if (way == Way.BREAK_GLASS && announced.add(act)) {
            write(BREAK_GLASS, act);
            LOG.log(
                    Level.WARNING,
                    "The registry is changed directly ({0}), past the logins of the admin API. This is on record"
                            + " (break_glass).",
                    act);
        }
    }

    @Override
    public void write(String act, String subject, @Nullable String named) {
        write(act, subject, named, null);
    }

    @Override
    public void write(Change change) {
        write(change.act(), change.subject(), change.person(), change);
    }

    private void write(String act, String subject, @Nullable String named, @Nullable Change change) {
        var changed = change == null ? null : change.roots();
        var by = person == null ? null : person.name();
        var who = named == null ? by : named;
        var actor = named == null || named.equals(by) ? null : by;
        var details = person == null
                ? new AdministrativeActDetails(actor, null, false, changed)
                : new AdministrativeActDetails(actor, person.reason(), true, changed);
        ledger.accept(new Administrative(act, subject, who, clock.instant())
                .withDetails(details.withContent(change == null ? null : change.content())));
    }

    @Override
    public Kept keepOpen(BooleanSupplier hasPeople) {
        // What is refused for want of a login opens no ledger.
        boolean isRefused = way == Way.DIRECT && hasPeople.getAsBoolean();
        return writer == null || isRefused ? () -> {} : writer.keepOpen()::close;
    }

    @Override
    public @Nullable String actor() {
        return person == null ? null : person.name();
    }

    @Override
    public @Nullable String reason() {
        return person == null ? null : person.reason();
    }

    @Override
    public RecordedRegistryRoots roots() {
        return roots;
    }
}
