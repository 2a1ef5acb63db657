package io.facegate.registry;

import io.facegate.integrity.RegistryRoots;
import io.facegate.registry.ChangeJournal.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A change of sealed rows in its transaction: verifies the rows it depends on, requires that the acting person may make
 * it, seals what it wrote, records it. A change that takes two people ends here, and becomes a proposal.
 */
public final class SealedChange {
    private final Connection connection;
    private final RegistrySeal seal;
    private final ChangeJournal journal;
    private final Map<String, RowColumns> based = new HashMap<>();
    private final PersonAuthorization people;
    private final Approvals approvals;
    private @Nullable RegistryRoots written;
    /** The organisation whose key is changed, or null. */
    private @Nullable String keysOf;

    /** A change that has written nothing yet: who may make it is read before. */
    SealedChange(Connection connection, RegistrySeal seal, ChangeJournal journal) throws SQLException {
        this.connection = connection;
        this.seal = seal;
        this.journal = journal;
        this.people = PersonAuthorization.read(connection, seal);
        this.approvals = people.isUsed()
                ? Approvals.of(seal.checkTable(connection, SealedTable.SETTING), people.operators())
                : Approvals.ONE;
    }

    /**
     * Requires that a row verifies before a change is based on it. The change is made of what this returns, so that
     * nothing is read a second time.
     *
     * @throws io.facegate.registry.RegistryException.Unusable if it was changed by something other than Facegate
     */
    @Nullable
    RowColumns requireVerified(SealedTable table, Object... key) throws SQLException {
        var row = seal.requireVerified(connection, table, key);
        if (row != null) {
            based.putIfAbsent(table.ref(key), row);
        }
        return row;
    }

    /**
     * Every row of a table by its first key column, for a change of many rows.
     *
     * @throws io.facegate.registry.RegistryException.Unusable if a row that is listed does not verify
     */
    Map<String, RowColumns> requireAllVerified(SealedTable table) throws SQLException {
        var state = seal.check(connection);
        for (var ref : state.altered()) {
            if (ref.startsWith(table.ref(""))) {
                throw RegistrySeal.changedOutside(ref);
            }
        }
        var all = new HashMap<String, RowColumns>();
        for (var row : state.rows(table)) {
            var id = row.text(table.keys().getFirst());
            all.put(id, row);
            based.putIfAbsent(table.ref(id), row);
        }
        return all;
    }

    /** As above for a change that only stops something: a row that does not verify is null, and keeps nobody from it. */
    @Nullable
    RowColumns findVerified(SealedTable table, Object... key) throws SQLException {
        try {
            return requireVerified(table, key);
        } catch (RegistryException.Unusable altered) {
            return null;
        }
    }

    ChangeJournal journal() {
        return journal;
    }

    /** The people whose rows verified when this began. */
    PersonAuthorization authorization() {
        return people;
    }

    /** How many people it takes to change what permits more. */
    Approvals approvals() {
        return approvals;
    }

    /** The rows of a table, and which of them do not verify. */
    RegistrySeal.State check(SealedTable table) throws SQLException {
        return seal.checkTable(connection, table);
    }

    /** The roots of the newest change, or null if none was recorded. */
    @Nullable
    RegistryRoots written() {
        return written;
    }

    /** Seals the row with that key and records the change. */
    public void record(String act, String subject, SealedTable table, Object... key) throws SQLException {
        record(act, subject, null, table, key);
    }

    /** As above; the row is sealed only if it is read back as it was meant. */
    void record(String act, String subject, SealedTable table, String id, Predicate<RowColumns> intended)
            throws SQLException {
        recordAll(act, subject, List.of(WrittenRow.of(table, intended, id)));
    }

    /** Seals rows and records them as one change. A transaction has one record, whose roots are before and after it. */
    void recordAll(String act, String subject, List<WrittenRow> all) throws SQLException {
        seal(new Change(act, subject, null, unchanged()), all);
    }

    /** As above, for a change of a key, which people of its organisation may make too. */
    void recordKey(String act, String subject, String organisation, List<WrittenRow> all) throws SQLException {
        keysOf = organisation;
        recordAll(act, subject, all);
    }

    /** True if the acting person may do this only because it is about a key of the own organisation. */
    boolean isOwn(String act, String organisation) {
        return people.isOwn(journal.actor(), act, organisation);
    }

    /** As above, for a change about a person, whom the record does not name but commit to. */
    void recordPerson(String act, String subject, String person, Predicate<RowColumns> intended) throws SQLException {
        seal(
                new Change(act, subject, person, unchanged()),
                List.of(WrittenRow.of(SealedTable.PERSON, intended, person)));
    }

    /** As above, for a change about a person. */
    public void record(String act, String subject, @Nullable String person, SealedTable table, Object... key)
            throws SQLException {
        seal(new Change(act, subject, person, unchanged()), List.of(WrittenRow.of(table, key)));
    }

    private RegistryRoots unchanged() {
        return RegistryRoots.unchanged(seal.name(), "");
    }

    private void seal(Change change, List<WrittenRow> rows) throws SQLException {
        people.require(journal, change.act(), keysOf);
        // Where no operator's row verifies, only an operator can be added, so that the registry can be mended.
        boolean mends = !people.hasOperator() && change.act().equals(PersonAuthorization.PERSON_ADD);
        if (approvals == Approvals.TWO && !mends) {
            for (var row : rows) {
                requireOneIsEnough(change, row, rows.size() == 1);
            }
        }
        written = seal.record(connection, journal, change, rows, based);
    }

    /**
     * Requires that the change takes one person only; else it ends, and becomes a proposal.
     *
     * @param alone whether the row is the whole change; a proposal is about one row
     */
    private void requireOneIsEnough(Change change, WrittenRow row, boolean alone) throws SQLException {
        var table = row.table();
        var found = table.find(connection, row.keys());
        var before = based.get(table.ref(row.keys()));
        if (found == null || !TwoPersonChange.tables().contains(table)) {
            return;
        }
        if (before == null && seal.refs(connection).contains(table.ref(row.keys()))) {
            throw new IllegalStateException("The row " + table.ref(row.keys()) + " was changed unread.");
        }
        var after = RowContent.of(table, RowColumns.of(found));
        var earlier = before == null ? null : RowContent.of(table, before);
        var kind = TwoPersonChange.find(table, earlier, after);
        if (kind != null) {
            if (!row.intended().test(RowColumns.of(found))) {
                throw new RegistryException.Unusable("The row " + table.ref(row.keys())
                        + " is not as it was just written, so nothing was proposed.");
            }
            IdSyntax.require(
                    alone,
                    "For " + table.ref(row.keys()) + ", " + kind.description()
                            + " takes two people. Change it by a command of its own, which makes a proposal, and have"
                            + " that approved.");
            throw new ApprovalRequired(new ApprovalRequired.Wanted(change, table, kind, earlier, after));
        }
    }

    /** Seals the rows of a change that was approved, or of a proposal itself. */
    void recordDecided(String act, String subject, @Nullable String person, WrittenRow... rows) throws SQLException {
        var change = new Change(act, subject, person, unchanged());
        written = seal.record(connection, journal, change, List.of(rows), based);
    }
}
