package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.WireDetail;
import io.facegate.registry.ReviewQueue.Submission;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class RequestFingerprintTest {
    private static final Map<String, Object> FLAWS =
            Map.of("flaws", Map.of("1", List.of("INVALID_IMAGE", "This is no picture.")));

    /** An answer that an earlier version holds for review is still found. */
    @Test
    void whatTheWireKnowsCountsAsItDidAmongTheParameters() throws Exception {
        var params = Map.<String, Object>of("body", "x", "flaws", FLAWS.get("flaws"));
        assertThat(fingerprint(call(Map.of("body", "x")).withWireDetail(detail(FLAWS))))
                .isEqualTo(fingerprint(call(params)));
    }

    @Test
    void aRequestWithOtherFlawsIsAnotherRequest() throws Exception {
        var plain = call(Map.of("body", "x"));
        assertThat(fingerprint(plain.withWireDetail(detail(FLAWS)))).isNotEqualTo(fingerprint(plain));
        assertThat(fingerprint(plain.withWireDetail(detail(Map.of()))))
                .as("the control: a detail that tells nothing apart")
                .isEqualTo(fingerprint(plain));
    }

    private static WireDetail detail(Map<String, Object> identity) {
        return new WireDetail() {
            @Override
            public Map<String, Object> identity() {
                return identity;
            }
        };
    }

    private static byte[] fingerprint(FaceCall call) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        var caller = TestCaller.of(TestOrganisation.of("rescue", "nonprofit").build())
                .purpose("search")
                .by("api_key", "k")
                .build();
        return new RequestFingerprint(mac).compute(new Submission(caller, call, 1, Instant.EPOCH));
    }

    private static FaceCall call(Map<String, Object> params) {
        return new FaceCall(
                "google_vision",
                "BatchAnnotateImages",
                Facts.of(Set.of()),
                new NormalizedRequest.Particular("as it is"),
                params,
                null);
    }
}
