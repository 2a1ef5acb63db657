package io.facegate.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads and writes the tables of held responses and reviewers. */
public final class HeldResponseRows {
    /** What the column holds where there is no number of results. */
    private static final int NONE = -1;

    private HeldResponseRows() {}

    /** The encrypted parts of a response. */
    public record Sealed(byte[] answer, byte[] scores) {}

    /** Responses that have not expired and verify, oldest first. */
    public static List<HeldResponse> readActive(Connection connection, RowSeal seal, Instant now) throws SQLException {
        seal.requireVerified();
        return onlyVerified(connection, seal, query(connection, "expires > ?", now.getEpochSecond()));
    }

    /** True if an unexpired response does not verify; it is then not among those that are read. */
    static boolean hasAltered(Connection connection, RowSeal seal, Instant now) throws SQLException {
        var all = query(connection, "expires > ?", now.getEpochSecond());
        return onlyVerified(connection, seal, all).size() < all.size();
    }

    private static List<HeldResponse> onlyVerified(Connection connection, RowSeal seal, List<HeldResponse> found)
            throws SQLException {
        var sound = new ArrayList<HeldResponse>(found.size());
        for (var held : found) {
            if (seal.isVerified(connection, SealedTable.HELD, held.id())) {
                sound.add(held);
            }
        }
        return sound;
    }

    /** Expired responses. */
    public static List<HeldResponse> readExpired(Connection connection, Instant now) throws SQLException {
        return query(connection, "expires <= ?", now.getEpochSecond());
    }

    /** Returns the response with that id; null if missing or altered. */
    public static @Nullable HeldResponse findById(Connection connection, RowSeal seal, String id) throws SQLException {
        seal.requireVerified();
        return firstOrNull(onlyVerified(connection, seal, query(connection, "id = ?", id)));
    }

    /**
     * Returns the response to that request, or null.
     *
     * @throws SQLException if it was altered
     */
    public static @Nullable HeldResponse findByRequest(Connection connection, RowSeal seal, byte[] request)
            throws SQLException {
        seal.requireVerified();
        var found = query(connection, "request = ?", request);
        if (onlyVerified(connection, seal, found).size() < found.size()) {
            throw new SQLException("an answer that is held for review was changed outside Facegate");
        }
        return firstOrNull(found);
    }

    private static @Nullable HeldResponse firstOrNull(List<HeldResponse> found) {
        return found.isEmpty() ? null : found.getFirst();
    }

    private static List<HeldResponse> query(Connection connection, String which, Object value) throws SQLException {
        Map<String, List<HeldResponse.Approval>> approvals = new HashMap<>();
        SqlStatements.rows(
                connection,
                row -> approvals
                        .computeIfAbsent(row.getString("held"), none -> new ArrayList<>())
                        .add(new HeldResponse.Approval(
                                row.getString("reviewer"), SqlStatements.toInstant(row.getLong("given")))),
                "SELECT approval.* FROM approval JOIN held ON held.id = approval.held WHERE " + which
                        + " ORDER BY given, reviewer",
                value);
        return SqlStatements.rows(
                connection,
                row -> toHeldResponse(row, approvals.getOrDefault(row.getString("id"), List.of())),
                "SELECT * FROM held WHERE " + which + " ORDER BY created, id",
                value);
    }

    private static OptionalInt results(ResultSet row) throws SQLException {
        int results = row.getInt("results");
        return results == NONE ? OptionalInt.empty() : OptionalInt.of(results);
    }

    private static HeldResponse toHeldResponse(ResultSet row, List<HeldResponse.Approval> approvals)
            throws SQLException {
        var rejected = SqlStatements.readInstant(row, "rejected");
        return new HeldResponse(
                row.getString("id"),
                List.of(row.getString("organisations").split(" ")),
                new HeldResponse.AnsweredCall(
                        row.getString("provider"), row.getString("operation"), row.getString("purpose")),
                SqlStatements.toInstant(row.getLong("created")),
                SqlStatements.toInstant(row.getLong("expires")),
                results(row),
                new HeldResponse.Review(
                        row.getInt("required"),
                        approvals,
                        rejected == null
                                ? null
                                : new HeldResponse.Rejection(
                                        row.getString("rejected_by"), rejected, row.getString("reason"))));
    }

