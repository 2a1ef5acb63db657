package io.facegate.policy.explain;

import static io.facegate.call.Capability.ANALYZE_EMOTION;
import static io.facegate.call.Capability.ANALYZE_GENDER;
import static io.facegate.call.Capability.ANALYZE_SMILE;
import static io.facegate.call.Capability.DETECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Stage;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import io.facegate.policy.PolicyEngine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refusal names the attributes that its caller can leave out, and proposes nothing else. */
class AttributesToLeaveOutTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path folder;

    private PolicyEngine policies;

    @BeforeEach
    void compile() throws Exception {
        policies = Stage.policies(folder, Map.of(), """
              - {id: all, effect: permit, match: {organisation: nonprofit}}
              - id: no-emotion
                effect: refuse
                match: {capability: [analyze.emotion, analyze.gender]}
                reason: {code: no, text: Not here.}
                citation: {ref: A law, checked: 2026-11-24}
            """);
    }

    @Test
    void namesAllAttributesThatMustGoAndNoOther() {
        assertThat(change("hope", call(DETECT, ANALYZE_SMILE, ANALYZE_EMOTION, ANALYZE_GENDER)))
                .isEqualTo("The policies permit the same call without these attributes: emotion, gender.");
    }

    @Test
    void proposesNothingToThoseWhomNothingIsPermitted() {
        assertThat(change("police", call(DETECT, ANALYZE_EMOTION))).isEmpty();
    }

    @Test
    void proposesNothingWhereNothingElseIsLeft() {
        assertThat(change("hope", call(ANALYZE_EMOTION, ANALYZE_GENDER))).isEmpty();
        assertThat(change("hope", call(ANALYZE_EMOTION))).isEmpty();
    }

    @Test
    void proposesNothingForACallThatCannotBeDecidedOnItsMerits() {
        var failed = call(DETECT, ANALYZE_EMOTION).withPreconditionFailure(PreconditionFailure.TRIED_ELSEWHERE);

        assertThat(change("hope", failed)).isEmpty();
    }

    private String change(String who, FaceCall call) {
        Caller caller = Stage.caller(who);
        var found = AttributesToLeaveOut.find(policies, caller, call, NOW);
        return found == null ? "" : found.sentence();
    }

    private static FaceCall call(Capability... capabilities) {
        return new FaceCall(
                "rekognition",
                "DetectFaces",
                FaceCall.Facts.of(Set.of(capabilities)),
                new NormalizedRequest.VendorSpecific("A test."),
                Map.of(),
                null);
    }
}
