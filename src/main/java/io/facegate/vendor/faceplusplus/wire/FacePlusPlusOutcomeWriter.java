package io.facegate.vendor.faceplusplus.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.PixelSize;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.vendor.wire.ConfidenceScale;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.ReplyJson;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes outcomes in Face++'s format, so that an unmodified client raises its own errors. */
final class FacePlusPlusOutcomeWriter {
    private FacePlusPlusOutcomeWriter() {}

    static HttpAnswer write(FaceCall call, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var receipt, Reply.Failed(var kind, var message, var _), var _, var _) ->
                failed(kind, message, receipt);
            case Outcome.Answered(var receipt, Reply.Verbatim given, var _, var _) ->
                answer(given.status(), given.body(), receipt)
                        .retryAfter(given.envelope().retryAfter());
            case Outcome.Answered(var receipt, var reply, var _, var _) ->
                answer(200, ReplyJson.write(toJson(call, reply, receipt.id())), receipt);
            case Outcome.Refused(var receipt, var refusal, var _) -> {
                var why = refusal.message() + " Reason: " + refusal.code() + '.';
                yield error(403, "AUTHORIZATION_ERROR: " + why, receipt);
            }
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
        int status = kind == Failure.THROTTLED ? 403 : kind == Failure.UNSUPPORTED ? 404 : 400;
        return error(status, message.matches("[A-Z_]{8,}: .*") ? message : code + ": " + message, receipt);
    }

    static HttpAnswer fault(Fault fault, @Nullable Receipt receipt) {
        var message = String.valueOf(fault.getMessage());
        var internal = "INTERNAL_ERROR: " + message;
        return switch (fault) {
            case Fault.Unauthenticated nobody ->
                nobody.reason() == Fault.Why.MISSING_CREDENTIAL
                        ? error(400, "MISSING_ARGUMENTS: api_key, api_secret", receipt)
                        : error(401, "AUTHENTICATION_ERROR", receipt);
            case Fault.Overloaded busy ->
                error(403, "CONCURRENCY_LIMIT_EXCEEDED: " + message, receipt).retryAfter(busy.retryAfter());
            case Fault.TooLarge _ -> error(413, "Request Entity Too Large: " + message, receipt);
            case Fault.ProviderDown _ -> error(500, internal, receipt);
            case Fault.CircuitOpen open -> error(503, internal, receipt).retryAfter(open.retryAfter());
            case Fault.RegistryDown _, Fault.LimitsDown _, Fault.Stopped _ -> error(503, internal, receipt);
            case Fault.OutcomeUnwritten _, Fault.ShuttingDown _ -> error(503, internal, receipt);
            case Fault.LedgerDown _ -> error(503, "INTERNAL_ERROR: " + HttpAnswer.NOT_WRITTEN, receipt);
        };
    }

    /** The id of the request is that of its decision, if there is one. */
    static HttpAnswer error(int status, String message, @Nullable Receipt receipt) {
        var body = body(receipt == null ? "" : receipt.id()).put("error_message", message);
        return answer(status, ReplyJson.write(body), receipt);
    }

    private static HttpAnswer answer(int status, byte[] body, @Nullable Receipt receipt) {
        return new HttpAnswer(status, HttpAnswer.headers("application/json", receipt), body);
    }

    private static ObjectNode body(String id) {
        return ReplyJson.object().put("request_id", id).put("time_used", 0);
    }

    /** Writes an answer of the embedded engine; it documents no thresholds, so none are given. */
    static ObjectNode toJson(FaceCall call, Reply reply, String id) {
        var body = body(id);
        switch (reply) {
            case Reply.Detected(var faces, var _) -> putFaces(body, "faces", call, "image_file", withoutTokens(faces));
            case Reply.DetectedKeeping(var faces, var _) -> putFaces(body, "faces", call, "image_file", faces);
            case Reply.Similarity(var similarity) -> putConfidence(body, similarity);
            case Reply.ComparedEach(var _, var _, var matches, var _) ->
                putMatches(body, call, call.params().containsKey("image_file1") ? "1" : "2", matches);
            case Reply.Compared(var source, var matches, var _) -> {
                putFaces(body, "faces1", call, "image_file1", withoutTokens(List.of(source)));
                putMatches(body, call, "2", matches);
            }
            default -> throw new IllegalArgumentException("no operation of this wire has such a reply");
        }
        return body;
    }

    /** As the vendor does, by the largest face of the picture; without a threshold each face matches. */
    private static void putMatches(ObjectNode body, FaceCall call, String picture, List<Reply.Match> matches) {
        matches.stream()
                .max(Comparator.comparingDouble(match -> match.face().box().area()))
                .ifPresent(match -> putConfidence(body, match.similarity()));
        var faces = matches.stream().map(Reply.Match::face).toList();
        putFaces(body, "faces" + picture, call, "image_file" + picture, withoutTokens(faces));
    }

    private static void putConfidence(ObjectNode body, double similarity) {
        body.put("confidence", ConfidenceScale.toConfidence(similarity) * 100);
    }

    private static List<Reply.KeptFace> withoutTokens(List<Face> faces) {
        return faces.stream().map(face -> new Reply.KeptFace(null, face)).toList();
    }

    private static void putFaces(ObjectNode body, String list, FaceCall call, String name, List<Reply.KeptFace> faces) {
        var picture = FacePlusPlusRequestReader.picture(call.params(), name);
        var all = body.putArray(list);
        faces.forEach(kept -> {
            var face = all.addObject();
            if (kept.faceId() != null) {
                face.put("face_token", kept.faceId());
            }
            if (picture != null) {
                var box = PixelSize.ofPicture(picture).rectangle(kept.face().box());
                var at = face.putObject("face_rectangle").put("top", box.top()).put("left", box.left());
                at.put("width", box.width()).put("height", box.height());
            }
        });
    }
}
