package io.facegate.ingress.azure;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Reply;
import io.facegate.ingress.Answer;
import io.facegate.ingress.azure.Bodies.Inner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says how a call ended in Azure's own shapes, so that an unmodified client raises its own errors. */
final class Answers {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int FAILURE = 500;
    private static final int UNAVAILABLE = 503;

    /** The operator's log says more; a caller has no business with the words of a database. */
    private static final String NOT_WRITTEN =
            "The decision could not be written down in time, so nothing was forwarded. Try again.";

    private Answers() {}

    static Answer of(FaceCall call, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var receipt, var reply, var _, var _) -> answered(call, receipt, reply);
            case Outcome.Refused(var receipt, var refusal, var _) ->
                error(
                        FORBIDDEN,
                        "AccessDenied",
                        refusal.message(),
                        new Inner(
                                refusal.code(),
                                "Decided by rule " + refusal.rule() + ", decision " + receipt.id() + "."),
                        receipt);
            case Outcome.Unavailable(var receipt, var fault, var _) -> fault(fault, receipt);
        };
    }

    static Answer of(Fault fault) {
        return fault(fault, null);
    }

    /** Something that should not happen did. */
    static Answer internal() {
        return error(FAILURE, "InternalServerError", "Facegate failed on this call; see its log.", null, null);
    }

    private static Answer answered(FaceCall call, Receipt receipt, Reply reply) {
        return switch (reply) {
            case Reply.Verbatim(var status, var body, var _, var envelope) ->
                new Answer(status, headers(receipt), body).retryAfter(envelope.retryAfter());
            case Reply.Failed(var kind, var message) -> failed(kind, message, receipt);
            default -> new Answer(OK, headers(receipt), Bodies.of(call, reply));
        };
    }

    private static Answer failed(Reply.Failure kind, String message, Receipt receipt) {
        return switch (kind) {
            case INVALID_PARAMETER, INVALID_TOKEN -> error(BAD_REQUEST, "BadArgument", message, null, receipt);
            case INVALID_IMAGE -> error(BAD_REQUEST, "InvalidImage", message, null, receipt);
            case IMAGE_TOO_LARGE -> error(BAD_REQUEST, "InvalidImageSize", message, null, receipt);
            case NOT_FOUND -> error(NOT_FOUND, "FaceNotFound", message, null, receipt);
            case ALREADY_EXISTS -> error(CONFLICT, "AlreadyExists", message, null, receipt);
            case THROTTLED -> error(TOO_MANY, "429", message, null, receipt);
            case LIMIT_EXCEEDED -> error(FORBIDDEN, "QuotaExceeded", message, null, receipt);
            case UNSUPPORTED ->
                error(
                        FORBIDDEN,
                        "InvalidRequest",
                        "Invalid request has been sent.",
                        new Inner("UnsupportedFeature", message),
                        receipt);
        };
    }

    private static Answer fault(Fault fault, @Nullable Receipt receipt) {
        var message = String.valueOf(fault.getMessage());
        return switch (fault) {
            case Fault.Unauthenticated nobody ->
                error(UNAUTHORIZED, "401", message, new Inner(nobody.code(), message), receipt);
            case Fault.LedgerDown _ -> error(UNAVAILABLE, "ServiceUnavailable", NOT_WRITTEN, null, receipt);
            case Fault.RegistryDown _, Fault.OutcomeUnwritten _ ->
                error(UNAVAILABLE, "ServiceUnavailable", message, null, receipt);
            case Fault.ProviderDown _ -> error(FAILURE, "InternalServerError", message, null, receipt);
            case Fault.CircuitOpen open ->
                error(UNAVAILABLE, "ServiceUnavailable", message, null, receipt).retryAfter(open.retryAfter());
            case Fault.Overloaded _ -> error(TOO_MANY, "429", message, null, receipt);
            case Fault.TooLarge _ -> error(BAD_REQUEST, "InvalidImageSize", message, null, receipt);
        };
    }

    private static Answer error(
            int status, String code, String message, @Nullable Inner inner, @Nullable Receipt receipt) {
        return new Answer(status, headers(receipt), Bodies.error(code, message, inner));
    }

    private static List<Map.Entry<String, String>> headers(@Nullable Receipt receipt) {
        var headers = new ArrayList<Map.Entry<String, String>>(4);
        headers.add(Map.entry("Content-Type", "application/json; charset=utf-8"));
        headers.add(
                Map.entry("apim-request-id", receipt == null ? UUID.randomUUID().toString() : receipt.id()));
        if (receipt != null) {
            headers.addAll(Answer.naming(receipt));
        }
        return headers;
    }
}
