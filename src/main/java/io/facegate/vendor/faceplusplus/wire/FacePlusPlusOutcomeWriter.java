package io.facegate.vendor.faceplusplus.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Orientation;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.vendor.wire.ConfidenceScale;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.ReplyJson;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes outcomes in Face++'s format, so that an unmodified client raises its own errors. */
final class FacePlusPlusOutcomeWriter {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNKNOWN = 401;
    private static final int DENIED = 403;
    private static final int NO_API = 404;
    private static final int TOO_LARGE = 413;
    private static final int BROKEN = 500;
    private static final int LATER = 503;
    private static final String JSON = "application/json";
    private static final double PERCENT = 100;
    private static final String NOT_WRITTEN =
            "The decision could not be recorded in time, so nothing was forwarded. Try again.";

    private FacePlusPlusOutcomeWriter() {}

    static HttpAnswer write(FaceCall call, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var receipt, Reply.Failed(var kind, var message, var _), var _, var _) ->
                failed(kind, message, receipt);
            case Outcome.Answered(var receipt, Reply.Verbatim given, var _, var _) ->
                new HttpAnswer(given.status(), HttpAnswer.headers(JSON, receipt), given.body())
                        .retryAfter(given.envelope().retryAfter());
            case Outcome.Answered(var receipt, var reply, var _, var _) ->
                new HttpAnswer(
                        OK, HttpAnswer.headers(JSON, receipt), ReplyJson.write(toJson(call, reply, receipt.id())));
            case Outcome.Refused(var receipt, var refusal, var _) ->
                error(
                        DENIED,
                        "AUTHORIZATION_ERROR: " + refusal.message() + " Reason: " + refusal.code() + '.',
                        receipt);
            case Outcome.Invalid(var receipt, var _, var mistake, var _) ->
                failed(mistake.kind(), mistake.message(), receipt);
            case Outcome.Unavailable(var receipt, var fault, var _) -> fault(fault, receipt);
        };
    }

    private static HttpAnswer failed(Failure kind, String message, Receipt receipt) {
        var code = switch (kind) {
            case INVALID_PARAMETER, INVALID_TOKEN -> "BAD_ARGUMENTS";
            case INVALID_IMAGE -> "IMAGE_ERROR_UNSUPPORTED_FORMAT";
            case INVALID_URL -> "INVALID_IMAGE_URL";
            case IMAGE_TOO_LARGE -> "IMAGE_FILE_TOO_LARGE";
            case NOT_FOUND -> "INVALID_FACE_TOKEN";
            case ALREADY_EXISTS -> "FACESET_EXIST";
            case THROTTLED -> "CONCURRENCY_LIMIT_EXCEEDED";
            case LIMIT_EXCEEDED -> "FACESET_QUOTA_EXCEEDED";
            case UNSUPPORTED -> "API_NOT_FOUND";
        };
        int status = kind == Failure.THROTTLED ? DENIED : kind == Failure.UNSUPPORTED ? NO_API : BAD_REQUEST;
        boolean isNamed = message.matches("[A-Z_]{8,}: .*");
        return error(status, isNamed ? message : code + ": " + message, receipt);
    }

    static HttpAnswer fault(Fault fault, @Nullable Receipt receipt) {
        var message = String.valueOf(fault.getMessage());
        return switch (fault) {
            case Fault.Unauthenticated nobody ->
                nobody.reason() == Fault.Why.MISSING_CREDENTIAL
                        ? error(BAD_REQUEST, "MISSING_ARGUMENTS: api_key, api_secret", receipt)
                        : error(UNKNOWN, "AUTHENTICATION_ERROR", receipt);
            case Fault.Overloaded busy ->
                error(DENIED, "CONCURRENCY_LIMIT_EXCEEDED: " + message, receipt).retryAfter(busy.retryAfter());
            case Fault.TooLarge _ -> error(TOO_LARGE, "Request Entity Too Large: " + message, receipt);
            case Fault.ProviderDown _ -> error(BROKEN, "INTERNAL_ERROR: " + message, receipt);
            case Fault.CircuitOpen open -> later(message, receipt).retryAfter(open.retryAfter());
            case Fault.RegistryDown _, Fault.OutcomeUnwritten _, Fault.ShuttingDown _ -> later(message, receipt);
            // The details are in the operator's log; a caller must not see messages of a database.
            case Fault.LedgerDown _ -> later(NOT_WRITTEN, receipt);
        };
    }

    private static HttpAnswer later(String message, @Nullable Receipt receipt) {
        return error(LATER, "INTERNAL_ERROR: " + message, receipt);
    }

    /** The id of the request is that of its decision, if there is one. */
    static HttpAnswer error(int status, String message, @Nullable Receipt receipt) {
        var id = receipt == null ? "" : receipt.id();
        var body = ReplyJson.object().put("request_id", id).put("time_used", 0).put("error_message", message);
        return new HttpAnswer(status, HttpAnswer.headers(JSON, receipt), ReplyJson.write(body));
    }

    /** Writes an answer of the embedded engine; it documents no thresholds, so none are given. */
    static ObjectNode toJson(FaceCall call, Reply reply, String id) {
        var body = ReplyJson.object().put("request_id", id).put("time_used", 0);
        switch (reply) {
            case Reply.Detected(var faces, var _) ->
                putFaces(body, "faces", call, "image_file", faces.stream().map(face -> new Reply.KeptFace(null, face)));
            case Reply.DetectedKeeping(var faces, var _) -> putFaces(body, "faces", call, "image_file", faces.stream());
            case Reply.Similarity(var similarity) -> putConfidence(body, similarity);
            case Reply.ComparedEach compared ->
                compared.faces().stream().findFirst().ifPresent(match -> putConfidence(body, match.similarity()));
            case Reply.Compared(var source, var matches, var unmatched) -> {
                // As the vendor does, by the largest face of each picture; without a threshold each face matches.
                var targets = Stream.concat(matches.stream().map(Reply.Match::face), unmatched.stream());
                matches.stream()
                        .max(Comparator.comparingDouble(
                                match -> match.face().box().area()))
                        .ifPresent(match -> putConfidence(body, match.similarity()));
                putFaces(body, "faces1", call, "image_file1", Stream.of(new Reply.KeptFace(null, source)));
                putFaces(body, "faces2", call, "image_file2", targets.map(face -> new Reply.KeptFace(null, face)));
            }
            default -> throw new IllegalArgumentException("no operation of this wire has such a reply");
        }
        return body;
    }

    private static void putConfidence(ObjectNode body, double similarity) {
        body.put("confidence", ConfidenceScale.toConfidence(similarity) * PERCENT);
    }

    private static void putFaces(
            ObjectNode body, String list, FaceCall call, String name, Stream<Reply.KeptFace> faces) {
        var picture = FacePlusPlusRequestReader.picture(call.params(), name);
        var all = body.putArray(list);
        faces.forEach(kept -> {
            var face = all.addObject();
            if (kept.faceId() != null) {
                face.put("face_token", kept.faceId());
            }
            if (picture != null) {
                putBox(face.putObject("face_rectangle"), kept.face().box(), picture);
            }
        });
    }

    /** Pixels of the upright picture. */
    private static void putBox(ObjectNode rectangle, Face.Box box, Picture picture) {
        boolean side = Orientation.readFrom(picture).isOnItsSide();
        int width = side ? picture.height() : picture.width();
        int height = side ? picture.width() : picture.height();
        rectangle.put("top", Math.round(box.top() * height)).put("left", Math.round(box.left() * width));
        rectangle.put("width", Math.round(box.width() * width)).put("height", Math.round(box.height() * height));
    }
}
