package io.facegate.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads and writes the tables of held responses and reviewers. */
public final class HeldResponseRows {
    /** The columns without the content, in the order that their HMAC covers. */
    static final String COLUMNS =
            "id, request, organisations, provider, operation, purpose, created, expires, required,"
                    + " results, rejected_by, rejected, reason, bytes, mac, version";

    /** What the column holds where there is no number of results. */
    private static final int NONE = -1;

    /** Before the id of a folder: the row notes what was taken from there, and is no key. */
    static final String MOVED = "moved-";

    private static final byte[] WIPED = new byte[0];

    private HeldResponseRows() {}

    /** The encrypted parts of a response. */
    public record Sealed(byte[] answer, byte[] scores) {}

    /** Responses that have not expired and verify, oldest first. */
    public static List<HeldResponse> readActive(Connection connection, RowSeal seal, Instant now) throws SQLException {
        return readVerified(connection, seal, ids(connection, "expires > ?", now.getEpochSecond()));
    }

    /** True if an unexpired response does not verify; it is then not among those that are read. */
    static boolean hasAltered(Connection connection, RowSeal seal, Instant now) throws SQLException {
        var all = ids(connection, "expires > ?", now.getEpochSecond());
        return readVerified(connection, seal, all).size() < all.size();
    }

    /** Made of the very rows that were verified. */
    private static List<HeldResponse> readVerified(Connection connection, RowSeal seal, List<String> ids)
            throws SQLException {
        seal.requireVerified();
        var sound = new ArrayList<HeldResponse>(ids.size());
        for (var id : ids) {
            var row = seal.findVerified(connection, SealedTable.HELD, id);
            if (row != null) {
                sound.add(toHeldResponse(row));
            }
        }
        return sound;
    }

    /** Ids of all responses. */
    static List<String> ids(Connection connection) throws SQLException {
        return SqlStatements.rows(connection, row -> row.getString(1), "SELECT id FROM held");
    }

    /** Ids of expired responses. */
    public static List<String> readExpired(Connection connection, Instant now) throws SQLException {
        return ids(connection, "expires <= ?", now.getEpochSecond());
    }

    /** Returns the response with that id; null if missing or altered. */
    public static @Nullable HeldResponse findById(Connection connection, RowSeal seal, String id) throws SQLException {
        return firstOrNull(readVerified(connection, seal, ids(connection, "id = ?", id)));
    }

    /**
     * Returns the response to that request, or null.
     *
     * @throws SQLException if it was altered
     */
    public static @Nullable HeldResponse findByRequest(Connection connection, RowSeal seal, byte[] request)
            throws SQLException {
        var found = ids(connection, "request = ?", request);
        var sound = readVerified(connection, seal, found);
        if (sound.size() < found.size()) {
            throw new SQLException("an answer that is held for review was changed outside Facegate");
        }
        return firstOrNull(sound);
    }

    private static @Nullable HeldResponse firstOrNull(List<HeldResponse> found) {
        return found.isEmpty() ? null : found.getFirst();
    }

    private static List<String> ids(Connection connection, String which, Object value) throws SQLException {
        return SqlStatements.rows(
                connection,
                row -> row.getString(1),
                "SELECT id FROM held WHERE " + which + " ORDER BY created, id",
                value);
    }

    static HeldResponse toHeldResponse(RowColumns row) {
        var approvals = row.children().getFirst().stream()
                .map(given -> new HeldResponse.Approval(
                        given.text("reviewer"), SqlStatements.toInstant(given.number("given"))))
                .sorted(Comparator.comparing(HeldResponse.Approval::approvedAt)
                        .thenComparing(HeldResponse.Approval::reviewer))
                .toList();
        var rejected = row.instant("rejected");
        long results = row.number("results");
        return new HeldResponse(
                row.text("id"),
                List.of(row.text("organisations").split(" ")),
                new HeldResponse.AnsweredCall(row.text("provider"), row.text("operation"), row.optional("purpose")),
                SqlStatements.toInstant(row.number("created")),
                SqlStatements.toInstant(row.number("expires")),
                results == NONE ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(results)),
                new HeldResponse.Review(
                        Math.toIntExact(row.number("required")),
                        approvals,
                        rejected == null
                                ? null
                                : new HeldResponse.Rejection(
                                        row.text("rejected_by"), rejected, row.optional("reason"))));
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

