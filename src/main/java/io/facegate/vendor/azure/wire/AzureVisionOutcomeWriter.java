package io.facegate.vendor.azure.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Reply;
import io.facegate.vendor.azure.wire.AzureErrorEnvelope.Wrong;
import io.facegate.vendor.wire.HttpAnswer;

/** Writes outcomes in Azure AI Vision's format, so that an unmodified client raises its own errors. */
final class AzureVisionOutcomeWriter {
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY = 429;

    private AzureVisionOutcomeWriter() {}

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
            case Reply.Verbatim given -> AzureErrorEnvelope.verbatim(given, receipt);
            case Reply.Failed(var kind, var message, var _) -> failed(kind, message, receipt);
            default -> AzureErrorEnvelope.ok(AzureVisionResponseWriter.toBytes(call, reply), receipt);
        };
    }

    private static HttpAnswer failed(Reply.Failure kind, String message, Receipt receipt) {
        return switch (kind) {
            case THROTTLED, LIMIT_EXCEEDED -> AzureErrorEnvelope.error(TOO_MANY, new Wrong("429", message), receipt);
            case INVALID_IMAGE -> invalid("InvalidImageFormat", message, receipt);
            case INVALID_URL -> invalid("InvalidImageUrl", message, receipt);
            case IMAGE_TOO_LARGE -> invalid("InvalidImageSize", message, receipt);
            case UNSUPPORTED -> invalid("NotSupportedFeature", message, receipt);
            case INVALID_PARAMETER, INVALID_TOKEN, NOT_FOUND, ALREADY_EXISTS ->
                invalid("BadArgument", message, receipt);
        };
    }

    private static HttpAnswer invalid(String code, String message, Receipt receipt) {
        return AzureErrorEnvelope.error(
                BAD_REQUEST, new Wrong("InvalidRequest", message, new Wrong(code, message)), receipt);
    }
}
