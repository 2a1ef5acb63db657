package io.facegate.vendor.rekognition.wire;

import io.facegate.call.Capability;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.NormalizedRequest.Page;
import io.facegate.catalogue.VendorOperation;
import io.facegate.vendor.wire.InvalidRequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps a Rekognition operation to a normalized request; an Amazon-only operation stays vendor-specific. */
final class RekognitionRequestMapper {
    /** The parameters that hold an image, in the order in which they are looked at. */
    static final List<String> IMAGES = List.of("Image", "SourceImage", "TargetImage");

    private static final int PAGE = 1000;
    private static final int CANDIDATES = 5;

    private RekognitionRequestMapper() {}

    static NormalizedRequest map(VendorOperation operation, RekognitionParameters given) {
        try {
            return read(operation, given);
        } catch (RekognitionParameters.InS3 elsewhere) {
            return new NormalizedRequest.InStorage(given.objectsInS3(IMAGES), aggregated(operation));
        } catch (InvalidRequestException flaw) {
            return flaw.toFlawedRequest();
        }
    }

    /** Returns what many such calls amount to whose pictures no engine here compares, or null. */
    private static @Nullable Capability aggregated(VendorOperation operation) {
        return switch (operation.name()) {
            case "CompareFaces" -> Capability.IDENTIFY_RETRO;
            case "SearchFacesByImage", "SearchUsersByImage" -> Capability.VIDEO_IDENTIFY;
            default -> null;
        };
    }

    private static NormalizedRequest read(VendorOperation operation, RekognitionParameters given) {
        return switch (operation.name()) {
            case "DetectFaces" -> new NormalizedRequest.Detect(given.picture("Image"));
            case "CompareFaces" ->
                new NormalizedRequest.Compare(
                        given.picture("SourceImage"), given.picture("TargetImage"), threshold(operation, given));
            case "CreateCollection" -> new NormalizedRequest.CreateGallery(given.gallery());
            case "DescribeCollection" -> new NormalizedRequest.DescribeGallery(given.gallery());
            case "ListCollections" -> new NormalizedRequest.ListGalleries(page(given));
            case "DeleteCollection" -> new NormalizedRequest.EraseGallery(given.gallery());
            case "IndexFaces" ->
                new NormalizedRequest.Enroll(
                        given.gallery(), given.picture("Image"), given.externalId(), given.count("MaxFaces", 1, 100));
            case "ListFaces" -> listFaces(given);
            case "SearchFaces" ->
                new NormalizedRequest.SearchByFace(
                        given.gallery(), given.faceId(), threshold(operation, given), candidates(given));
            case "SearchFacesByImage" ->
                new NormalizedRequest.SearchByPicture(
                        given.gallery(), given.picture("Image"), threshold(operation, given), candidates(given));
            case "DeleteFaces" -> new NormalizedRequest.EraseFaces(given.gallery(), given.faceIds(true));
            default -> {
                var stored = given.objectsInS3(IMAGES);
                yield stored.isEmpty()
                        ? new NormalizedRequest.VendorSpecific(
                                "The embedded engine does not answer " + operation.name() + ".", aggregated(operation))
                        : new NormalizedRequest.InStorage(stored, aggregated(operation));
            }
        };
    }

    private static NormalizedRequest listFaces(RekognitionParameters given) {
        return given.all().get("UserId") == null
                ? new NormalizedRequest.ListFaces(given.gallery(), given.faceIds(false), page(given))
                : new NormalizedRequest.VendorSpecific("The embedded engine does not keep users.");
    }

    private static Page page(RekognitionParameters given) {
        int asked = given.count("MaxResults", 0, PAGE);
        return new Page(asked == 0 ? PAGE : asked, given.token());
    }

    private static int candidates(RekognitionParameters given) {
        return given.count("MaxFaces", 1, CANDIDATES);
    }

    private static double threshold(VendorOperation operation, RekognitionParameters given) {
        var key = operation.threshold();
        return key == null ? 0 : given.similarity(key, operation.thresholdDefault());
    }
}
