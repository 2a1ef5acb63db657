package io.facegate.ledger;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.replay.ExactReplay;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.replay.RecordedDecisions;
import io.facegate.ledger.replay.WhatIfReplay;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Measures how fast a ledger is judged again: {@code ReplayBench FOLDER RECORDS}; two records a call, half of them outcomes. */
public final class ReplayBench {
    private static final int BATCH = 64;
    private static final List<String> TYPES = List.of(
            "law_enforcement.police.local", "nonprofit.child_protection", "bank", "retailer", "education.public");
    private static final List<String> PURPOSES =
            List.of("missing_child", "suspect_identification", "onboarding_kyc", "loss_prevention", "attendance");
    private static final List<Capability> CAPABILITIES = List.of(
            Capability.DETECT, Capability.VERIFY, Capability.IDENTIFY_RETRO, Capability.ENROLL, Capability.ANALYZE_AGE);
    private static final List<String> PLACES = List.of("US-OR", "US-WA", "US-IL", "US-OR/portland", "DE", "US-TX");

    private ReplayBench() {}

    public static void main(String[] args) throws Exception {
        var data = Path.of(args[0]);
        long records = Long.parseLong(args[1]);
        Files.createDirectories(data);
        var policySet = PolicyReader.load(Path.of("policies"));
        var policies = PolicyEngine.of(policySet);
        Ledger.open(data, Sample.STRICT).close();
        keep(data.resolve("policies").resolve(policySet.digest()));
        fill(data, policies, records);
        System.out.printf("%,d bytes a record%n", Files.size(data.resolve("ledger.db")) / records);
        for (int round = 0; round < 3; round++) {
            long start = processorTime();
            var told = new ExactReplay(PolicyHistory.ofFolder(data), different -> {})
                    .replay(new RecordedDecisions(io.facegate.ledger.address.LedgerAddress.ofFolder(data), null, null));
            report("same", told.reproducedCount() + told.differingCount(), start);
            if (told.differingCount() > 0 || !told.notReplayed().isEmpty()) {
                throw new IllegalStateException(told.differingCount() + " differ, " + told.notReplayed());
            }
            start = processorTime();
            var other = new WhatIfReplay(policies)
                    .replay(new RecordedDecisions(io.facegate.ledger.address.LedgerAddress.ofFolder(data), null, null));
            report("other policies", other.sameRuleCount(), start);
        }
    }

    /** Of this thread alone, so that a busy machine does not count. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void report(String what, long judged, long start) {
        double seconds = (processorTime() - start) / 1e9;
        System.gc();
        var runtime = Runtime.getRuntime();
        System.out.printf(
                "%-15s %,d judgements in %.1f s of processor time: %,.0f a second, %,.0f records a second; %d MB of"
                        + " heap after%n",
                what,
                judged,
                seconds,
                judged / seconds,
                2 * judged / seconds,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    private static void keep(Path folder) throws Exception {
        Files.createDirectories(folder);
        try (var files = Files.list(Path.of("policies"))) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.endsWith(".yaml") && !name.endsWith("_test.yaml")) {
                    Files.copy(file, folder.resolve(name));
                }
            }
        }
    }

    private static void fill(Path data, PolicyEngine policies, long records) throws Exception {
        var recordWriter = new RecordWriter("0.1.0", new byte[32]);
        var random = new Random(1);
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var insert = file.prepareStatement("INSERT INTO batch VALUES (?, ?, x'', x'', ?)")) {
            file.setAutoCommit(false);
            for (long first = 0; first < records; first += BATCH) {
                var lines = new ByteArrayOutputStream();
                for (int place = 0; place < BATCH; place += 2) {
                    var question = question(random);
                    var written = switch (policies.decide(question.caller(), question.call(), question.now())) {
                        case Decision.Permit permit ->
                            recordWriter.permit(question, permit, new Ledger.Undertaking(question.call(), null, null));
                        case Decision.Refuse refuse -> recordWriter.refuse(question, refuse);
                    };
                    lines.writeBytes(place == 0 ? new byte[0] : new byte[] {'\n'});
                    lines.writeBytes(written.line().json());
                    lines.write('\n');
                    lines.writeBytes(recordWriter
                            .outcome(written.id(), new Ledger.Ending("ok", "", 1, 1234), Instant.now())
                            .json());
                }
                insert.setLong(1, first);
                insert.setInt(2, BATCH);
                insert.setBytes(3, lines.toByteArray());
                insert.executeUpdate();
            }
            file.commit();
        }
    }

    private static Question question(Random random) {
        var place = one(random, PLACES);
        var organisation = TestOrganisation.of("org-" + random.nextInt(1000), one(random, TYPES))
                .named("Name")
                .in(place)
                .facts(random.nextInt(4) > 0 ? Map.of() : Map.of("place_type", List.of("workplace")))
                .build();
        var caller = TestCaller.of(organisation)
                .purpose(one(random, PURPOSES))
                .in(place)
                .by("sigv4", "FGAK00000000EXAMPLE")
                .build();
        var facts = FaceCall.Facts.of(Set.of(one(random, CAPABILITIES))).withThreshold(random.nextInt(100) / 100.0);
        var call = new FaceCall(
                "rekognition", "CompareFaces", facts, new NormalizedRequest.VendorSpecific("a test"), Map.of(), null);
        return new Question(
                caller, call, "192.0.2.0/24", Instant.ofEpochMilli(1790000000000L + random.nextInt(1 << 30)));
    }

    private static <T> T one(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
