package io.facegate.ledger.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writer of the search projection: adds records to the search tables. */
final class SearchProjection implements AutoCloseable {
    /** Version of the tables; other versions are rebuilt. */
    static final int LAYOUT = 11;

    static final List<String> TABLES = List.of(
            "CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), next INTEGER NOT NULL, leaf BLOB NOT NULL,"
                    + " floor INTEGER NOT NULL)",
            "INSERT INTO progress VALUES (1, 0, x'', 0)",
            "CREATE TABLE record (idx INTEGER PRIMARY KEY, id BLOB, ref BLOB, time INTEGER NOT NULL)",
            "CREATE INDEX by_id ON record (id)",
            "CREATE INDEX by_ref ON record (ref) WHERE ref IS NOT NULL",
            TimeSpan.TABLE,
            PostingLists.TABLE,
            RollUps.TABLE,
            OrganisationRollUps.TABLE,
            OrganisationRollUps.INDEX,
            OrganisationRollUps.MARKS,
            UnverifiedRecordMerger.TABLE,
            "PRAGMA user_version = " + LAYOUT);

    private final Connection connection;
    private final PreparedStatement record;
    private final PreparedStatement decision;
    private final PostingLists postings;
    private final Rfc6962 hashes = new Rfc6962();
    private final Map<Long, TimeSpan> spans = new HashMap<>();
    private final FieldTermIndex fields = new FieldTermIndex();
    private final Map<UUID, Long> decisions = new HashMap<>();
    private long floor;

    SearchProjection(Connection connection) throws SQLException {
        this.connection = connection;
        record = connection.prepareStatement("INSERT OR REPLACE INTO record VALUES (?,?,?,?)");
        decision = connection.prepareStatement("SELECT idx FROM record WHERE id = ?");
        postings = new PostingLists(connection);
    }

    /** Adds the records of a batch; a pruned batch adds nothing. */
    void indexBatch(RecordBatch batch, SearchFile.LeafHashes proven) throws SQLException {
        var lines = new ArrayList<int[]>();
        batch.forEachRecord((_, from, to) -> lines.add(new int[] {from, to}));
        for (int place = 0; place < Math.min(batch.count(), lines.size()); place++) {
            var span = lines.get(place);
            long index = batch.first() + place;
            if (Arrays.equals(hashes.leaf(batch.lines(), span[0], span[1]), proven.leaf(index))) {
                indexVerified(index, batch.lines(), span);
            } else {
                indexUnverified(index, read(batch.lines(), span));
            }
        }
        for (int place = lines.size(); place < batch.count() && !batch.isPruned(); place++) {
            indexUnverified(batch.first() + place, JsonMappers.PLAIN.createObjectNode());
        }
    }

    /** Adds a record whose bytes do not match their hash: it is found by its id, and by every query. */
    private void indexUnverified(long index, JsonNode said) throws SQLException {
        record(index, said, millis(said.path("time").asText()));
        UnverifiedRecordMerger.add(connection, index);
    }

    /** Parses a record. An unreadable one is listed by its index alone; the cause is for verify to report. */
    private static JsonNode read(byte[] lines, int[] span) {
        try {
            return JsonMappers.PLAIN.readTree(lines, span[0], span[1] - span[0]);
        } catch (IOException damaged) {
            return JsonMappers.PLAIN.createObjectNode();
        }
    }

    private void indexVerified(long index, byte[] lines, int[] span) throws SQLException {
        if (!fields.read(lines, span[0], span[1])) {
            indexRecord(index, read(lines, span));
            return;
        }
        var ref = fields.ref();
        row(index, bytes(fields.id()), ref == null ? null : bytes(ref), fields.time());
        include(index, fields.time());
        fields.list(index);
        if (fields.isDecision()) {
            decisions.putIfAbsent(fields.id(), index);
        } else if (ref != null) {
            var decision = decisions.get(ref);
            decision = decision == null ? find(bytes(ref)) : decision;
            if (decision != null) {
                fields.listEnded(decision);
            }
        }
    }

    private void include(long index, long time) {
        spans.merge(TimeSpan.number(index), new TimeSpan(time, time), TimeSpan::with);
    }

