package io.facegate.call;

import java.time.Duration;
import java.time.Period;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a call asks, in no vendor's words: the common core that any engine with the capability can answer.
 * Thresholds and scores are similarities from 0 (nothing alike) to 1 (the same).
 */
public sealed interface NormalizedRequest {
    /** The pictures that it asks with. */
    default List<Picture> pictures() {
        return switch (this) {
            case Detect(var picture) -> List.of(picture);
            case DetectKeeping(var picture, var _) -> List.of(picture);
            case DetectEach(var pictures) -> pictures;
            case Compare(var source, var target, var _) -> List.of(source, target);
            case Enroll enroll -> List.of(enroll.picture());
            case CompareEach(var source, var target) -> List.of(source.picture(), target.picture());
            case Recognize recognize -> List.of(recognize.look().picture());
            case CompareExample compare -> List.of(compare.look().picture());
            case AddExample add -> List.of(add.look().picture());
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
                    Elsewhere _,
                    Particular _,
                    Flawed _ -> List.of();
        };
    }

    /** Where are the faces? */
    record Detect(Picture picture) implements NormalizedRequest {}

    /** Is the largest face of the source among the faces of the target? */
    record Compare(Picture source, Picture target, double threshold) implements NormalizedRequest {}

    /** Where are the faces, and by which ids can they be asked about for so long? */
    record DetectKeeping(Picture picture, Duration keep) implements NormalizedRequest {}

    /** Where are the faces of each of these? */
    record DetectEach(List<Picture> each) implements NormalizedRequest {
        public DetectEach {
            each = List.copyOf(each);
        }
    }

    /** Are these two, kept a while, one person? */
    record CompareKept(String faceId, String other) implements NormalizedRequest {}

    /** Which of those, kept a while, resemble this one? */
    record SearchKept(String faceId, List<String> faceIds, double threshold, int max) implements NormalizedRequest {}

    record CreateGallery(String gallery) implements NormalizedRequest {}

    record DescribeGallery(String gallery) implements NormalizedRequest {}

    record ListGalleries(Page page) implements NormalizedRequest {}

    record EraseGallery(String gallery) implements NormalizedRequest {}

    /**
     * Keep the faces of this picture, at most {@code max}, the largest first.
     *
     * @param keep for how long at most, or null
     */
    record Enroll(
            String gallery,
            Picture picture,
            @Nullable String externalId,
            int max,
            @Nullable Period keep) implements NormalizedRequest {
        /** One that is kept until somebody erases it. */
        public Enroll(String gallery, Picture picture, @Nullable String externalId, int max) {
            this(gallery, picture, externalId, max, null);
        }
    }

    /** An empty list of ids means all. */
    record ListFaces(String gallery, List<String> faceIds, Page page) implements NormalizedRequest {}

    record SearchByFace(String gallery, String faceId, double threshold, int max) implements NormalizedRequest {}

    /** Who is the largest face of this picture? */
    record SearchByPicture(String gallery, Picture picture, double threshold, int max) implements NormalizedRequest {}

    record EraseFaces(String gallery, List<String> faceIds) implements NormalizedRequest {}

    /** What is looked at: at most so many faces, the largest first, each at least so surely one. */
    record Look(Picture picture, int most, double surely) {}

    /** How alike is the one face of the source to each of the target? */
    record CompareEach(Look source, Look target) implements NormalizedRequest {}

    /** Asks of a gallery that tells its faces apart by whom they show: examples of subjects. */
    sealed interface OfExamples extends NormalizedRequest {
        String gallery();
    }

    /** Which subjects does each face resemble most, and how much? */
    record Recognize(String gallery, Look look, int subjects) implements OfExamples {}

    /** How alike is that example to each face of this picture? */
    record CompareExample(String gallery, String faceId, Look look) implements OfExamples {}

    /**
     * Keep the one face of this picture, and make the gallery where there is none.
     *
     * @param keep for how long at most, or null
     */
    record AddExample(
            String gallery,
            String subject,
            Look look,
            @Nullable Period keep) implements OfExamples {}

