package io.facegate.call;

import java.time.Duration;
import java.time.Period;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A vendor-neutral request that any provider with the capability can answer. Thresholds and scores are similarities
 * from 0 (different) to 1 (identical).
 */
public sealed interface NormalizedRequest {
    /** The pictures of the request. */
    default List<Picture> pictures() {
        return switch (this) {
            case Detect(var picture) -> List.of(picture);
            case DetectPeople(var picture) -> List.of(picture);
            case DetectKeeping(var picture, var _) -> List.of(picture);
            case DetectEach(var pictures) -> pictures;
            case Compare(var source, var target, var _) -> List.of(source, target);
            case Enroll enroll -> List.of(enroll.picture());
            case CompareEach(var source, var target) -> List.of(source.picture(), target.picture());
            case Recognize recognize -> List.of(recognize.input().picture());
            case CompareExample compare -> List.of(compare.input().picture());
            case CompareKeptFace(var _, var picture) -> List.of(picture);
            case AddExample add -> List.of(add.input().picture());
            case SearchByPicture search -> List.of(search.picture());
            case CompareKept _,
                    SearchKept _,
                    CreateGallery _,
                    DescribeGallery _,
                    ListGalleries _,
                    EraseGallery _,
                    ListFaces _,
                    SearchByFace _,
                    EraseFaces _,
                    ListExamples _,
                    EraseExamples _,
                    EraseSubjects _,
                    ListSubjects _,
                    RenameSubject _,
                    StartLiveness _,
                    ReadLiveness _,
                    PicturesAtUrls _,
                    VendorSpecific _,
                    InStorage _,
                    Flawed _ -> List.of();
        };
    }

    /** Returns what of the request those capabilities permit: without {@code enroll}, faces are detected and not kept. */
    default NormalizedRequest within(Set<Capability> permitted) {
        return this instanceof DetectKeeping(var picture, var _) && !permitted.contains(Capability.ENROLL)
                ? new Detect(picture)
                : this;
    }

    /** Detects faces. */
    record Detect(Picture picture) implements NormalizedRequest {}

    /** Locates people, by their whole bodies; no face is looked at. */
    record DetectPeople(Picture picture) implements NormalizedRequest {}

    /** Finds the source's largest face among the faces of the target. */
    record Compare(Picture source, Picture target, double threshold) implements NormalizedRequest {}

    /** Detects faces and keeps them temporarily, for {@code retention}, under ids usable in later calls. */
    record DetectKeeping(Picture picture, Duration retention) implements NormalizedRequest {}

    /** Detects faces in each picture. */
    record DetectEach(List<Picture> pictures) implements NormalizedRequest {
        public DetectEach {
            pictures = List.copyOf(pictures);
        }
    }

    /**
     * Compares two kept faces.
     *
     * @param temporary true if ids are of fresh detections only, so that a gateway has seen the picture of each
     */
    record CompareKept(String faceId, String otherFaceId, boolean temporary) implements NormalizedRequest {
        /** Two faces that may be kept for good. */
        public CompareKept(String faceId, String otherFaceId) {
            this(faceId, otherFaceId, false);
        }
    }

    /** Compares a temporarily kept face with each face of a picture. */
    record CompareKeptFace(String faceId, Picture picture) implements NormalizedRequest {}

    /** Searches temporarily kept faces for ones similar to a given kept face. */
    record SearchKept(String faceId, List<String> faceIds, double threshold, int max) implements NormalizedRequest {}

    record CreateGallery(String gallery) implements NormalizedRequest {}

    record DescribeGallery(String gallery) implements NormalizedRequest {}

    record ListGalleries(Page page) implements NormalizedRequest {}

    record EraseGallery(String gallery) implements NormalizedRequest {}

    /**
     * Stores the faces of a picture in a gallery, at most {@code max}, largest first.
     *
     * @param retention maximum retention, or null
     */
    record Enroll(
            String gallery,
            Picture picture,
            @Nullable String externalId,
            int max,
            @Nullable Period retention) implements NormalizedRequest {
        /** Stored until erased. */
        public Enroll(String gallery, Picture picture, @Nullable String externalId, int max) {
            this(gallery, picture, externalId, max, null);
        }
    }

    /** Lists stored faces; an empty id list means all. */
    record ListFaces(String gallery, List<String> faceIds, Page page) implements NormalizedRequest {}

    record SearchByFace(String gallery, String faceId, double threshold, int max) implements NormalizedRequest {}

    /** Searches a gallery for the largest face of a picture. */
    record SearchByPicture(String gallery, Picture picture, double threshold, int max) implements NormalizedRequest {}

    record EraseFaces(String gallery, List<String> faceIds) implements NormalizedRequest {}

    /** A picture to examine: at most {@code maxFaces} faces, largest first, each with at least {@code minConfidence}. */
    record FaceInput(Picture picture, int maxFaces, double minConfidence) {}

    /** Compares the source's only face with each face of the target. */
    record CompareEach(FaceInput source, FaceInput target) implements NormalizedRequest {}

    /** A request of the subject/example API: the gallery groups its faces (examples) by the subject they show. */
    sealed interface ExampleRequest extends NormalizedRequest {
        String gallery();
    }

