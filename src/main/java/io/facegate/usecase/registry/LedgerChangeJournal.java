package io.facegate.usecase.registry;

import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RegistryRootHistory;
import io.facegate.registry.ChangeJournal;
import io.facegate.usecase.ledger.ActingPerson;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Journal that records in the ledger who changed an organisation, key or evidence. A change that the ledger refuses
 * does not happen.
 */
public final class LedgerChangeJournal implements ChangeJournal {
    private final Consumer<Administrative> ledger;
    private final RecordedRegistryRoots roots;
    private final @Nullable ActingPerson person;

    private LedgerChangeJournal(
            Consumer<Administrative> ledger, RecordedRegistryRoots roots, @Nullable ActingPerson person) {
        this.ledger = ledger;
        this.roots = roots;
        this.person = person;
    }

    /** The journal of a person who works on the registry beside the gateway. */
    public static LedgerChangeJournal of(LedgerAddress address, ActingPerson person) {
        return new LedgerChangeJournal(
                act -> Ledger.administrate(address, act), new RegistryRootHistory(address), person);
    }

    /** The journal of a running gateway. */
    public static LedgerChangeJournal of(Ledger ledger) {
        return new LedgerChangeJournal(ledger::recordAct, ledger.roots(), null);
    }

    /** The journal of a person who works through a running gateway. */
    public static LedgerChangeJournal of(Ledger ledger, ActingPerson person) {
        return new LedgerChangeJournal(ledger::recordAct, ledger.roots(), person);
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
        ledger.accept(new Administrative(act, subject, who, Instant.now())
                .withDetails(details.withContent(change == null ? null : change.content())));
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