    /** Those of one subject, or with null of all, so many a page. */
    record ListExamples(String gallery, @Nullable String subject, int page, int size) implements OfExamples {}

    record EraseExamples(String gallery, List<String> faceIds) implements OfExamples {}

    /** That one with all its examples, or with null all of them. */
    record EraseSubjects(String gallery, @Nullable String subject) implements OfExamples {}

    record ListSubjects(String gallery) implements OfExamples {}

    record RenameSubject(String gallery, String subject, String name) implements OfExamples {}

    /** Let somebody show that they are there. */
    record StartLiveness() implements NormalizedRequest {}

    /** Was somebody there? */
    record ReadLiveness(String session) implements NormalizedRequest {}

    /**
     * Something about pictures at URLs; what it is shows once the gateway has fetched them, and until then it is not sent.
     *
     * @param urls as they were given
     * @param most bytes that each may have
     * @param apart whether the others are asked about where one cannot be had
     * @param read the call, given what came of each
     * @param supposed the call as it would be with a dot in the place of each: only to be judged, never to be sent
     */
    record Elsewhere(
            List<String> urls,
            int most,
            boolean apart,
            Function<List<Brought>, FaceCall> read,
            Supplier<FaceCall> supposed)
            implements NormalizedRequest {
        /** The header of one pixel. */
        private static final Bytes DOT = new Bytes(
                HexFormat.of().parseHex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"));

        public Elsewhere {
            urls = List.copyOf(urls);
        }

        public Elsewhere(List<String> urls, int most, boolean apart, Function<List<Brought>, FaceCall> read) {
            this(urls, most, apart, read, () -> read.apply(Collections.nCopies(urls.size(), DOT)));
        }

        /** One that needs them all. */
        public Elsewhere(List<String> urls, int most, Function<List<byte[]>, FaceCall> read) {
            this(urls, most, false, each -> read.apply(bytes(each)));
        }

        private static List<byte[]> bytes(List<Brought> each) {
            return each.stream().map(one -> ((Bytes) one).bytes()).toList();
        }

        /** The same, read in another way once the pictures are here. */
        public Elsewhere reading(Function<List<Brought>, FaceCall> other) {
            return new Elsewhere(urls, most, apart, other, supposed);
        }

        /** Whether a picture only stands in the place of one that was not fetched. */
        public static boolean isSupposed(byte[] picture) {
            return Arrays.equals(picture, DOT.bytes);
        }

        /** The call, flawed for want of a picture; of its pictures nobody knows more than before. */
        public static FaceCall wanting(FaceCall asked, Flawed flaw) {
            var params = new HashMap<String, @Nullable Object>(asked.params());
            params.put("pictures", FaceCall.Pictures.UNCOUNTED);
            return asked.saying(params).asking(flaw);
        }

        /** Prints no URL: they hold secrets. */
        @Override
        public String toString() {
            return "Elsewhere[" + urls.size() + ']';
        }
    }

    /** Something only the vendor whose wire was called understands; {@code why} says so to the caller. */
    record Particular(String why) implements NormalizedRequest {}

    /**
     * The call has a flaw of the caller's making: it is judged and written down, then told so, never forwarded.
     *
     * @param about the parameter, by its name on the neutral API, or null
     */
    record Flawed(
            Reply.Failure kind, String message, @Nullable String about) implements NormalizedRequest, Brought {
        /** One that is of no parameter, or nobody knows of which. */
        public Flawed(Reply.Failure kind, String message) {
            this(kind, message, null);
        }
    }

    /** What came of fetching one picture: its bytes, or the flaw that a call has for want of it. */
    sealed interface Brought permits Bytes, Flawed {}

    record Bytes(byte[] bytes) implements Brought {}

    /** At most {@code max} results, from where {@code token} left off. */
    record Page(int max, @Nullable String token) {}
}
