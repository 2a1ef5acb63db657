package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The lists of decisions that people saved. Each is a sealed row among the settings: one that was changed outside
 * Facegate is not shown. Everybody changes their own lists only.
 */
public final class SavedListRegister {
    /** Lists of one person. */
    public static final int MOST = 50;

    /** Characters of a name. */
    public static final int LONGEST_NAME = 60;

    static final String SAVE = "list_save";
    static final String REMOVE = "list_remove";

    /** A list of the console, without anything that leads elsewhere. */
    private static final Pattern ADDRESS = Pattern.compile("/console/decisions\\?[A-Za-z0-9_.%=&+*-]{1,2000}");

    private static final Pattern NAME = Pattern.compile("[^\\p{C}]{1," + LONGEST_NAME + "}");

    private final RegistryDatabase store;
    private final ChangeJournal journal;

    SavedListRegister(RegistryDatabase store, ChangeJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    /**
     * Saves a list for the acting person, in place of an own one with that name.
     *
     * @param shared true if everybody who may read records shall see it
     */
    public SavedList save(String name, String address, boolean shared) {
        var called = name.strip();
        require(NAME.matcher(called).matches(), "A name has 1 to " + LONGEST_NAME + " characters.");
        require(ADDRESS.matcher(address).matches(), "This is not the address of a list with filters.");
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, SAVE);
            var own = own(rows);
            var before = own.stream().filter(one -> one.name().equals(called)).findFirst();
            require(before.isPresent() || own.size() < MOST, "You have " + MOST + " saved lists. Remove one first.");
            var id = before.map(SavedList::id).orElseGet(() -> ProposalRegister.newId(SavedList.PREFIX));
            rows.requireVerified(SealedTable.SETTING, id);
            var list = new SavedList(id, called, address, requireActor(), shared);
            SqlStatements.run(
                    connection,
                    "INSERT INTO registry_setting (id, value) VALUES (?, ?) ON CONFLICT (id) DO UPDATE"
                            + " SET value = excluded.value",
                    id,
                    list.text());
            rows.record(
                    SAVE,
                    id + (shared ? "/shared" : "/own"),
                    SealedTable.SETTING,
                    id,
                    row -> list.equals(SavedList.of(row)));
            return list;
        });
    }

    /** Removes a list of the acting person; whoever may stop something also one that another person shares. */
    public SavedList remove(String id, Instant now) {
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, REMOVE);
            var person = requireActor();
            boolean mayStop = rows.authorization().allows(person, StopRegister.SET);
            var list = all(rows).stream()
                    .filter(one -> one.id().equals(id))
                    .filter(one -> one.owner().equals(person) || (one.shared() && mayStop))
                    .findFirst();
            require(list.isPresent(), "You have no saved list with this id.");
            rows.requireVerified(SealedTable.SETTING, id);
            SqlStatements.run(
                    connection, "UPDATE registry_setting SET removed = ? WHERE id = ?", now.getEpochSecond(), id);
            rows.record(REMOVE, id, SealedTable.SETTING, id, row -> row.has("removed"));
            return list.orElseThrow();
        });
    }

    /** The lists whose rows verify that the acting person sees, by name: the own ones, and those that are shared. */
    public List<SavedList> visible() {
        return store.runSealed(
                journal,
                rows -> all(rows).stream()
                        .filter(one -> one.shared() || one.owner().equals(journal.actor()))
                        .sorted(Comparator.comparing(SavedList::name).thenComparing(SavedList::id))
                        .toList());
    }

    private List<SavedList> own(SealedChange rows) throws SQLException {
        var person = requireActor();
        return all(rows).stream().filter(one -> one.owner().equals(person)).toList();
    }

    private static List<SavedList> all(SealedChange rows) throws SQLException {
        return rows.check(SealedTable.SETTING).rows(SealedTable.SETTING).stream()
                .map(SavedList::of)
                .filter(Objects::nonNull)
                .toList();
    }

    private String requireActor() {
        var person = journal.actor();
        require(person != null, "Only a person who logged in has saved lists.");
        return Objects.requireNonNull(person);
    }
}
