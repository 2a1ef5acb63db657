package io.facegate.vendor.compreface.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.vendor.wire.HttpAnswer;
import org.jspecify.annotations.Nullable;

/** A CompreFace error: HTTP status and CompreFace's own code, 0 where CompreFace has none. */
enum CompreFaceError {
    ACCESS_DENIED(403, 1, ""),
    KEY_UNKNOWN(404, 10, ""),
    IMAGE_UNFIT(400, 21, ""),
    KEY_MISSING(400, 20, ""),
    INVALID(400, 26, ""),
    NO_FACE(400, 28, "No face is found in the given image"),
    TOO_MANY_FACES(400, 31, "Found more than one face in the given image"),
    FACES_SERVICE(500, 41, ""),
    SUBJECT_UNKNOWN(404, 42, "The subject has no examples here."),
    SUBJECT_EXISTS(400, 43, ""),
    EXAMPLE_UNKNOWN(404, 44, "There is no example with that id."),
    LIMIT(403, 0, ""),
    TOO_LARGE(413, 0, ""),
    TOO_MUCH(429, 0, ""),
    UNSUPPORTED(501, 0, ""),
    FAILED(500, 0, ""),
    STOPPED(503, 0, ""),
    NOT_WRITTEN(503, 0, HttpAnswer.NOT_WRITTEN);

    private final int status;
    private final int code;
    private final String sentence;

    CompreFaceError(int status, int code, String sentence) {
        this.status = status;
        this.code = code;
        this.sentence = sentence;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    /** Returns the default message. */
    String sentence() {
        return sentence;
    }

    /** Returns the error for an answer of the embedded engine, or null. Finding no face is an error at CompreFace. */
    static @Nullable CompreFaceError fromReply(Reply reply, FaceCall call) {
        return switch (reply) {
            case Reply.Detected(var faces, var _) when faces.isEmpty() -> NO_FACE;
            case Reply.Recognized(var each, var _) when each.isEmpty() -> NO_FACE;
            case Reply.ComparedEach(var source, var _, var _, var _) when source == null -> NO_FACE;
            case Reply.Enrolled(var kept, var left, var _)
            when kept.isEmpty() -> left.isEmpty() ? NO_FACE : TOO_MANY_FACES;
            case Reply.ExamplesErased(var erased)
            when erased.isEmpty() -> call.wireOperation().equals("DeleteFace") ? EXAMPLE_UNKNOWN : null;
            case Reply.SubjectsErased(var subjects, var _)
            when subjects == 0 -> call.wireOperation().equals("DeleteSubject") ? SUBJECT_UNKNOWN : null;
            default -> null;
        };
    }

    static CompreFaceError forCause(Failure kind, FaceCall call) {
        return switch (kind) {
            case INVALID_PARAMETER, INVALID_URL, INVALID_TOKEN -> INVALID;
            case INVALID_IMAGE -> IMAGE_UNFIT;
            case IMAGE_TOO_LARGE -> TOO_LARGE;
            case NOT_FOUND -> call.wireOperation().contains("Subject") ? SUBJECT_UNKNOWN : EXAMPLE_UNKNOWN;
            case ALREADY_EXISTS -> SUBJECT_EXISTS;
            case THROTTLED -> TOO_MUCH;
            case LIMIT_EXCEEDED -> LIMIT;
            case UNSUPPORTED -> UNSUPPORTED;
        };
    }

    static CompreFaceError forCause(Fault fault) {
        return switch (fault) {
            case Fault.Unauthenticated nobody ->
                nobody.reason() == Fault.Why.MISSING_CREDENTIAL ? KEY_MISSING : KEY_UNKNOWN;
            case Fault.LedgerDown _,
                    Fault.RegistryDown _,
                    Fault.LimitsDown _,
                    Fault.OutcomeUnwritten _,
                    Fault.CircuitOpen _ -> NOT_WRITTEN;
            case Fault.ShuttingDown _, Fault.Stopped _ -> STOPPED;
            case Fault.ProviderDown _ -> FACES_SERVICE;
            case Fault.Overloaded _ -> TOO_MUCH;
            case Fault.TooLarge _ -> TOO_LARGE;
        };
    }
}