    private void indexRecord(long index, JsonNode said) throws SQLException {
        long time = millis(said.path("time").asText());
        var ref = record(index, said, time);
        include(index, time);
        SearchTerms.extract(said).forEach(term -> postings.add(term, index));
        if (ref != null && said.path("kind").asText().equals("OUTCOME")) {
            indexOutcome(ref, said);
        }
        indexAppeal(said);
        if (said.path("act").asText().equals("prune")) {
            floor = Math.max(floor, number(said.path("subject").asText()));
        }
    }

    /** Adds the ids of a record; returns the id that it refers to, if any. */
    private byte @Nullable [] record(long index, JsonNode said, long time) throws SQLException {
        var ref = id(said.path("decision_ref").asText());
        row(index, id(said.path("id").asText()), ref, time);
        return ref;
    }

    private void row(long index, byte @Nullable [] id, byte @Nullable [] ref, long time) throws SQLException {
        record.setLong(1, index);
        record.setBytes(2, id);
        record.setBytes(3, ref);
        record.setLong(4, time);
        record.executeUpdate();
    }

    /** Lists a decision under its outcome too. */
    private void indexOutcome(byte[] ref, JsonNode outcome) throws SQLException {
        var index = find(ref);
        if (index != null) {
            postings.add(SearchTerms.ENDED, index);
            postings.add(SearchFacet.STATUS.term(outcome.path("status").asText()), index);
            if (outcome.has("code")) {
                postings.add(SearchFacet.CODE.term(outcome.path("code").asText()), index);
            }
        }
    }

    /** Lists a decision under each step of an appeal against it too. */
    private void indexAppeal(JsonNode said) throws SQLException {
        var term = SearchTerms.ofAppealed(said);
        var id = term == null ? null : id(said.path("subject").asText());
        var index = id == null ? null : find(id);
        if (term != null && index != null) {
            postings.add(term, index);
        }
    }

    /** The index of the record with this id. */
    private @Nullable Long find(byte[] id) throws SQLException {
        decision.setBytes(1, id);
        try (var rows = decision.executeQuery()) {
            return rows.next() ? rows.getLong(1) : null;
        }
    }

    /** The bytes of an id, or null if it is not one. */
    static byte @Nullable [] id(String text) {
        if (text.length() != 36) {
            return null;
        }
        try {
            return bytes(UUID.fromString(text));
        } catch (IllegalArgumentException other) {
            return null;
        }
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static long number(String digits) {
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }

    static long millis(String time) {
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeException | ArithmeticException damaged) {
            return 0;
        }
    }

    /** The first record that is not added yet. */
    static long next(Connection connection) throws SQLException {
        var next = BinaryCells.number(connection, "SELECT next FROM progress");
        return next == null ? 0 : next;
    }

    /** True if the last added record is the one that the ledger has at that index. */
    boolean isAtLeaf(byte[] leaf) throws SQLException {
        return Arrays.equals(
                BinaryCells.readAll(connection, "SELECT leaf FROM progress").getFirst(), leaf);
    }

    /** Writes everything added, up to {@code next} (exclusive); {@code leaf} is the last record's. */
    void commitUpTo(long next, byte[] leaf) throws SQLException {
        fields.flush(postings);
        var changed = postings.flush(PostingBlock.number(next(connection) + PostingBlock.SIZE - 1));
        for (var span : spans.entrySet()) {
            BinaryCells.run(
                    connection,
                    "INSERT INTO span VALUES (?,?,?) ON CONFLICT (span) DO UPDATE SET"
                            + " first = min(first, excluded.first), last = max(last, excluded.last)",
                    span.getKey(),
                    span.getValue().earliest(),
                    span.getValue().latest());
        }
        BinaryCells.run(connection, "UPDATE progress SET next = ?, leaf = ?", next, leaf);
        prune(Math.min(floor, next));
        RollUps.refresh(connection, changed, next);
    }

    /** Removes pruned records. */
    private void prune(long before) throws SQLException {
        var pruned = BinaryCells.number(connection, "SELECT floor FROM progress");
        if (pruned != null && before > pruned) {
            BinaryCells.run(connection, "DELETE FROM record WHERE idx < ?", before);
            BinaryCells.run(connection, "DELETE FROM span WHERE span < ?", TimeSpan.number(before));
            postings.prune(before);
            RollUps.prune(connection, before);
            UnverifiedRecordMerger.prune(connection, before);
            BinaryCells.run(connection, "UPDATE progress SET floor = ?", before);
        }
    }

    @Override
    public void close() throws SQLException {
        record.close();
        decision.close();
    }
}
