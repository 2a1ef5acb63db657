package io.facegate.registry.store;

import io.facegate.registry.review.Held;
import io.facegate.registry.review.Reviewer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How answers that wait, and reviewers, stand in the tables. */
public final class HeldRows {
    private HeldRows() {}

    /** The sealed parts of one answer. */
    public record Sealed(byte[] answer, byte[] scores) {}

    /** All that are not over, the oldest first. */
    public static List<Held> living(Connection connection, Instant now) throws SQLException {
        return some(connection, "expires > ?", now.getEpochSecond());
    }

    /** All that are over. */
    public static List<Held> over(Connection connection, Instant now) throws SQLException {
        return some(connection, "expires <= ?", now.getEpochSecond());
    }

    public static @Nullable Held byId(Connection connection, String id) throws SQLException {
        return first(some(connection, "id = ?", id));
    }

    public static @Nullable Held byRequest(Connection connection, byte[] request) throws SQLException {
        return first(some(connection, "request = ?", request));
    }

    private static @Nullable Held first(List<Held> found) {
        return found.isEmpty() ? null : found.getFirst();
    }

    private static List<Held> some(Connection connection, String which, Object value) throws SQLException {
        Map<String, List<Held.Approval>> approvals = new HashMap<>();
        Sql.rows(
                connection,
                row -> approvals
                        .computeIfAbsent(row.getString("held"), none -> new ArrayList<>())
                        .add(new Held.Approval(row.getString("reviewer"), Instant.ofEpochSecond(row.getLong("given")))),
                "SELECT approval.* FROM approval JOIN held ON held.id = approval.held WHERE " + which
                        + " ORDER BY given, reviewer",
                value);
        return Sql.rows(
                connection,
                row -> held(row, approvals.getOrDefault(row.getString("id"), List.of())),
                "SELECT * FROM held WHERE " + which + " ORDER BY created, id",
                value);
    }

    private static Held held(ResultSet row, List<Held.Approval> approvals) throws SQLException {
        var rejected = Sql.instant(row, "rejected");
        return new Held(
                row.getString("id"),
                List.of(row.getString("organisations").split(" ")),
                row.getString("provider"),
                row.getString("operation"),
                row.getString("purpose"),
                Instant.ofEpochSecond(row.getLong("created")),
                Instant.ofEpochSecond(row.getLong("expires")),
                row.getInt("required"),
                row.getInt("results"),
                approvals,
                rejected == null
                        ? null
                        : new Held.Rejection(row.getString("rejected_by"), rejected, row.getString("reason")));
    }

    public static void insert(Connection connection, Held held, byte[] request, Sealed sealed) throws SQLException {
        Sql.run(
                connection,
                """
                INSERT INTO held (id, request, organisations, provider, operation, purpose, created, expires, required,
                  results, bytes, sealed, scores) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                held.id(),
                request,
                String.join(" ", held.organisations()),
                held.provider(),
                held.operation(),
                held.purpose(),
                held.created().getEpochSecond(),
                held.expires().getEpochSecond(),
                held.required(),
                held.results(),
                sealed.answer().length,
                sealed.answer(),
                sealed.scores());
    }

    public static Sealed sealed(Connection connection, String id) throws SQLException {
        return Sql.rows(
                        connection,
                        row -> new Sealed(row.getBytes("sealed"), row.getBytes("scores")),
                        "SELECT sealed, scores FROM held WHERE id = ?",
                        id)
                .getFirst();
    }

    public static void require(Connection connection, String id, int reviewers) throws SQLException {
        Sql.run(connection, "UPDATE held SET required = max(required, ?) WHERE id = ?", reviewers, id);
    }

    public static void approve(Connection connection, String id, Held.Approval approval) throws SQLException {
        Sql.run(
                connection,
                "INSERT INTO approval VALUES (?, ?, ?)",
                id,
                approval.reviewer(),
                approval.at().getEpochSecond());
    }

    /** Marks an answer as rejected, and wipes it. */
    public static void reject(Connection connection, String id, Held.Rejection rejection) throws SQLException {
        Sql.run(
                connection,
                "UPDATE held SET rejected_by = ?, rejected = ?, reason = ?, bytes = 0, sealed = x'', scores = x''"
                        + " WHERE id = ?",
                rejection.reviewer(),
                rejection.at().getEpochSecond(),
                rejection.reason(),
                id);
    }

    public static void delete(Connection connection, String id) throws SQLException {
        Sql.run(connection, "DELETE FROM held WHERE id = ?", id);
    }

    /** How many answers are held of those organisations' calls, in the same order. */
    public static int count(Connection connection, List<String> organisations) throws SQLException {
        return Sql.number(
                connection, "SELECT count(*) FROM held WHERE organisations = ?", String.join(" ", organisations));
    }

    /** How many MiB all answers take. */
    public static int mebibytes(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT coalesce(sum(bytes), 0) / 1048576 FROM held");
    }

    /** All who ever were reviewers. */
    public static List<Reviewer> reviewers(Connection connection) throws SQLException {
        return Sql.rows(
                connection,
                row -> new Reviewer(
                        row.getString("organisation"),
                        row.getString("id"),
                        Instant.ofEpochSecond(row.getLong("added")),
                        Sql.instant(row, "removed")),
                "SELECT * FROM reviewer ORDER BY organisation, id");
    }

    public static void write(Connection connection, Reviewer reviewer) throws SQLException {
        Sql.run(
                connection,
                "INSERT OR REPLACE INTO reviewer VALUES (?, ?, ?, ?)",
                reviewer.organisation(),
                reviewer.id(),
                reviewer.added().getEpochSecond(),
                Sql.seconds(reviewer.removed()));
    }

    /** When a matter's first call was made, which is then if none was before. */
    public static Instant began(Connection connection, byte[] matter, Instant now) throws SQLException {
        Sql.run(connection, "INSERT OR IGNORE INTO begun VALUES (?, ?)", matter, now.toEpochMilli());
        return Sql.rows(
                        connection,
                        row -> Instant.ofEpochMilli(row.getLong(1)),
                        "SELECT first FROM begun WHERE matter = ?",
                        matter)
                .getFirst();
    }
}
