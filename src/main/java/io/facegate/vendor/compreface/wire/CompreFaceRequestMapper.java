package io.facegate.vendor.compreface.wire;

import io.facegate.call.NormalizedRequest;
import io.facegate.catalogue.RestOperation;
import io.facegate.vendor.wire.InvalidRequestException;
import java.util.List;
import java.util.Set;

/** Maps a CompreFace operation to a normalized request; a CompreFace-only operation stays vendor-specific. */
final class CompreFaceRequestMapper {
    static final int PAGE = 20;
    private static final int LARGEST_PAGE = 1000;
    private static final int LAST_PAGE = 100_000;
    private static final int VECTORS = 1000;

    /** All plugins that the engine supports; it is never asked for those that describe people. */
    private static final Set<String> PLUGINS = Set.of("pose", "age", "gender", "mask");

    private CompreFaceRequestMapper() {}

    static NormalizedRequest map(RestOperation route, CompreFaceParameters given) {
        try {
            if (given.flaw() != null) {
                throw given.flaw();
            }
            var values = new CompreFaceValues(given);
            values.flag("status", false);
            var ask = read(route, values);
            return PLUGINS.containsAll(CompreFacePlugins.requestedPlugins(given))
                    ? ask
                    : vendorSpecific("returns neither templates nor the landmarks of this API");
        } catch (InvalidRequestException flaw) {
            return flaw.toFlawedRequest();
        }
    }

    private static NormalizedRequest read(RestOperation route, CompreFaceValues values) {
        return switch (route.operation()) {
            case "Detect" -> {
                values.limit();
                yield new NormalizedRequest.Detect(values.input("file", 1).picture());
            }
            case "Recognize" -> recognize(values);
            case "Verify" ->
                new NormalizedRequest.CompareEach(
                        values.input("source_image", 1), values.input("target_image", values.limit()));
            case "VerifyFace" ->
                new NormalizedRequest.CompareExample(
                        CompreFaceRequestReader.GALLERY, values.imageId(), values.input("file", values.limit()));
            case "RecognizeEmbeddings", "VerifyEmbeddings", "VerifyFaceEmbeddings" -> vectors(route, values);
            case "DownloadFace", "DownloadStaticFace" -> {
                values.imageId();
                yield vendorSpecific("keeps no pictures");
            }
            default -> route.path().contains("subjects") ? subjects(route, values) : examples(route, values);
        };
    }

    private static NormalizedRequest recognize(CompreFaceValues values) {
        var look = values.input("file", values.limit());
        int subjects = values.predictions();
        return values.flag("detect_faces", true)
                ? new NormalizedRequest.Recognize(CompreFaceRequestReader.GALLERY, look, subjects)
                : vendorSpecific("detects the face in each picture itself");
    }

    /** Also bounds the request to the vendor: a list of vectors is a gallery that nobody registered. */
    private static NormalizedRequest vectors(RestOperation route, CompreFaceValues values) {
        values.predictions();
        if (route.path().contains("faces")) {
            values.imageId();
        }
        for (var name : route.parameters()) {
            if (!(values.given().body().get(name) instanceof List<?> list) || list.isEmpty()) {
                throw new InvalidRequestException(name + " must be a list of numbers, or of such lists.");
            }
            if (!name.equals("source") && list.size() > VECTORS) {
                throw new InvalidRequestException(name + " must hold at most " + VECTORS + " lists.");
            }
        }
        return vendorSpecific("accepts no templates from outside");
    }

    private static NormalizedRequest examples(RestOperation route, CompreFaceValues values) {
        var subject = values.given().query().get(CompreFaceValues.SUBJECT);
        return switch (route.operation()) {
            case "AddFace" ->
                new NormalizedRequest.AddExample(
                        CompreFaceRequestReader.GALLERY,
                        CompreFaceValues.requireName(subject),
                        values.input("file", values.limit()),
                        null);
            case "ListFaces" ->
                new NormalizedRequest.ListExamples(
                        CompreFaceRequestReader.GALLERY,
                        CompreFaceValues.name(subject),
                        values.count("page", 0, LAST_PAGE, 0),
                        values.count("size", 1, LARGEST_PAGE, PAGE));
            case "DeleteFaces" ->
                new NormalizedRequest.EraseSubjects(CompreFaceRequestReader.GALLERY, CompreFaceValues.name(subject));
            case "DeleteFace" ->
                new NormalizedRequest.EraseExamples(CompreFaceRequestReader.GALLERY, List.of(values.imageId()));
            case "DeleteFacesById" ->
                new NormalizedRequest.EraseExamples(CompreFaceRequestReader.GALLERY, values.imageIds());
            default -> vendorSpecific("does not answer " + route.operation());
        };
    }

    private static NormalizedRequest subjects(RestOperation route, CompreFaceValues values) {
        var subject = values.given().path().get(CompreFaceValues.SUBJECT);
        return switch (route.operation()) {
            case "AddSubject" -> {
                CompreFaceValues.requireName(values.given().body().get(CompreFaceValues.SUBJECT));
                yield vendorSpecific("keeps no subject without an example: add an example, and its subject is created");
            }
            case "RenameSubject" ->
                new NormalizedRequest.RenameSubject(
                        CompreFaceRequestReader.GALLERY,
                        CompreFaceValues.requireName(subject),
                        CompreFaceValues.requireName(values.given().body().get(CompreFaceValues.SUBJECT)));
            case "DeleteSubject" ->
                new NormalizedRequest.EraseSubjects(
                        CompreFaceRequestReader.GALLERY, CompreFaceValues.requireName(subject));
            case "DeleteSubjects" -> new NormalizedRequest.EraseSubjects(CompreFaceRequestReader.GALLERY, null);
            case "ListSubjects" -> new NormalizedRequest.ListSubjects(CompreFaceRequestReader.GALLERY);
            default -> vendorSpecific("does not answer " + route.operation());
        };
    }

    private static NormalizedRequest vendorSpecific(String what) {
        return new NormalizedRequest.VendorSpecific("The embedded engine " + what + ".");
    }
}
