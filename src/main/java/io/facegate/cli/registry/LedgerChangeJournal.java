package io.facegate.cli.registry;

import io.facegate.cli.ActorOptions;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.RootsOnRecord;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RegistryRootHistory;
import io.facegate.registry.ChangeJournal;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Journal that records registry changes in the ledger. A change that the ledger refuses does not happen. */
public final class LedgerChangeJournal implements ChangeJournal {
    private final Consumer<Administrative> ledger;
    private final RootsOnRecord roots;
    private final @Nullable ActorOptions acting;

    private LedgerChangeJournal(Consumer<Administrative> ledger, RootsOnRecord roots, @Nullable ActorOptions acting) {
        this.ledger = ledger;
        this.roots = roots;
        this.acting = acting;
    }

    /** The journal of a command, in the name of the given actor, else of the operating system user. */
    public static LedgerChangeJournal of(LedgerAddress address, @Nullable ActorOptions acting) {
        return new LedgerChangeJournal(
                act -> Ledger.administrate(address, act),
                new RegistryRootHistory(address),
                acting == null ? new ActorOptions() : acting);
    }

    /** The journal of a running gateway. */
    public static LedgerChangeJournal of(Ledger ledger) {
        return new LedgerChangeJournal(ledger::recordAct, ledger.roots(), null);
    }

    @Override
    public void write(String act, String subject, @Nullable String person) {
        write(act, subject, person, null);
    }

    @Override
    public void write(Change change) {
        write(change.act(), change.subject(), change.person(), change.roots());
    }

    private void write(String act, String subject, @Nullable String person, @Nullable RegistryRoots changed) {
        var by = acting == null ? null : acting.actor();
        var details = acting == null ? AdministrativeActDetails.NONE : acting.details();
        var who = person == null ? by : person;
        var actor = person == null || person.equals(by) ? null : by;
        var whole = new AdministrativeActDetails(actor, details.reason(), details.keepsValues(), changed);
        ledger.accept(new Administrative(act, subject, who, Instant.now()).withDetails(whole));
    }

    @Override
    public RootsOnRecord roots() {
        return roots;
    }
}
