package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Callers, calls and policies for tests of this room. */
final class Calls {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private Calls() {}

    static Organisation organisation(String type) {
        return TestOrganisation.of("acme", type).named("Acme").in("US-OR").build();
    }

    static Caller caller(String type, String purpose, Organisation... principals) {
        return TestCaller.of(organisation(type))
                .actingFor(Arrays.asList(principals))
                .purpose(purpose)
                .in("US-OR")
                .by("sigv4", "key")
                .build();
    }

    static FaceCall call(Capability... capabilities) {
        return call(FaceCall.Facts.of(Set.of(capabilities)), Map.of(), null);
    }

    static FaceCall call(FaceCall.Facts facts, Map<String, Object> params, PreconditionFailure doubt) {
        return new FaceCall(
                "rekognition", "DetectFaces", facts, new NormalizedRequest.VendorSpecific("a test"), params, doubt);
    }

    /** One pack called {@code a} with these rules. */
    static PolicyEngine policies(String rules) {
        return PolicyEngine.of(PolicyReader.read(Map.of("a.yaml", pack("a", rules))));
    }

    static byte[] pack(String id, String rules) {
        var text = "pack: " + id + "\ntitle: A test\nbinds: Everybody.\nrules:\n" + rules.indent(2);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Map<String, byte[]> files(String... namesAndTexts) {
        var files = new LinkedHashMap<String, byte[]>();
        for (int at = 0; at < namesAndTexts.length; at += 2) {
            files.put(namesAndTexts[at], namesAndTexts[at + 1].getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    static String rule(Decision decision) {
        return switch (decision) {
            case Decision.Permit permit -> "permit " + permit.rule();
            case Decision.Refuse refuse -> "refuse " + refuse.refusal().rule();
        };
    }
}
