package io.facegate.ingress.rekognition;

import io.facegate.call.Ask;
import io.facegate.call.Ask.Page;
import io.facegate.call.Operation;
import io.facegate.ingress.Flaw;

/** Says in neutral words what an operation asks; what is Amazon's alone stays particular. */
final class Asks {
    private static final int PAGE = 1000;
    private static final int CANDIDATES = 5;

    private Asks() {}

    static Ask of(Operation operation, Parameters given) {
        try {
            return read(operation, given);
        } catch (Flaw flaw) {
            return flaw.ask();
        }
    }

    private static Ask read(Operation operation, Parameters given) {
        return switch (operation.name()) {
            case "DetectFaces" -> new Ask.Detect(given.picture("Image"));
            case "CompareFaces" ->
                new Ask.Compare(
                        given.picture("SourceImage"), given.picture("TargetImage"), threshold(operation, given));
            case "CreateCollection" -> new Ask.CreateGallery(given.gallery());
            case "DescribeCollection" -> new Ask.DescribeGallery(given.gallery());
            case "ListCollections" -> new Ask.ListGalleries(page(given));
            case "DeleteCollection" -> new Ask.EraseGallery(given.gallery());
            case "IndexFaces" ->
                new Ask.Enroll(
                        given.gallery(), given.picture("Image"), given.externalId(), given.count("MaxFaces", 1, 100));
            case "ListFaces" -> listFaces(given);
            case "SearchFaces" ->
                new Ask.SearchByFace(given.gallery(), given.faceId(), threshold(operation, given), candidates(given));
            case "SearchFacesByImage" ->
                new Ask.SearchByPicture(
                        given.gallery(), given.picture("Image"), threshold(operation, given), candidates(given));
            case "DeleteFaces" -> new Ask.EraseFaces(given.gallery(), given.faceIds(true));
            default -> new Ask.Particular("The embedded engine does not answer " + operation.name() + ".");
        };
    }

    private static Ask listFaces(Parameters given) {
        return given.all().get("UserId") == null
                ? new Ask.ListFaces(given.gallery(), given.faceIds(false), page(given))
                : new Ask.Particular("The embedded engine keeps no users.");
    }

    private static Page page(Parameters given) {
        int asked = given.count("MaxResults", 0, PAGE);
        return new Page(asked == 0 ? PAGE : asked, given.token());
    }

    private static int candidates(Parameters given) {
        return given.count("MaxFaces", 1, CANDIDATES);
    }

    private static double threshold(Operation operation, Parameters given) {
        var key = operation.threshold();
        return key == null ? 0 : given.similarity(key, operation.thresholdDefault());
    }
}
