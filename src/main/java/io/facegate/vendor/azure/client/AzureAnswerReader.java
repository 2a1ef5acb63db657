package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.client.CallFailedException;
import java.io.IOException;

/** Reader of one Azure answer; turns an error into neutral terms. */
final class AzureAnswerReader {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_LARGE = 413;
    private static final int NO_PICTURE = 415;
    private static final int TOO_MANY = 429;

    private AzureAnswerReader() {}

    /**
     * Returns an answer of success.
     *
     * @throws CallFailedException when the caller caused the error
     * @throws Fault.ProviderDown on any other error, or when there is no answer
     */
    static Reply.Verbatim success(Reply reply) {
        if (reply instanceof Reply.Failed failed) {
            throw new CallFailedException(failed);
        }
        if (!(reply instanceof Reply.Verbatim given)) {
            throw new Fault.ProviderDown("The answer is not one that Azure gives.");
        }
        if (given.error() != null) {
            throw toException(given, given.error());
        }
        return given;
    }

    /**
     * Returns the body of an answer; a missing node when it is empty.
     *
     * @throws CallFailedException when the caller caused the error
     * @throws Fault.ProviderDown on any other error, or when there is no answer
     */
    static JsonNode read(Reply reply) {
        var given = success(reply);
        try {
            return given.body().length == 0
                    ? JsonMappers.PLAIN.missingNode()
                    : JsonMappers.PLAIN.readTree(given.body());
        } catch (IOException unfit) {
            throw new Fault.ProviderDown("The vendor's answer cannot be read.");
        }
    }

    private static CallFailedException failed(Failure kind, String message) {
        return new CallFailedException(kind, message, null);
    }

    private static RuntimeException toException(Reply.Verbatim given, String error) {
        var body = body(given);
        var inner = body.at("/error/innererror/code").asText();
        var code = inner.isEmpty() ? error : inner;
        var why = "The provider says " + code + ": " + body.at("/error/message").asText("nothing more");
        return switch (given.status()) {
            case BAD_REQUEST ->
                failed(code.startsWith("InvalidImage") ? Failure.INVALID_IMAGE : Failure.INVALID_PARAMETER, why);
            case FORBIDDEN -> failed(code.equals("QuotaExceeded") ? Failure.LIMIT_EXCEEDED : Failure.UNSUPPORTED, why);
            case NOT_FOUND -> failed(Failure.NOT_FOUND, why);
            case CONFLICT -> failed(code.endsWith("Exists") ? Failure.ALREADY_EXISTS : Failure.THROTTLED, why);
            case TOO_LARGE -> failed(Failure.IMAGE_TOO_LARGE, why);
            case NO_PICTURE -> failed(Failure.INVALID_IMAGE, why);
            case TOO_MANY -> failed(Failure.THROTTLED, why);
            default -> new Fault.ProviderDown("The vendor failed on the call (" + code + ").");
        };
    }

    private static JsonNode body(Reply.Verbatim given) {
        try {
            return JsonMappers.PLAIN.readTree(given.body());
        } catch (IOException notJson) {
            return JsonMappers.PLAIN.missingNode();
        }
    }

    /**
     * Returns a required field.
     *
     * @throws Fault.ProviderDown when it is absent
     */
    static JsonNode requireField(JsonNode from, String field) {
        if (!from.hasNonNull(field)) {
            throw new Fault.ProviderDown("The vendor's answer lacks " + field + ", which Azure's model always has.");
        }
        return from.get(field);
    }
}
