package io.facegate.bench.ledger;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Refusal;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Generated calls of a thousand organisations over many days; the same seed gives the same calls. */
final class Calls {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String DIGEST = "5f2a".repeat(16);
    private static final List<String> TYPES = List.of("nonprofit.child_protection", "law_enforcement.police", "bank");
    private static final List<String> PURPOSES = List.of("missing_child", "investigation", "account_opening");
    private static final List<Capability> CAPABILITIES = List.of(
            Capability.DETECT, Capability.VERIFY, Capability.IDENTIFY_RETRO, Capability.ENROLL, Capability.ANALYZE_AGE);
    private static final List<String> OPERATIONS =
            List.of("DetectFaces", "CompareFaces", "SearchFacesByImage", "IndexFaces");
    private static final List<String> ENDS = List.of("ok", "ok", "ok", "vendor_error", "fault");

    /** About as many records as a call has. */
    static final double RECORDS_EACH = 5 / 3.0;

    private Calls() {}

    /** When a call is made: one a second, on average. */
    static Instant time(long number) {
        return BEGIN.plusMillis(number * 1000 + new Random(number).nextInt(2000));
    }

    /** Writes the records of one call and returns their number: one for a refusal, two for a permit. */
    static int write(Ledger ledger, long number, Instant time) {
        var random = new Random(number);
        int organisation = (int) Math.sqrt(random.nextInt(1_000_000));
        var rule = "pack-" + random.nextInt(20) + "/rule-" + random.nextInt(30);
        var question = question(organisation, random, time);
        if (organisation % TYPES.size() == 1) {
            ledger.refuse(question, refusal(rule));
            return 1;
        }
        var permit = new Decision.Permit(rule, List.of(rule, "base/all"), DIGEST);
        var status = ENDS.get(random.nextInt(ENDS.size()));
        ledger.close(
                ledger.recordPermit(question, permit),
                new Ending(status, status.equals("ok") ? "" : "Throttled", 1, 99));
        return 2;
    }

    /** Writes one refusal now. Its caller waits until the record is durable. */
    static void refuse(Ledger ledger, long number) {
        var random = new Random(number);
        var question = question((int) (number % 1000), random, Instant.now());
        ledger.refuse(question, refusal("pack-" + random.nextInt(20) + "/rule-" + random.nextInt(30)));
    }

    private static Decision.Refuse refusal(String rule) {
        var refusal = new Refusal("moratorium", rule, "A clause.", "A citation.", "2026-11-01", "Write.");
        return new Decision.Refuse(refusal, "a fact", List.of(rule, "base/all"), DIGEST);
    }

    private static Question question(int organisation, Random random, Instant now) {
        int kind = organisation % TYPES.size();
        var asked = organisation(organisation, kind);
        var behind = random.nextInt(50) > 0 ? List.<Organisation>of() : List.of(organisation(random.nextInt(1000), 0));
        var caller = new Caller(
                asked, behind, PURPOSES.get(kind), List.of("US-OR/portland"), "sigv4", "KEY" + organisation, null);
        var facts = FaceCall.Facts.of(Set.of(CAPABILITIES.get(random.nextInt(CAPABILITIES.size()))));
        var operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        var call = new FaceCall(
                "rekognition", operation, facts, new NormalizedRequest.VendorSpecific("a benchmark"), Map.of(), null);
        return new Question(caller, call, "192.0.2.0/24", now);
    }

    private static Organisation organisation(int number, int kind) {
        return Organisation.builder("org-" + number, TYPES.get(kind))
                .name("Name")
                .jurisdictions(List.of("US-OR/portland"))
                .build();
    }
}
