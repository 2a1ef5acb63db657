package io.facegate.ledger;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Refusal;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Ledger.Undertaking;
import io.facegate.ledger.store.LogEntry;
import io.facegate.ledger.tree.CompactRange;
import io.facegate.policy.Decision;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A ledger with many different records, put into its file at once: {@code Bulk FOLDER RECORDS}. */
public final class Bulk {
    private static final int BATCH = 256;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> TYPES =
            List.of("nonprofit.child_protection", "law_enforcement.police", "business.bank");
    private static final List<String> PURPOSES = List.of("missing_child", "investigation", "account_opening");
    private static final List<Capability> CAPABILITIES = List.of(
            Capability.DETECT, Capability.VERIFY, Capability.IDENTIFY_RETRO, Capability.ENROLL, Capability.ANALYZE_AGE);
    private static final List<String> OPERATIONS =
            List.of("DetectFaces", "CompareFaces", "SearchFacesByImage", "IndexFaces");
    private static final List<String> ENDS = List.of("ok", "ok", "ok", "vendor_error", "fault");

    private final RecordWriter recordWriter = new RecordWriter("0.1.0", new byte[32]);
    private final Random random;
    private final List<LogEntry> waiting = new ArrayList<>();

    private Bulk(long seed) {
        random = new Random(seed);
    }

    public static void main(String[] args) throws Exception {
        fill(Path.of(args[0]), Long.parseLong(args[1]), 1);
    }

    /** Makes a ledger of that many records. */
    public static void fill(Path data, long records, long seed) throws Exception {
        var bulk = new Bulk(seed);
        write(data, size -> size < records ? bulk.batch((int) Math.min(BATCH, records - size), size) : List.of());
    }

    /** The next records of a ledger that has so many; none at its end. */
    interface Batches {
        List<LogEntry> next(long size);
    }

    /** Makes a ledger of those records. */
    static void write(Path data, Batches batches) throws Exception {
        Ledger.open(data, Sample.STRICT).close();
        var range = new CompactRange();
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var insert = file.prepareStatement(
                        "INSERT INTO batch (first, count, lines, leaves, root) VALUES (?, ?, ?, ?, ?)")) {
            file.setAutoCommit(false);
            for (var batch = batches.next(0); !batch.isEmpty(); batch = batches.next(range.size())) {
                insert.setLong(1, range.size());
                var lines = new ByteArrayOutputStream();
                var leaves = new ByteArrayOutputStream();
                for (var line : batch) {
                    lines.writeBytes(leaves.size() == 0 ? new byte[0] : new byte[] {'\n'});
                    lines.writeBytes(line.json());
                    leaves.writeBytes(line.leaf());
                    range.append(line.leaf());
                }
                insert.setInt(2, batch.size());
                insert.setBytes(3, lines.toByteArray());
                insert.setBytes(4, leaves.toByteArray());
                insert.setBytes(5, range.root());
                insert.executeUpdate();
            }
            head(file, range);
            file.commit();
        }
        java.nio.file.Files.deleteIfExists(data.resolve("ledger.head"));
    }

    private static void head(Connection file, CompactRange range) throws Exception {
        try (var head = file.prepareStatement("UPDATE head SET size = ?, root = ?, range = ?, oldest_open = ?")) {
            head.setLong(1, range.size());
            head.setBytes(2, range.root());
            head.setBytes(3, range.subtreeRoots());
            head.setLong(4, 0);
            head.executeUpdate();
        }
    }

    private List<LogEntry> batch(int count, long first) {
        var batch = new ArrayList<LogEntry>(count);
        for (int place = 0; place < count; place++) {
            batch.add(waiting.isEmpty() || random.nextInt(3) > 0 ? decision(first + place) : waiting.removeFirst());
        }
        return batch;
    }

    private LogEntry decision(long index) {
        var now = BEGIN.plusMillis(index * 1000 + random.nextInt(2000));
        int number = (int) Math.sqrt(random.nextInt(1_000_000));
        int kind = number % TYPES.size();
        var question = question(number, kind, now);
        var rule = "pack-" + random.nextInt(20) + "/rule-" + random.nextInt(30);
        if (kind == 1) {
            var refusal = new Refusal("moratorium", rule, "A clause.", "A citation.", "2026-11-01", "Write.");
            return recordWriter
                    .refuse(question, new Decision.Refuse(refusal, "a fact", List.of(rule, "base/all"), Sample.DIGEST))
                    .line();
        }
        var written = recordWriter.permit(
                question,
                new Decision.Permit(rule, List.of(rule, "base/all"), Sample.DIGEST),
                new Undertaking(question.call(), null, null));
        var status = ENDS.get(random.nextInt(ENDS.size()));
        waiting.add(recordWriter.outcome(
                written.id(), new Ending(status, status.equals("ok") ? "" : "Throttled", 1, 99), now));
        return written.line();
    }

    private Question question(int number, int kind, Instant now) {
        var organisation = organisation(number, kind);
        var principals =
                random.nextInt(50) > 0 ? List.<Organisation>of() : List.of(organisation(random.nextInt(1000), 0));
        var caller = TestCaller.of(organisation)
                .actingFor(principals)
                .purpose(PURPOSES.get(kind))
                .in("US-OR/portland")
                .by("sigv4", "KEY" + number)
                .build();
        var facts = FaceCall.Facts.of(Set.of(CAPABILITIES.get(random.nextInt(CAPABILITIES.size()))));
        var operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        var call = new FaceCall(
                "rekognition", operation, facts, new NormalizedRequest.VendorSpecific("a test"), Map.of(), null);
        return new Question(caller, call, "192.0.2.0/24", now);
    }

    private static Organisation organisation(int number, int kind) {
        return TestOrganisation.of("org-" + number, TYPES.get(kind))
                .named("Name")
                .in("US-OR/portland")
                .build();
    }
}
