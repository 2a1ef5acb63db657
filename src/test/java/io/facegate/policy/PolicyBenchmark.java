package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.Caller;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.Purpose;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How long a decision takes, by number of rules: a program to run, which asserts nothing. */
public final class PolicyBenchmark {
    private static final int ROUNDS = 7;
    private static final int DECISIONS = 200_000;
    private static final int CALLS = 256;
    private static long bytes;

    private PolicyBenchmark() {}

    /** One call, judged again and again. */
    private record Asked(Caller caller, FaceCall call) {}

    /** Prints one line for each size: {@code rules ns/decision}. */
    public static void main(String[] args) {
        for (int rules : new int[] {100, 1_000}) {
            for (boolean conditions : new boolean[] {false, true}) {
                long start = System.nanoTime();
                var policies = PolicyEngine.of(PolicyReader.read(Map.of("many.yaml", pack(rules, conditions))));
                long loaded = (System.nanoTime() - start) / 1_000_000;
                System.out.printf(
                        "%6d rules%s: %7.0f ns of processor time a decision (median of %d rounds of %,d), %d bytes,"
                                + " loaded in %d ms%n",
                        rules,
                        conditions ? ", one in ten with a condition" : "",
                        median(policies),
                        ROUNDS,
                        DECISIONS,
                        bytes,
                        loaded);
            }
        }
    }

    /** Of this thread alone, so that a busy machine does not count. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static double median(PolicyEngine policies) {
        var random = new Random(1);
        var asked = IntStream.range(0, CALLS).mapToObj(at -> asked(random)).toList();
        var now = Instant.parse("2026-11-24T12:00:00Z");
        var rounds = new double[ROUNDS];
        int permits = 0;
        for (int round = -3; round < ROUNDS; round++) {
            long start = processorTime();
            long before = allocated();
            for (int at = 0; at < DECISIONS; at++) {
                var one = asked.get(at & (CALLS - 1));
                permits += policies.decide(one.caller, one.call, now) instanceof Decision.Permit ? 1 : 0;
            }
            bytes = (allocated() - before) / DECISIONS;
            if (round >= 0) {
                rounds[round] = (double) (processorTime() - start) / DECISIONS;
            }
        }
        Arrays.sort(rounds);
        if (permits < 0) {
            throw new IllegalStateException();
        }
        return rounds[ROUNDS / 2];
    }

    /** Three permits for each refusal, each about one type of organisation, two purposes and two capabilities. */
    private static byte[] pack(int rules, boolean conditions) {
        var random = new Random(2);
        return Calls.pack(
                "many",
                IntStream.range(0, rules)
                        .mapToObj(at -> rule(at, random, conditions && at % 10 == 0))
                        .collect(Collectors.joining()));
    }

    private static String rule(int number, Random random, boolean condition) {
        boolean refuse = number % 4 == 3;
        var text = "- id: r" + number + "\n  effect: " + (refuse ? "refuse" : "permit")
                + "\n  match: {provider: rekognition, organisation: "
                + type(random).code()
                + ", purpose: [" + purpose(random).code() + ", "
                + purpose(random).code()
                + "], capability: [" + capability(random).code() + ", "
                + capability(random).code() + "]}\n";
        if (number % 2 == 0) {
            text += "  from: 2020-01-01\n  zone: America/Los_Angeles\n";
        }
        if (condition) {
            text += "  when: threshold >= 0.5 || picture_count > 0\n";
        }
        return refuse ? text + REFUSAL : text;
    }

    private static final String REFUSAL = """
          unless: {organisation_id: [one, two]}
          reason: {code: no, text: No.}
          citation: {ref: A law, checked: 2026-11-24}
        """;

    private static Asked asked(Random random) {
        var type = type(random).code();
        var organisation =
                TestOrganisation.of("acme", type).named("Acme").in("US-OR").build();
        var caller = TestCaller.of(organisation)
                .actingFor(type.equals("contractor") ? List.of(organisation) : List.of())
                .purpose(purpose(random).code())
                .in("US-OR")
                .by("sigv4", "key")
                .build();
        var facts = FaceCall.Facts.of(Set.of(capability(random))).withThreshold(0.8);
        return new Asked(
                caller,
                new FaceCall(
                        "rekognition", "X", facts, new NormalizedRequest.VendorSpecific("a test"), Map.of(), null));
    }

    private static OrganisationType type(Random random) {
        return OrganisationType.values()[random.nextInt(OrganisationType.values().length)];
    }

    private static Purpose purpose(Random random) {
        return Purpose.values()[random.nextInt(12)];
    }

    private static Capability capability(Random random) {
        return Capability.values()[random.nextInt(Capability.values().length)];
    }
}
