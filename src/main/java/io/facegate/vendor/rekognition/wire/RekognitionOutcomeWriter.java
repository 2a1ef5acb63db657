package io.facegate.vendor.rekognition.wire;

import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Reply;
import io.facegate.vendor.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes outcomes in Rekognition's format, so that an unmodified SDK raises its own exceptions. */
final class RekognitionOutcomeWriter {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FAILURE = 500;

    /** No AWS SDK retries this status; they retry 500, 502, 503 and 504. */
    private static final int FINAL_FAILURE = 501;

    private static final int UNAVAILABLE = 503;

    private RekognitionOutcomeWriter() {}

    static HttpAnswer write(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var receipt, var reply, var _, var _) -> answered(receipt, reply);
            case Outcome.Refused(var receipt, var refusal, var _) ->
                error(BAD_REQUEST, "AccessDeniedException", refusal.message(), receipt);
            case Outcome.Invalid(var receipt, var _, var mistake, var _) -> answered(receipt, mistake);
            case Outcome.Unavailable(var receipt, var fault, var _) -> fault(fault, receipt);
        };
    }

    static HttpAnswer write(Fault fault) {
        return fault(fault, null);
    }

    /** Returns the response for an internal failure. */
    static HttpAnswer internal() {
        return error(FAILURE, "InternalServerError", "Facegate failed on this call; see its log.", null);
    }

    private static HttpAnswer answered(Receipt receipt, Reply reply) {
        return switch (reply) {
            case Reply.Verbatim(var status, var body, var error, var envelope) ->
                new HttpAnswer(status, headers(receipt, error), body).retryAfter(envelope.retryAfter());
            case Reply.Failed(var kind, var message, var _) -> error(BAD_REQUEST, name(kind), message, receipt);
            default -> new HttpAnswer(OK, headers(receipt, null), RekognitionResponseWriter.toBytes(reply));
        };
    }

    private static String name(Reply.Failure kind) {
        return switch (kind) {
            case INVALID_PARAMETER, INVALID_URL, UNSUPPORTED -> "InvalidParameterException";
            case INVALID_IMAGE -> "InvalidImageFormatException";
            case IMAGE_TOO_LARGE -> "ImageTooLargeException";
            case NOT_FOUND -> "ResourceNotFoundException";
            case ALREADY_EXISTS -> "ResourceAlreadyExistsException";
            case INVALID_TOKEN -> "InvalidPaginationTokenException";
            case THROTTLED -> "ThrottlingException";
            case LIMIT_EXCEEDED -> "ServiceQuotaExceededException";
        };
    }

    private static HttpAnswer fault(Fault fault, @Nullable Receipt receipt) {
        var message = String.valueOf(fault.getMessage());
        return switch (fault) {
            case Fault.Unauthenticated nobody -> error(BAD_REQUEST, name(nobody.reason()), message, receipt);
            case Fault.LedgerDown _ ->
                error(UNAVAILABLE, "ServiceUnavailableException", HttpAnswer.NOT_WRITTEN, receipt);
            case Fault.RegistryDown _,
                    Fault.LimitsDown _,
                    Fault.OutcomeUnwritten _,
                    Fault.ShuttingDown _,
                    Fault.Stopped _ -> error(UNAVAILABLE, "ServiceUnavailableException", message, receipt);
            case Fault.ProviderDown down ->
                error(down.isRejected() ? FINAL_FAILURE : FAILURE, "InternalServerError", message, receipt);
            case Fault.CircuitOpen open ->
                error(UNAVAILABLE, "ServiceUnavailableException", message, receipt)
                        .retryAfter(open.retryAfter());
            case Fault.Overloaded busy ->
                error(BAD_REQUEST, "ThrottlingException", message, receipt).retryAfter(busy.retryAfter());
            case Fault.TooLarge _ -> error(BAD_REQUEST, "ImageTooLargeException", message, receipt);
        };
    }

    private static String name(Fault.Why why) {
        return switch (why) {
            case MISSING_CREDENTIAL -> "MissingAuthenticationTokenException";
            case INCOMPLETE_SIGNATURE -> "IncompleteSignatureException";
            case INVALID_SIGNATURE -> "InvalidSignatureException";
            case EXPIRED -> "ExpiredTokenException";
            case UNKNOWN_KEY, NOT_ACCEPTED_HERE -> "UnrecognizedClientException";
        };
    }

    private static HttpAnswer error(int status, String name, String message, @Nullable Receipt receipt) {
        return new HttpAnswer(
                status,
                headers(receipt, name),
                RekognitionResponseWriter.error(name, message, receipt == null ? null : receipt.id()));
    }

    private static List<Map.Entry<String, String>> headers(@Nullable Receipt receipt, @Nullable String error) {
        var headers = new ArrayList<Map.Entry<String, String>>(4);
        headers.add(Map.entry("Content-Type", "application/x-amz-json-1.1"));
        headers.add(Map.entry(
                "x-amzn-RequestId", receipt == null ? UUID.randomUUID().toString() : receipt.id()));
        if (receipt != null) {
            headers.addAll(HttpAnswer.receiptHeaders(receipt));
        }
        if (error != null) {
            headers.add(Map.entry("x-amzn-ErrorType", error));
        }
        return headers;
    }
}