    /** Finds the most similar subjects for each face. */
    record Recognize(String gallery, FaceInput input, int subjects) implements ExampleRequest {}

    /** Compares a stored example with each face of a picture. */
    record CompareExample(String gallery, String faceId, FaceInput input) implements ExampleRequest {}

    /**
     * Stores the picture's only face as an example; creates the gallery if missing.
     *
     * @param retention maximum retention, or null
     */
    record AddExample(
            String gallery,
            String subject,
            FaceInput input,
            @Nullable Period retention) implements ExampleRequest {}

    /** Lists the examples of one subject, or of all if null, paged. */
    record ListExamples(String gallery, @Nullable String subject, int page, int size) implements ExampleRequest {}

    record EraseExamples(String gallery, List<String> faceIds) implements ExampleRequest {}

    /** Erases a subject with all its examples, or all subjects if null. */
    record EraseSubjects(String gallery, @Nullable String subject) implements ExampleRequest {}

    record ListSubjects(String gallery) implements ExampleRequest {}

    record RenameSubject(String gallery, String subject, String name) implements ExampleRequest {}

    /** Starts a liveness session. */
    record StartLiveness() implements NormalizedRequest {}

    /** Reads the result of a liveness session. */
    record ReadLiveness(String session) implements NormalizedRequest {}

    /**
     * A request with pictures at URLs. It is completed once the gateway has fetched them and never sent before.
     *
     * @param urls as given by the caller
     * @param maxBytes maximum size of each picture in bytes
     * @param allowsPartial whether a picture that cannot be fetched leaves the others in the request
     * @param completion parses the call again, once the pictures are there
     */
    record PicturesAtUrls(List<String> urls, int maxBytes, boolean allowsPartial, Completion completion)
            implements NormalizedRequest {
        /** Parses a call with the pictures at its URLs. */
        @FunctionalInterface
        public interface Completion {
            /** Returns the call with these pictures, in the order of its URLs. */
            FaceCall parse(List<FetchedPicture> pictures);
        }

        /** Header of a one-pixel picture, the placeholder. */
        private static final PictureBytes DOT = new PictureBytes(
                HexFormat.of().parseHex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"));

        public PicturesAtUrls {
            urls = List.copyOf(urls);
        }

        /** A request that needs all of its pictures. */
        public PicturesAtUrls(List<String> urls, int most, Function<List<byte[]>, FaceCall> read) {
            this(urls, most, false, each -> read.apply(bytes(each)));
        }

        private static List<byte[]> bytes(List<FetchedPicture> each) {
            return each.stream().map(one -> ((PictureBytes) one).bytes()).toList();
        }

        /** Returns the call with a one-pixel placeholder for each picture; only for the policy decision, never sent. */
        public FaceCall placeholderCall() {
            return completion.parse(Collections.nCopies(urls.size(), DOT));
        }

        /** True if a picture is the placeholder of one that was not fetched. */
        public static boolean isPlaceholder(byte[] picture) {
            return Arrays.equals(picture, DOT.bytes);
        }

        /** Returns the call with the flaw of a missing picture; its picture sizes stay unknown. */
        public static FaceCall withMissingPicture(FaceCall asked, Flawed flaw) {
            return asked.withFacts(asked.facts().picturing(Pictures.UNCOUNTED)).withRequest(flaw);
        }

        /** Prints no URLs: they hold secrets. */
        @Override
        public String toString() {
            return "PicturesAtUrls[" + urls.size() + ']';
        }
    }

    /** A vendor-specific request that no other provider can answer; {@code reason} explains that to the caller. */
    record VendorSpecific(String reason, @Nullable Capability aggregated) implements NormalizedRequest {
        /** A request that is not counted together with others. */
        public VendorSpecific(String reason) {
            this(reason, null);
        }
    }

    /**
     * A vendor-specific request with pictures in the vendor's own storage, where the gateway does not see them.
     *
     * @param objects the pictures' names there, each in full
     * @param aggregated the capability that many such calls amount to, or null
     */
    record InStorage(List<String> objects, @Nullable Capability aggregated) implements NormalizedRequest {
        public InStorage {
            objects = List.copyOf(objects);
        }

        /** Prints no names. */
        @Override
        public String toString() {
            return "InStorage[" + objects.size() + ']';
        }
    }

    /**
     * An invalid request: decided and recorded, then answered with the error; never forwarded.
     *
     * @param parameter the parameter, by its name on the neutral API, or null
     */
    record Flawed(
            Reply.Failure kind, String message, @Nullable String parameter)
            implements NormalizedRequest, FetchedPicture {
        /** A flaw of no specific or known parameter. */
        public Flawed(Reply.Failure kind, String message) {
            this(kind, message, null);
        }
    }

    /** Result of fetching one picture: its bytes, or the resulting flaw of the call. */
    sealed interface FetchedPicture permits PictureBytes, Flawed {}

    record PictureBytes(byte[] bytes) implements FetchedPicture {}

    /** Page request: at most {@code max} results, starting at {@code token}. */
    record Page(int max, @Nullable String token) {}
}
