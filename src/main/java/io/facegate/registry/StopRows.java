package io.facegate.registry;

import io.facegate.registry.StopEntry.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads and writes the table of stops. */
final class StopRows {
    /** Who stops everything where a row was changed outside Facegate and accepted as it is. */
    private static final String ACCEPTED_BY = "facegate";

    private static final String ACCEPTED_REASON = "The row of this stop was changed outside Facegate.";

    private StopRows() {}

    static StopEntry entry(RowColumns row) {
        var kind = StopTarget.Kind.of(row.text("kind"));
        var word = row.optional("word");
        var target = kind == StopTarget.Kind.ALL || word == null ? StopTarget.ALL : new StopTarget(kind, word);
        return new StopEntry(
                row.text("id"),
                target,
                new Step(row.text("set_by"), SqlStatements.toInstant(row.number("set_at")), row.text("set_reason")),
                step(row, "requested"),
                step(row, "lifted"));
    }

    private static @Nullable Step step(RowColumns row, String name) {
        var at = row.instant(name + "_at");
        return at == null ? null : new Step(row.text(name + "_by"), at, row.text(name + "_reason"));
    }

    /** Every entry as stored, verified or not; the newest first. */
    static List<StopEntry> readAll(Connection connection) throws SQLException {
        return SealedTable.STOP.readAll(connection).stream()
                .map(row -> entry(RowColumns.of(row)))
                .sorted(Comparator.comparing((StopEntry one) -> one.set().at())
                        .reversed()
                        .thenComparing(StopEntry::id))
                .toList();
    }

    /** The stops that hold, the first first. A row that does not verify, or is missing, stops everything. */
    static List<StopEntry> holding(RegistrySeal.State state) {
        var prefix = SealedTable.STOP.ref("");
        return Stream.concat(
                        state.altered().stream()
                                .filter(ref -> ref.startsWith(prefix))
                                .map(ref -> StopEntry.altered(ref.substring(prefix.length()))),
                        state.rows(SealedTable.STOP).stream()
                                .map(StopRows::entry)
                                .filter(StopEntry::holds))
                .sorted(Comparator.comparing((StopEntry one) -> one.set().at()).thenComparing(StopEntry::id))
                .toList();
    }

    /** True if the row is that entry, whose times are stored to the second. */
    static boolean holds(RowColumns row, StopEntry written) {
        return entry(row)
                .equals(new StopEntry(
                        written.id(),
                        written.target(),
                        toSeconds(written.set()),
                        written.requested() == null ? null : toSeconds(written.requested()),
                        written.lifted() == null ? null : toSeconds(written.lifted())));
    }

    private static Step toSeconds(Step step) {
        return new Step(step.by(), Instant.ofEpochSecond(step.at().getEpochSecond()), step.reason());
    }

    static void insert(Connection connection, StopEntry one) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO stop (id, kind, word, set_by, set_at, set_reason) VALUES (?, ?, ?, ?, ?, ?)",
                one.id(),
                one.target().kind().word(),
                one.target().equals(StopTarget.ALL) ? null : one.target().word(),
                one.set().by(),
                one.set().at().getEpochSecond(),
                one.set().reason());
    }

    static void updateRequested(Connection connection, String id, Step step) throws SQLException {
        SqlStatements.run(
                connection,
                "UPDATE stop SET requested_by = ?, requested_at = ?, requested_reason = ? WHERE id = ?",
                step.by(),
                step.at().getEpochSecond(),
                step.reason(),
                id);
    }

    static void updateLifted(Connection connection, String id, Step step) throws SQLException {
        SqlStatements.run(
                connection,
                "UPDATE stop SET lifted_by = ?, lifted_at = ?, lifted_reason = ? WHERE id = ?",
                step.by(),
                step.at().getEpochSecond(),
                step.reason(),
                id);
    }

    /** Makes a row that did not verify, or was removed, one that stops everything until two people lift it. */
    static void stopAll(Connection connection, String id, Instant now) throws SQLException {
        SqlStatements.run(connection, """
                INSERT INTO stop (id, kind, set_by, set_at, set_reason) VALUES (?, 'all', ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, word = NULL, set_by = excluded.set_by,
                  set_at = excluded.set_at, set_reason = excluded.set_reason, requested_by = NULL, requested_at = NULL,
                  requested_reason = NULL, lifted_by = NULL, lifted_at = NULL, lifted_reason = NULL\
                """, id, ACCEPTED_BY, now.getEpochSecond(), ACCEPTED_REASON);
    }
}
