package io.facegate.ingress.azure;

import io.facegate.call.NormalizedRequest;
import io.facegate.call.RestOperation;
import io.facegate.ingress.ConfidenceScale;
import io.facegate.ingress.InvalidRequestException;
import java.time.Duration;

/** Maps an Azure Face operation to a normalized request; an Azure-only operation stays vendor-specific. */
final class AzureFaceRequestMapper {
    private static final int CANDIDATES = 20;
    private static final int MOST_CANDIDATES = 1000;
    private static final long DAY = 86_400;

    private AzureFaceRequestMapper() {}

    static NormalizedRequest of(RestOperation route, AzureParameters given) {
        try {
            if (given.flaw() != null) {
                throw given.flaw();
            }
            AzureFaceBodyForms.check(route, given);
            return read(route, new AzureFaceValues(given));
        } catch (InvalidRequestException flaw) {
            return flaw.ask();
        }
    }

    private static NormalizedRequest read(RestOperation route, AzureFaceValues values) {
        return switch (route.operation()) {
            case "Detect" -> detect(values);
            case "Verify" ->
                values.has("faceId1")
                        ? new NormalizedRequest.CompareKept(values.uuid("faceId1"), values.uuid("faceId2"))
                        : particular("does not compare a face with a person");
            case "FindSimilar" ->
                values.has("faceIds")
                        ? new NormalizedRequest.SearchKept(
                                values.uuid("faceId"),
                                values.uuids("faceIds", 1, MOST_CANDIDATES),
                                "matchFace".equals(values.given().body().get("mode")) ? 0 : ConfidenceScale.SAME,
                                values.count("maxNumOfCandidatesReturned", MOST_CANDIDATES, CANDIDATES))
                        : particular("does not keep face lists");
            case "Identify" -> identify(values);
            case "Group" -> {
                values.uuids("faceIds", 2, MOST_CANDIDATES);
                yield particular("does not group faces");
            }
            default -> particular("does not answer " + route.operation());
        };
    }

    /** Also bounds the request to the vendor: a list of face ids is a gallery that nobody registered. */
    private static NormalizedRequest identify(AzureFaceValues values) {
        values.uuids("faceIds", 1, 10);
        if (values.has("personIds")) {
            values.uuids("personIds", 1, 30);
        }
        values.count("maxNumOfCandidatesReturned", 100, 10);
        if (values.has("confidenceThreshold") && AzureFaceCapabilityRules.threshold(values.given()) == null) {
            throw new InvalidRequestException("confidenceThreshold must be a number from 0 to 1.");
        }
        return particular("does not keep person groups");
    }

    private static NormalizedRequest detect(AzureFaceValues values) {
        var keep = Duration.ofSeconds(values.seconds("faceIdTimeToLive", 60, DAY, DAY));
        var given = values.given();
        var picture = given.picture();
        if (picture == null) {
            return particular("fetches no picture");
        }
        if (given.listed(AzureFaceCapabilityRules.ATTRIBUTES).stream()
                .anyMatch(name -> !name.equals(AzureFaceResponseWriter.HEAD_POSE))) {
            return particular("returns no face attribute except " + AzureFaceResponseWriter.HEAD_POSE);
        }
        return given.asks(AzureFaceCapabilityRules.FACE_ID, true)
                ? new NormalizedRequest.DetectKeeping(picture, keep)
                : new NormalizedRequest.Detect(picture);
    }

    private static NormalizedRequest particular(String what) {
        return new NormalizedRequest.Particular("The embedded engine " + what + ".");
    }
}
