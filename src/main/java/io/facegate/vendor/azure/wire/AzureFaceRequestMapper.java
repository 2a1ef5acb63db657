package io.facegate.vendor.azure.wire;

import io.facegate.call.Capability;
import io.facegate.call.NormalizedRequest;
import io.facegate.catalogue.RestOperation;
import io.facegate.vendor.wire.ConfidenceScale;
import io.facegate.vendor.wire.InvalidRequestException;
import java.time.Duration;

/** Maps an Azure Face operation to a normalized request; an Azure-only operation stays vendor-specific. */
final class AzureFaceRequestMapper {
    private static final int CANDIDATES = 20;
    private static final int MOST_CANDIDATES = 1000;
    private static final long DAY = 86_400;

    private AzureFaceRequestMapper() {}

    static NormalizedRequest map(RestOperation route, AzureParameters given) {
        try {
            if (given.flaw() != null) {
                throw given.flaw();
            }
            AzureFaceBodyForms.check(route, given);
            return read(route, new AzureFaceValues(given));
        } catch (InvalidRequestException flaw) {
            return flaw.toFlawedRequest();
        }
    }

    private static NormalizedRequest read(RestOperation route, AzureFaceValues values) {
        return switch (route.operation()) {
            case "Detect" -> detect(values);
            case "Verify" ->
                values.has("faceId1")
                        ? new NormalizedRequest.CompareKept(values.uuid("faceId1"), values.uuid("faceId2"), true)
                        : vendorSpecific("does not compare a face with a person");
            case "FindSimilar" ->
                values.has("faceIds")
                        ? new NormalizedRequest.SearchKept(
                                values.uuid("faceId"),
                                values.uuids("faceIds", 1, MOST_CANDIDATES),
                                "matchFace".equals(values.given().body().get("mode")) ? 0 : ConfidenceScale.SAME,
                                values.count("maxNumOfCandidatesReturned", MOST_CANDIDATES, CANDIDATES))
                        : search("does not keep face lists");
            case "Identify" -> identify(values);
            case "Group" -> {
                values.uuids("faceIds", 2, MOST_CANDIDATES);
                yield vendorSpecific("does not group faces");
            }
            default -> vendorSpecific("does not answer " + route.operation());
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
        return search("does not keep person groups");
    }

    private static NormalizedRequest detect(AzureFaceValues values) {
        var keep = Duration.ofSeconds(values.seconds("faceIdTimeToLive", 60, DAY, DAY));
        var given = values.given();
        var picture = given.picture();
        if (picture == null) {
            return vendorSpecific("fetches no picture");
        }
        if (given.list(AzureFaceCapabilityRules.ATTRIBUTES).stream()
                .anyMatch(name -> !name.equals(AzureFaceResponseWriter.HEAD_POSE))) {
            return vendorSpecific("returns no face attribute except " + AzureFaceResponseWriter.HEAD_POSE);
        }
        return given.flag(AzureFaceCapabilityRules.FACE_ID, true)
                ? new NormalizedRequest.DetectKeeping(picture, keep)
                : new NormalizedRequest.Detect(picture);
    }

    private static NormalizedRequest search(String what) {
        return new NormalizedRequest.VendorSpecific("The embedded engine " + what + ".", Capability.VIDEO_IDENTIFY);
    }

    private static NormalizedRequest vendorSpecific(String what) {
        return new NormalizedRequest.VendorSpecific("The embedded engine " + what + ".");
    }
}
