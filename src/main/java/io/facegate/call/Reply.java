package io.facegate.call;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A provider's response: normalized, in the vendor's own bytes, or an error to return to the caller. */
public sealed interface Reply {
    /**
     * Faces of one picture.
     *
     * @param rotationDegrees clockwise degrees by which EXIF turned the picture upright; empty if not reported
     */
    record Detected(List<Face> faces, OptionalInt rotationDegrees) implements Reply {
        public Detected(List<Face> faces, int rotationDegrees) {
            this(faces, OptionalInt.of(rotationDegrees));
        }
    }

    /** People of one picture, the surest first. */
    record PeopleDetected(List<Person> people) implements Reply {
        public PeopleDetected {
            people = List.copyOf(people);
        }
    }

    /** Faces of one picture with their temporary ids. */
    record DetectedKeeping(List<KeptFace> faces, int rotationDegrees) implements Reply {}

    /** Faces of each picture in order, or the error of a single one. */
    record DetectedEach(List<Reply> replies) implements Reply {
        public DetectedEach {
            replies = List.copyOf(replies);
        }
    }

    /** Similarity of two faces, 0 to 1. */
    record Similarity(double similarity) implements Reply {}

    record Compared(Face source, List<Match> matches, List<Face> unmatched) implements Reply {}

    record GalleryCreated(String gallery, String model) implements Reply {}

    /** A gallery; some providers list neither size nor age. */
    record Gallery(
            String gallery,
            String model,
            @Nullable Long faces,
            @Nullable Instant created) implements Reply {}

    record Galleries(List<Gallery> galleries, @Nullable String nextToken) implements Reply {}

    record GalleryErased(String gallery) implements Reply {}

    /**
     * Enrolled faces.
     *
     * @param notEnrolled faces detected but not stored, because the caller asked for fewer
     */
    record Enrolled(List<Enrolment> enrolled, List<Face> notEnrolled, String model) implements Reply {}

    record Enrolments(
            List<Enrolment> faces, String model, @Nullable String nextToken) implements Reply {}

    /**
     * Search results, nearest first.
     *
     * @param probe the searched face, for a search by picture
     * @param probeId id of the searched face, for a search by stored face
     */
    record Found(@Nullable Face probe, @Nullable String probeId, List<Candidate> candidates, String model)
            implements Reply {}

    /**
     * Erased faces.
     *
     * @param missing the requested ids of which there is no face
     */
    record FacesErased(List<String> faceIds, List<String> missing) implements Reply {
        public FacesErased {
            faceIds = List.copyOf(faceIds);
            missing = List.copyOf(missing);
        }

        /** Of an engine that does not tell which ids it did not know. */
        public FacesErased(List<String> faceIds) {
            this(faceIds, List.of());
        }
    }

    /** Replies of an API of subjects and their examples. */
    sealed interface ExampleReply extends Reply {
        /** Number of results; empty if not applicable. */
        default OptionalInt resultCount() {
            return OptionalInt.empty();
        }
    }

    /**
     * Similarity of one face to each face of a picture, nearest first.
     *
     * @param source the one face, or null if none was found
     * @param sourceRotationDegrees clockwise degrees by which EXIF turned the source picture upright
     * @param rotationDegrees the same for the other picture
     */
    record ComparedEach(@Nullable Face source, int sourceRotationDegrees, List<Match> faces, int rotationDegrees)
            implements ExampleReply {
        @Override
        public OptionalInt resultCount() {
            return OptionalInt.of(faces.size());
        }
    }

    /** Search results of each face of a picture: one example per subject, nearest first. */
    record Recognized(List<Found> searches, int rotationDegrees) implements ExampleReply {
        @Override
        public OptionalInt resultCount() {
            return OptionalInt.of(searches.stream()
                    .mapToInt(found -> found.candidates().size())
                    .sum());
        }
    }

    /** One page of {@code total} examples. */
    record Examples(List<Enrolment> page, long total) implements ExampleReply {
        @Override
        public OptionalInt resultCount() {
            return OptionalInt.of(page.size());
        }
    }