    /** Inserts a response with what people decided of it. */
    static void insertReviewed(Connection connection, RowSeal seal, HeldResponse held, byte[] request, Sealed sealed)
            throws SQLException {
        insert(connection, seal, held, request, sealed);
        for (var approval : held.review().approvals()) {
            approve(connection, seal, held.id(), approval);
        }
        var rejection = held.review().rejection();
        if (rejection != null) {
            reject(connection, seal, held.id(), rejection);
        }
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
                "UPDATE held SET rejected_by = ?, rejected = ?, reason = ?, bytes = 0, sealed = ?, scores = ?"
                        + " WHERE id = ?",
                rejection.reviewer(),
                rejection.rejectedAt().getEpochSecond(),
                rejection.reason(),
                WIPED,
                WIPED,
                id);
        seal.seal(connection, SealedTable.HELD, id);
    }

    /** True if any row is there that the inventory lists. */
    static boolean existAny(Connection connection) throws SQLException {
        return SqlStatements.number(
                        connection,
                        "SELECT (SELECT count(*) FROM held) + (SELECT count(*) FROM begun) + (SELECT count(*) FROM"
                                + " held_key)")
                > 0;
    }

    /** True if there is a response with that id. */
    static boolean exists(Connection connection, String id) throws SQLException {
        return SqlStatements.number(connection, "SELECT count(*) FROM held WHERE id = ?", id) > 0;
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
        return SqlStatements.number(connection, "SELECT CAST(coalesce(sum(bytes), 0) AS bigint) / 1048576 FROM held");
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
                "INSERT INTO reviewer (organisation, id, added, removed) VALUES (?, ?, ?, ?) ON CONFLICT (organisation,"
                        + " id) DO UPDATE SET added = excluded.added, removed = excluded.removed",
                reviewer.organisation(),
                reviewer.id(),
                reviewer.added().getEpochSecond(),
                SqlStatements.seconds(reviewer.removed()));
    }

    /** Inserts a commitment key. */
    static void insertKey(Connection connection, RowSeal seal, String id, byte[] sealed) throws SQLException {
        SqlStatements.run(connection, "INSERT INTO held_key (id, sealed) VALUES (?, ?)", id, sealed);
        seal.seal(connection, SealedTable.HELD_KEY, id);
    }

    /** The commitment keys whose rows verify, by their ids, oldest first. */
    static Map<String, byte[]> keys(Connection connection, RowSeal seal, BiFunction<String, byte[], byte[]> unseal)
            throws SQLException {
        var all = readKeys(connection, seal, unseal);
        all.keySet().removeIf(id -> id.startsWith(MOVED));
        return all;
    }

    /** What is noted of a folder that was taken along, or null. */
    static byte @Nullable [] findMoved(
            Connection connection, RowSeal seal, BiFunction<String, byte[], byte[]> unseal, String folder)
            throws SQLException {
        var noted = readKeys(connection, seal, unseal).get(MOVED + folder);
        if (noted == null && seal.isListed(connection, SealedTable.HELD_KEY, MOVED + folder)) {
            throw new SQLException("the note of a folder that was moved here was removed or changed");
        }
        return noted;
    }

    private static Map<String, byte[]> readKeys(
            Connection connection, RowSeal seal, BiFunction<String, byte[], byte[]> unseal) throws SQLException {
        seal.requireVerified();
        var all = new LinkedHashMap<String, byte[]>();
        for (var each : sealedKeys(connection)) {
            if (seal.isVerified(connection, SealedTable.HELD_KEY, each.getKey())) {
                all.put(each.getKey(), unseal.apply(keyOf(each.getKey()), each.getValue()));
            }
        }
        return all;
    }

    private static List<Map.Entry<String, byte[]>> sealedKeys(Connection connection) throws SQLException {
        return SqlStatements.rows(
                connection,
                row -> Map.entry(row.getString("id"), row.getBytes("sealed")),
                "SELECT id, sealed FROM held_key ORDER BY version, id");
    }

    static String keyOf(String id) {
        return "held_key " + id;
    }

    /** Encrypts contents and commitment keys under another key; the rows are sealed afterwards. */
    static void encryptAgain(
            Connection connection, BiFunction<String, byte[], byte[]> open, BiFunction<String, byte[], byte[]> seal)
            throws SQLException {
        for (var id : ids(connection, "bytes > ?", 0)) {
            var sealed = readEncrypted(connection, id);
            SqlStatements.run(
                    connection,
                    "UPDATE held SET sealed = ?, scores = ? WHERE id = ?",
                    again(open, seal, HeldResponses.answerOf(id), sealed.answer()),
                    again(open, seal, HeldResponses.scoresOf(id), sealed.scores()),
                    id);
        }
        for (var key : sealedKeys(connection)) {
            SqlStatements.run(
                    connection,
                    "UPDATE held_key SET sealed = ? WHERE id = ?",
                    again(open, seal, keyOf(key.getKey()), key.getValue()),
                    key.getKey());
        }
    }

    private static byte[] again(
            BiFunction<String, byte[], byte[]> open,
            BiFunction<String, byte[], byte[]> seal,
            String purpose,
            byte[] sealed) {
        return seal.apply(purpose, open.apply(purpose, sealed));
    }

    /** The first use of a case by its commitment; a distant past if its row was altered (fail closed), null if none. */
    static @Nullable Instant findFirstUse(Connection connection, RowSeal seal, byte[] matter) throws SQLException {
        if (!seal.isListed(connection, SealedTable.BEGUN, matter)) {
            return null;
        }
        var row = seal.findVerified(connection, SealedTable.BEGUN, matter);
        return row == null ? Instant.EPOCH : Instant.ofEpochMilli(row.number("first"));
    }

    /** Records the first use of a case. */
    static void insertFirstUse(Connection connection, RowSeal seal, byte[] matter, Instant first) throws SQLException {
        SqlStatements.run(connection, "INSERT INTO begun (matter, first) VALUES (?, ?)", matter, first.toEpochMilli());
        seal.seal(connection, SealedTable.BEGUN, matter);
    }
}
