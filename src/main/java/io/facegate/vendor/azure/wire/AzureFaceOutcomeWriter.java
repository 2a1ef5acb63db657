package io.facegate.vendor.azure.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Reply;
import io.facegate.vendor.azure.wire.AzureErrorEnvelope.Wrong;
import io.facegate.vendor.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.Map;

/** Writes outcomes in Azure Face's format, so that an unmodified client raises its own errors. */
final class AzureFaceOutcomeWriter {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;

    private AzureFaceOutcomeWriter() {}

    static HttpAnswer write(FaceCall call, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var receipt, var reply, var _, var _) -> answered(call, receipt, reply);
            case Outcome.Refused(var receipt, var refusal, var _) -> AzureErrorEnvelope.refused(refusal, receipt);
            case Outcome.Invalid(var receipt, var _, var mistake, var _) ->
                failed(mistake.kind(), mistake.message(), receipt);
            case Outcome.Unavailable(var receipt, var fault, var _) -> AzureErrorEnvelope.fault(fault, receipt);
        };
    }

    private static HttpAnswer answered(FaceCall call, Receipt receipt, Reply reply) {
        return switch (reply) {
            case Reply.Verbatim given -> verbatim(call, given, AzureErrorEnvelope.verbatim(given, receipt));
            case Reply.Failed(var kind, var message, var _) -> failed(kind, message, receipt);
            default -> AzureErrorEnvelope.ok(AzureFaceResponseWriter.toBytes(call, reply), receipt);
        };
    }

    /** The answer may be a picture. It may carry a job's URL, of which only the path is passed on, not its host. */
    private static HttpAnswer verbatim(FaceCall call, Reply.Verbatim given, HttpAnswer answer) {
        var headers = new ArrayList<>(answer.headers());
        if (given.error() == null && AzureFaceObligationBinding.isPicture(call)) {
            headers.removeIf(header -> header.getKey().equals("Content-Type"));
            headers.add(Map.entry("Content-Type", "application/octet-stream"));
            headers.add(Map.entry("Cache-Control", "no-store"));
        }
        var work = given.envelope().jobId();
        if (work != null) {
            var version = AzureParameters.fromCall(call).path().get("version");
            headers.add(Map.entry("Operation-Location", "/face/" + version + "/operations/" + work));
        }
        return new HttpAnswer(answer.status(), headers, answer.body());
    }

    private static HttpAnswer failed(Reply.Failure kind, String message, Receipt receipt) {
        return switch (kind) {
            case INVALID_PARAMETER, INVALID_TOKEN ->
                AzureErrorEnvelope.error(BAD_REQUEST, new Wrong("BadArgument", message), receipt);
            case INVALID_IMAGE -> AzureErrorEnvelope.error(BAD_REQUEST, new Wrong("InvalidImage", message), receipt);
            case INVALID_URL -> AzureErrorEnvelope.error(BAD_REQUEST, new Wrong("InvalidURL", message), receipt);
            case IMAGE_TOO_LARGE ->
                AzureErrorEnvelope.error(BAD_REQUEST, new Wrong("InvalidImageSize", message), receipt);
            case NOT_FOUND -> AzureErrorEnvelope.error(NOT_FOUND, new Wrong("FaceNotFound", message), receipt);
            case ALREADY_EXISTS -> AzureErrorEnvelope.error(CONFLICT, new Wrong("AlreadyExists", message), receipt);
            case THROTTLED -> AzureErrorEnvelope.error(TOO_MANY, new Wrong("429", message), receipt);
            case LIMIT_EXCEEDED -> AzureErrorEnvelope.error(FORBIDDEN, new Wrong("QuotaExceeded", message), receipt);
            case UNSUPPORTED -> AzureErrorEnvelope.unsupported(message, receipt);
        };
    }
}
