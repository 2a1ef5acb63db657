package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.integrity.TamperAlarm;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Rows altered outside Facegate. Each is reported once in the log and once in the ledger. */
public final class AlteredRows implements TamperAlarm {
    private static final System.Logger LOG = System.getLogger(AlteredRows.class.getName());
    private static final String ACT = "registry_altered";

    /** Maximum number of reported rows; more would add nothing. */
    private static final int MOST = 1000;

    private static final int LONGEST = 128;
    private static final String UNNAMED = "somebody";

    private final ChangeJournal journal;
    private final Set<String> told = new HashSet<>();
    private final Set<String> administered = new TreeSet<>();

    public AlteredRows(ChangeJournal journal) {
        this.journal = journal;
    }

    ChangeJournal journal() {
        return journal;
    }

    @Override
    public void reportAlteredRow(String table, String row) {
        report(table + '/' + row);
    }

    /** A later alteration of the store is then reported again. */
    @Override
    public synchronized void reportVerifiedList(String store) {
        if (told.remove(store + "/all")) {
            LOG.log(Level.WARNING, "The list {0}/all verifies again and is used.", printable(store));
        }
    }

    /** Replaces the set of altered rows among those verified together. */
    synchronized void replaceAll(Set<String> rows) {
        var again = new TreeSet<>(administered);
        again.removeAll(rows);
        again.forEach(row -> LOG.log(Level.WARNING, "Row {0} verifies again and is used.", printable(row)));
        told.removeAll(again);
        administered.clear();
        administered.addAll(rows);
        rows.forEach(this::report);
    }

    /** The altered rows that were reported, such as {@code organisation/hope}; those of people are not told apart. */
    public synchronized SortedSet<String> rows() {
        var rows = new TreeSet<String>();
        told.forEach(row -> rows.add(printable(row)));
        return rows;
    }

    /** Current number of altered rows. */
    public synchronized int count() {
        return told.size();
    }

    private synchronized void report(String row) {
        if (told.size() >= MOST || !told.add(row)) {
            return;
        }
        var said = printable(row);
        LOG.log(
                Level.ERROR,
                "Row {0} was altered or deleted outside Facegate. It is ignored; an organisation is suspended. If"
                        + " the row is named \"all\", none of these rows is used. See docs/identity.md, Changed rows.",
                said);
        try {
            journal.write(ACT, said);
        } catch (Fault.LedgerDown down) {
            told.remove(row);
            LOG.log(Level.WARNING, "This could not be recorded yet: {0}", down.getMessage());
        }
    }

    /** Replaces an unprintable id: a foreign id can contain anything. */
    private static String printable(String row) {
        if (row.startsWith(SealedTable.PERSON.ref(""))) {
            return SealedTable.PERSON.ref(UNNAMED); // no record names a person
        }
        boolean fits = row.length() <= LONGEST && row.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return fits ? row : row.substring(0, Math.max(0, row.indexOf('/'))) + "/unreadable";
    }
}
