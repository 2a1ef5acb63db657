package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.registry.StopEntry.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * Sets and lifts stops. To set one takes one person; to lift one always takes two, the one who asks and another who
 * confirms it, however many approvals other changes take.
 */
public final class StopRegister {
    static final String SET = "stop_set";
    static final String REQUEST_LIFT = "stop_request_lift";
    static final String CONFIRM_LIFT = "stop_confirm_lift";

    private final RegistryDatabase store;
    private final ChangeJournal journal;

    StopRegister(RegistryDatabase store, ChangeJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    /** Stops something. A second stop of the same thing is a stop of its own, which is lifted by itself. */
    public StopEntry set(StopTarget target, Instant now) {
        if (target.kind() != StopTarget.Kind.ALL) {
            IdSyntax.checkWord(target.kind().word(), target.word());
        }
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, SET);
            var entry = new StopEntry(ProposalRegister.newId("s-"), target, step("A stop", now), null, null);
            StopRows.insert(connection, entry);
            record(rows, SET, entry);
            return entry;
        });
    }

    /** Asks to lift a stop; it holds until another person confirms. */
    public StopEntry requestLift(String id, Instant now) {
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, REQUEST_LIFT);
            var before = requireHolding(rows, id);
            var requested = before.requested();
            // A request of somebody who lost the right counts no more.
            TranslatedRefusal.STOP_ASKED.throwUnless(
                    requested == null || !rows.authorization().allows(requested.by(), REQUEST_LIFT),
                    "Somebody asked to lift stop " + id + " already. Another person confirms it: stop confirm-lift "
                            + id + '.');
            var asked = step("Who asks to lift a stop", now);
            StopRows.updateRequested(connection, id, asked);
            var after = new StopEntry(id, before.target(), before.set(), asked, null);
            record(rows, REQUEST_LIFT, after);
            return after;
        });
    }

    /** Lifts a stop that another person asked to lift. */
    public StopEntry confirmLift(String id, Instant now) {
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, CONFIRM_LIFT);
            var before = requireHolding(rows, id);
            var confirmed = requireSecond(rows, before, step("Who lifts a stop", now));
            return lift(connection, rows, before, confirmed);
        });
    }

    private StopEntry lift(Connection connection, SealedChange rows, StopEntry before, Step confirmed)
            throws SQLException {
        StopRows.updateLifted(connection, before.id(), confirmed);
        var after = new StopEntry(before.id(), before.target(), before.set(), before.requested(), confirmed);
        record(rows, CONFIRM_LIFT, after);
        return after;
    }

    /** All stops ever set, the newest first. */
    public List<StopEntry> all() {
        return store.runExclusive(StopRows::readAll);
    }

    private Step step(String what, Instant now) {
        var person = journal.actor();
        var reason = journal.reason();
        require(person != null && reason != null, what + " says why: --reason TEXT.");
        return new Step(
                Objects.requireNonNull(person), now.truncatedTo(ChronoUnit.SECONDS), Objects.requireNonNull(reason));
    }

    private static StopEntry requireHolding(SealedChange rows, String id) throws SQLException {
        var row = rows.requireVerified(SealedTable.STOP, id);
        TranslatedRefusal.STOP_GONE.throwUnless(row != null, "There is no stop with this id. To see all: stop list.");
        var found = StopRows.entry(Objects.requireNonNull(row));
        TranslatedRefusal.STOP_LIFTED.throwUnless(found.holds(), "Stop " + id + " was lifted already.");
        return found;
    }

    /** The person who confirms is another than the one who asked, who must still have the right. */
    private static Step requireSecond(SealedChange rows, StopEntry stop, Step confirmed) {
        var requested = stop.requested();
        TranslatedRefusal.STOP_UNASKED.throwUnless(
                requested != null,
                "Nobody asked to lift stop " + stop.id() + ". One person asks, another confirms: stop request-lift "
                        + stop.id() + '.');
        var first = Objects.requireNonNull(requested).by();
        TranslatedRefusal.STOP_OWN.throwUnless(
                !first.strip().equalsIgnoreCase(confirmed.by().strip()),
                first + " asked to lift stop " + stop.id() + ". Another person confirms it.");
        TranslatedRefusal.STOP_UNASKED.throwUnless(
                rows.authorization().allows(first, REQUEST_LIFT),
                first + ", who asked to lift stop " + stop.id()
                        + ", has not the right any more. Ask again: stop request-lift " + stop.id() + '.');
        return confirmed;
    }

    private static void record(SealedChange rows, String act, StopEntry entry) throws SQLException {
        rows.record(
                act,
                entry.id() + '/' + entry.target().text(),
                SealedTable.STOP,
                entry.id(),
                row -> StopRows.holds(row, entry));
    }
}
