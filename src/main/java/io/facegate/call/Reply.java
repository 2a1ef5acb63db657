package io.facegate.call;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a provider answered: in neutral words, in the vendor's own bytes, or an error the caller should see. */
public sealed interface Reply {
    /** It was not told how a picture was turned. */
    int UNKNOWN = -1;

    /**
     * The faces of one picture.
     *
     * @param rotated the clockwise degrees by which EXIF turned the picture upright, or {@link #UNKNOWN}
     */
    record Detected(List<Face> faces, int rotated) implements Reply {}

    /** The same, with the ids by which the faces can be asked about while they are kept. */
    record DetectedKeeping(List<KeptFace> faces, int rotated) implements Reply {}

    /** The faces of each picture, in order, or why one of them cannot be looked at. */
    record DetectedEach(List<Reply> each) implements Reply {
        public DetectedEach {
            each = List.copyOf(each);
        }
    }

    /** How alike two faces are, from 0 to 1. */
    record Alike(double similarity) implements Reply {}

    record Compared(Face source, List<Match> matches, List<Face> unmatched) implements Reply {}

    record GalleryCreated(String gallery, String model) implements Reply {}

    /** A gallery; lists of some providers tell neither its size nor its age. */
    record Gallery(
            String gallery,
            String model,
            @Nullable Long faces,
            @Nullable Instant created) implements Reply {}

    record Galleries(List<Gallery> galleries, @Nullable String next) implements Reply {}

    record GalleryErased(String gallery) implements Reply {}

    /**
     * The faces that were kept.
     *
     * @param leftOut faces seen but not kept, because the caller asked for fewer
     */
    record Enrolled(List<Enrolment> kept, List<Face> leftOut, String model) implements Reply {}

    record Enrolments(
            List<Enrolment> faces, String model, @Nullable String next) implements Reply {}

    /**
     * The stored faces that resemble the probe, the nearest first.
     *
     * @param probe the searched face, when a picture was asked with
     * @param probeId the searched face's id, when a stored face was asked with
     */
    record Found(@Nullable Face probe, @Nullable String probeId, List<Candidate> candidates, String model)
            implements Reply {}

    record FacesErased(List<String> faceIds) implements Reply {}

    /** What is said of examples, whose subjects tell them apart, or of a face compared with each of a picture. */
    sealed interface OfExamples extends Reply {
        /** How many results it holds, or -1 where that has no meaning. */
        default int results() {
            return -1;
        }
    }

    /**
     * How alike one face is to each of a picture, the nearest first.
     *
     * @param source the one face, or null where its picture shows none
     * @param turned the clockwise degrees by which EXIF turned its picture upright
     * @param rotated the same of the other picture
     */
    record ComparedEach(@Nullable Face source, int turned, List<Match> faces, int rotated) implements OfExamples {
        @Override
        public int results() {
            return faces.size();
        }
    }

    /** What each face of one picture resembles, an example a subject, the nearest first. */
    record Recognized(List<Found> each, int rotated) implements OfExamples {
        @Override
        public int results() {
            return each.stream().mapToInt(found -> found.candidates().size()).sum();
        }
    }

    /** Some of {@code total} examples. */
    record Examples(List<Enrolment> page, long total) implements OfExamples {
        @Override
        public int results() {
            return page.size();
        }
    }

    record ExamplesErased(List<Enrolment> erased) implements OfExamples {
        @Override
        public int results() {
            return erased.size();
        }
    }

    record Subjects(List<String> names) implements OfExamples {
        @Override
        public int results() {
            return names.size();
        }
    }

    /**
     * Subjects that are no more.
     *
     * @param results how many examples of theirs
     */
    record SubjectsErased(int subjects, int results) implements OfExamples {}

    record SubjectRenamed(boolean done) implements OfExamples {}

    /** A session that somebody can enter, and what their device shows the vendor, or null where it needs none of ours. */
    record LivenessStarted(String session, @Nullable String token) implements Reply {
        /** Prints neither: whoever has them may enter. */
        @Override
        public String toString() {
            return "LivenessStarted";
        }
    }

    /**
     * Whether somebody was there.
     *
     * @param status in the vendor's words
     * @param verdict {@code live}, {@code spoof} or {@code uncertain}, or null where the vendor gives none, or not yet
     * @param confidence 0 to 1, or null where the vendor gives none, or not yet
     */
    record Liveness(
            String status,
            @Nullable String verdict,
            @Nullable Double confidence) implements Reply {}

    /**
     * The vendor's own answer.
     *
     * @param error the vendor's name for the error, or null when it answered
     */
    record Verbatim(int status, byte[] body, @Nullable String error, Envelope envelope) implements Reply {
        /** One of which nothing else is known. */
        public Verbatim(int status, byte[] body, @Nullable String error) {
            this(status, body, error, Envelope.NONE);
        }

        /** The same with another body. */
        public Verbatim with(byte[] other) {
            return new Verbatim(status, other, error, envelope);
        }

        @Override
        public String toString() {
            return "Verbatim[" + status + ", " + body.length + " bytes]";
        }
    }

    /**
     * What a vendor's answer says besides its body.
     *
     * @param retryAfter the seconds that it asks to wait before the next try, or -1
     * @param request the vendor's own id of the request, or null
     * @param work the id of what goes on there after it, or null
     * @param inside what was counted in its body
     */
    record Envelope(
            int retryAfter,
            @Nullable String request,
            @Nullable String work,
            Inside inside) {
        public static final Envelope NONE = new Envelope(-1, null);

        /** One of a body that nobody has counted in. */
        public Envelope(int retryAfter, @Nullable String request) {
            this(retryAfter, request, null, new Inside(-1, null));
        }

        /** The same, of a body in which that was counted. */
        public Envelope holding(Inside counted) {
            return new Envelope(retryAfter, request, work, counted);
        }
    }

    /** What was counted in an answer, for its record: its faces, or -1, and what is wrong with a part of it, or null. */
    record Inside(int results, @Nullable String error) {}

    /** The provider understood and said no; {@code about} is what of the request, by its neutral name, where that is known. */
    record Failed(Failure kind, String message, @Nullable String about) implements Reply {
        public Failed(Failure kind, String message) {
            this(kind, message, null);
        }
    }

    /** Why a provider said no. */
    enum Failure {
        INVALID_PARAMETER,
        INVALID_IMAGE,
        INVALID_URL,
        IMAGE_TOO_LARGE,
        NOT_FOUND,
        ALREADY_EXISTS,
        INVALID_TOKEN,
        UNSUPPORTED,
        THROTTLED,
        LIMIT_EXCEEDED
    }

    /**
     * One face of the target that resembles the source.
     *
     * @param similarity 0 to 1
     */
    record Match(Face face, double similarity) {}

    /** One face of a picture, and its id while it is kept, or null where it is too poor to be told apart. */
    record KeptFace(@Nullable String faceId, Face face) {}

    /**
     * One stored face; its ids are empty, and its face null, where the vendor does not tell: some say who was found, and not
     * by which face.
     */
    record Enrolment(
            String faceId,
            String imageId,
            @Nullable String externalId,
            @Nullable Face face) {}

    /**
     * One stored face that resembles the probe.
     *
     * @param similarity 0 to 1
     */
    record Candidate(Enrolment enrolment, double similarity) {}
}
