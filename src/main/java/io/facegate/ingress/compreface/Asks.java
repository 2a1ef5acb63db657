package io.facegate.ingress.compreface;

import io.facegate.call.Ask;
import io.facegate.call.rest.Route;
import io.facegate.ingress.Flaw;
import java.util.List;
import java.util.Set;

/** Says in neutral words what an operation asks; what is CompreFace's alone stays particular. */
final class Asks {
    static final int PAGE = 20;
    private static final int LARGEST_PAGE = 1000;
    private static final int LAST_PAGE = 100_000;
    private static final int VECTORS = 1000;

    /** All that the engine can add to a face; what describes people it is not asked for anyway. */
    private static final Set<String> PLUGINS = Set.of("pose", "age", "gender", "mask");

    private Asks() {}

    static Ask of(Route route, Parameters given) {
        try {
            if (given.flaw() != null) {
                throw given.flaw();
            }
            var values = new Values(given);
            values.flag("status", false);
            var ask = read(route, values);
            return PLUGINS.containsAll(Plugins.of(given))
                    ? ask
                    : particular("gives neither templates nor the landmarks of this wire");
        } catch (Flaw flaw) {
            return flaw.ask();
        }
    }

    private static Ask read(Route route, Values values) {
        return switch (route.operation()) {
            case "Detect" -> {
                values.limit();
                yield new Ask.Detect(values.look("file", 1).picture());
            }
            case "Recognize" -> recognize(values);
            case "Verify" ->
                new Ask.CompareEach(values.look("source_image", 1), values.look("target_image", values.limit()));
            case "VerifyFace" ->
                new Ask.CompareExample(Reader.GALLERY, values.imageId(), values.look("file", values.limit()));
            case "RecognizeEmbeddings", "VerifyEmbeddings", "VerifyFaceEmbeddings" -> vectors(route, values);
            case "DownloadFace", "DownloadStaticFace" -> {
                values.imageId();
                yield particular("keeps no pictures");
            }
            default -> route.path().contains("subjects") ? subjects(route, values) : examples(route, values);
        };
    }

    private static Ask recognize(Values values) {
        var look = values.look("file", values.limit());
        int subjects = values.predictions();
        return values.flag("detect_faces", true)
                ? new Ask.Recognize(Reader.GALLERY, look, subjects)
                : particular("looks for the face in each picture");
    }

    /** Bounds what is asked of the vendor, too: a list of vectors is a gallery nobody registered. */
    private static Ask vectors(Route route, Values values) {
        values.predictions();
        if (route.path().contains("faces")) {
            values.imageId();
        }
        for (var name : route.parameters()) {
            if (!(values.given().body().get(name) instanceof List<?> list) || list.isEmpty()) {
                throw new Flaw(name + " must be a list of numbers, or of such lists.");
            }
            if (!name.equals("source") && list.size() > VECTORS) {
                throw new Flaw(name + " must hold at most " + VECTORS + " lists.");
            }
        }
        return particular("takes no templates from outside");
    }

    private static Ask examples(Route route, Values values) {
        var subject = values.given().query().get(Values.SUBJECT);
        return switch (route.operation()) {
            case "AddFace" ->
                new Ask.AddExample(Reader.GALLERY, Values.needed(subject), values.look("file", values.limit()), null);
            case "ListFaces" ->
                new Ask.ListExamples(
                        Reader.GALLERY,
                        Values.name(subject),
                        values.count("page", 0, LAST_PAGE, 0),
                        values.count("size", 1, LARGEST_PAGE, PAGE));
            case "DeleteFaces" -> new Ask.EraseSubjects(Reader.GALLERY, Values.name(subject));
            case "DeleteFace" -> new Ask.EraseExamples(Reader.GALLERY, List.of(values.imageId()));
            case "DeleteFacesById" -> new Ask.EraseExamples(Reader.GALLERY, values.imageIds());
            default -> particular("does not answer " + route.operation());
        };
    }

    private static Ask subjects(Route route, Values values) {
        var subject = values.given().path().get(Values.SUBJECT);
        return switch (route.operation()) {
            case "AddSubject" -> {
                Values.needed(values.given().body().get(Values.SUBJECT));
                yield particular("knows subjects by their examples: add one, and its subject is there");
            }
            case "RenameSubject" ->
                new Ask.RenameSubject(
                        Reader.GALLERY,
                        Values.needed(subject),
                        Values.needed(values.given().body().get(Values.SUBJECT)));
            case "DeleteSubject" -> new Ask.EraseSubjects(Reader.GALLERY, Values.needed(subject));
            case "DeleteSubjects" -> new Ask.EraseSubjects(Reader.GALLERY, null);
            case "ListSubjects" -> new Ask.ListSubjects(Reader.GALLERY);
            default -> particular("does not answer " + route.operation());
        };
    }

    private static Ask particular(String what) {
        return new Ask.Particular("The embedded engine " + what + ".");
    }
}