    record ExamplesErased(List<Enrolment> erased) implements ExampleReply {
        @Override
        public OptionalInt resultCount() {
            return OptionalInt.of(erased.size());
        }
    }

    record Subjects(List<String> names) implements ExampleReply {
        @Override
        public OptionalInt resultCount() {
            return OptionalInt.of(names.size());
        }
    }

    /**
     * Erased subjects.
     *
     * @param examples number of examples erased
     */
    record SubjectsErased(int subjects, int examples) implements ExampleReply {
        @Override
        public OptionalInt resultCount() {
            return OptionalInt.of(examples);
        }
    }

    record SubjectRenamed(boolean done) implements ExampleReply {}

    /** A liveness session: its id, and the token for the end user's device, or null if the gateway supplies none. */
    record LivenessStarted(String session, @Nullable String token) implements Reply {
        /** Prints neither: both grant entry to the session. */
        @Override
        public String toString() {
            return "LivenessStarted";
        }
    }

    /**
     * Result of a liveness session.
     *
     * @param status in the vendor's words
     * @param verdict {@code live}, {@code spoof} or {@code uncertain}, or null if the vendor gives none (yet)
     * @param confidence 0 to 1, or null if the vendor gives none (yet)
     */
    record Liveness(
            String status,
            @Nullable String verdict,
            @Nullable Double confidence) implements Reply {}

    /**
     * The vendor's own response bytes.
     *
     * @param error the vendor's error name, or null on success
     */
    record Verbatim(int status, byte[] body, @Nullable String error, Envelope envelope) implements Reply {
        /** A response without further metadata. */
        public Verbatim(int status, byte[] body, @Nullable String error) {
            this(status, body, error, Envelope.NONE);
        }

        /** Returns a copy with another body. */
        public Verbatim withBody(byte[] other) {
            return new Verbatim(status, other, error, envelope);
        }

        @Override
        public String toString() {
            return "Verbatim[" + status + ", " + body.length + " bytes]";
        }
    }

    /**
     * Metadata of a vendor's response.
     *
     * @param retryAfter Retry-After in seconds, if given
     * @param requestId the vendor's request id, or null
     * @param jobId id of the asynchronous job it started, or null
     * @param statistics statistics of its body
     */
    record Envelope(
            OptionalInt retryAfter,
            @Nullable String requestId,
            @Nullable String jobId,
            BodyStats statistics) {
        public static final Envelope NONE = new Envelope(OptionalInt.empty(), null);

        /** Metadata without body statistics. */
        public Envelope(OptionalInt retryAfter, @Nullable String request) {
            this(retryAfter, request, null, BodyStats.NONE);
        }

        /** Returns a copy with body statistics. */
        public Envelope withStatistics(BodyStats counted) {
            return new Envelope(retryAfter, requestId, jobId, counted);
        }
    }

    /** Body statistics for the record: number of faces if counted, and the error of a partial failure or null. */
    record BodyStats(OptionalInt results, @Nullable String error) {
        public static final BodyStats NONE = new BodyStats(OptionalInt.empty(), null);
    }

    /** The provider rejected the request; {@code parameter} is the parameter's neutral name, if known. */
    record Failed(Failure kind, String message, @Nullable String parameter) implements Reply {
        public Failed(Failure kind, String message) {
            this(kind, message, null);
        }
    }

    /** Kind of a provider error. */
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
     * A face of the target that is similar to the source.
     *
     * @param similarity 0 to 1
     */
    record Match(Face face, double similarity) {}

    /**
     * A person that was located.
     *
     * @param box around the whole body
     * @param confidence that this is a person, 0 to 1
     */
    record Person(Face.Box box, double confidence) {}

    /** A face with its temporary id, or null if its quality is too poor to compare it. */
    record KeptFace(@Nullable String faceId, Face face) {}

    /** A stored face. Ids are empty and the face is null if the vendor reports only who was found, not which face. */
    record Enrolment(
            String faceId,
            String imageId,
            @Nullable String externalId,
            @Nullable Face face) {}

    /**
     * A stored face similar to the probe.
     *
     * @param similarity 0 to 1
     */
    record Candidate(Enrolment enrolment, double similarity) {}
}
