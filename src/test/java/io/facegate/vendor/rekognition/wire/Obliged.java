package io.facegate.vendor.rekognition.wire;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.Obligations;
import io.facegate.call.RequestPayload;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls as the wire reads them, and obligations one at a time. */
final class Obliged {
    /** A picture of two by two pixels. */
    static final String PIXELS =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAADklEQVR4nGOoBwMGCAUAKboF9Rf06ToAAAAASUVORK5CYII=";

    private Obliged() {}

    static FaceCall read(String operation, String body) {
        var headers = List.of(
                Map.entry("Content-Type", "application/x-amz-json-1.1"),
                Map.entry("X-Amz-Target", "RekognitionService." + operation));
        var head = new Credential.Request("POST", "/", "", headers, "127.0.0.0/24", true);
        var payload = new RequestPayload(body.replace("PIXELS", PIXELS).getBytes(StandardCharsets.UTF_8));
        return RekognitionRequestReader.read(new HttpCall(head, payload, Instant.EPOCH));
    }

    static Obligations least(double similarity) {
        return GivenObligations.of(similarity, Set.of(), null, false, 0, null, Set.of(), Set.of(), Retention.NONE);
    }

    static Obligations redacting(Capability... attributes) {
        return GivenObligations.of(null, Set.of(attributes), null, false, 0, null, Set.of(), Set.of(), Retention.NONE);
    }

    static Obligations most(int results) {
        return GivenObligations.of(null, Set.of(), results, false, 0, null, Set.of(), Set.of(), Retention.NONE);
    }

    static Obligations reviewed(int reviewers) {
        return GivenObligations.of(null, Set.of(), null, false, reviewers, null, Set.of(), Set.of(), Retention.NONE);
    }

    static Obligations keeping(Period pictures, Period templates) {
        return GivenObligations.of(
                null, Set.of(), null, false, 0, null, Set.of(), Set.of(), new Retention(pictures, templates, null));
    }
}