    public static void insert(Connection connection, RowSeal seal, HeldResponse held, byte[] request, Sealed sealed)
            throws SQLException {
        SqlStatements.run(
                connection,
                """
                INSERT INTO held (id, request, organisations, provider, operation, purpose, created, expires, required,
                  results, bytes, sealed, scores) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """,
                held.id(),
                request,
                String.join(" ", held.organisations()),
                held.call().provider(),
                held.call().operation(),
                held.call().purpose(),
                held.created().getEpochSecond(),
                held.expires().getEpochSecond(),
                held.review().required(),
                held.results().orElse(NONE),
                sealed.answer().length,
                sealed.answer(),
                sealed.scores());
        seal.seal(connection, SealedTable.HELD, held.id());
    }

    public static Sealed readEncrypted(Connection connection, String id) throws SQLException {
        return SqlStatements.rows(
                        connection,
                        row -> new Sealed(row.getBytes("sealed"), row.getBytes("scores")),
                        "SELECT sealed, scores FROM held WHERE id = ?",
                        id)
                .getFirst();
    }

    public static void raiseReviewers(Connection connection, RowSeal seal, String id, int reviewers)
            throws SQLException {
        int raised = SqlStatements.run(
                connection, "UPDATE held SET required = ? WHERE id = ? AND required < ?", reviewers, id, reviewers);
        if (raised > 0) {
            seal.seal(connection, SealedTable.HELD, id);
        }
    }

    public static void approve(Connection connection, RowSeal seal, String id, HeldResponse.Approval approval)
            throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO approval VALUES (?, ?, ?)",
                id,
                approval.reviewer(),
                approval.approvedAt().getEpochSecond());
        seal.seal(connection, SealedTable.HELD, id);
    }

    /** Marks a response as rejected and wipes its content. */
    public static void reject(Connection connection, RowSeal seal, String id, HeldResponse.Rejection rejection)
            throws SQLException {
        SqlStatements.run(
                connection,
                "UPDATE held SET rejected_by = ?, rejected = ?, reason = ?, bytes = 0, sealed = x'', scores = x''"
                        + " WHERE id = ?",
                rejection.reviewer(),
                rejection.rejectedAt().getEpochSecond(),
                rejection.reason(),
                id);
        seal.seal(connection, SealedTable.HELD, id);
    }

    public static void delete(Connection connection, RowSeal seal, String id) throws SQLException {
        seal.remove(connection, SealedTable.HELD, id);
        SqlStatements.run(connection, "DELETE FROM held WHERE id = ?", id);
    }

    /** Number of responses held for those organisations, in the same order. */
    public static int count(Connection connection, List<String> organisations) throws SQLException {
        return SqlStatements.number(
                connection, "SELECT count(*) FROM held WHERE organisations = ?", String.join(" ", organisations));
    }

    /** Total size of all responses in MiB. */
    public static int totalMebibytes(Connection connection) throws SQLException {
        return SqlStatements.number(connection, "SELECT coalesce(sum(bytes), 0) / 1048576 FROM held");
    }

    /** All reviewers, removed ones included. */
    public static List<Reviewer> reviewers(Connection connection) throws SQLException {
        return SqlStatements.rows(
                connection,
                row -> new Reviewer(
                        row.getString("organisation"),
                        row.getString("id"),
                        SqlStatements.toInstant(row.getLong("added")),
                        SqlStatements.readInstant(row, "removed")),
                "SELECT * FROM reviewer ORDER BY organisation, id");
    }

    public static void write(Connection connection, Reviewer reviewer) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT OR REPLACE INTO reviewer (organisation, id, added, removed) VALUES (?, ?, ?, ?)",
                reviewer.organisation(),
                reviewer.id(),
                reviewer.added().getEpochSecond(),
                SqlStatements.seconds(reviewer.removed()));
    }

    /**
     * Returns the time of the first call in a case, recording {@code now} if there was none. Returns a time in the
     * distant past if the row was altered (fail closed).
     */
    public static Instant firstUse(Connection connection, RowSeal seal, byte[] matter, Instant now)
            throws SQLException {
        boolean known = seal.isListed(connection, SealedTable.BEGUN, matter);
        int first = known
                ? 0
                : SqlStatements.run(
                        connection, "INSERT INTO begun (matter, first) VALUES (?, ?)", matter, now.toEpochMilli());
        if (first > 0) {
            seal.seal(connection, SealedTable.BEGUN, matter);
        }
        if (!seal.isVerified(connection, SealedTable.BEGUN, matter)) {
            return Instant.EPOCH;
        }
        return SqlStatements.rows(
                        connection,
                        row -> Instant.ofEpochMilli(row.getLong(1)),
                        "SELECT first FROM begun WHERE matter = ?",
                        matter)
                .getFirst();
    }
}
