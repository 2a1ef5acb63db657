package io.facegate.vendor.azure.wire;

import io.facegate.call.Fault;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.vendor.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Azure's error format, with at most one nested error, and the headers of every answer. */
public final class AzureErrorEnvelope {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int FAILURE = 500;

    /** Azure's SDKs retry every status of 500 or more but this one and 505. */
    private static final int FINAL_FAILURE = 501;

    private static final int UNAVAILABLE = 503;

    private AzureErrorEnvelope() {}

    /**
     * One error.
     *
     * @param inner the nested error with details, or null
     */
    public record Wrong(
            String code, String message, @Nullable Wrong inner) {
        public Wrong(String code, String message) {
            this(code, message, null);
        }
    }

    /** Returns the vendor's answer, unchanged or filtered. */
    public static HttpAnswer verbatim(Reply.Verbatim reply, Receipt receipt) {
        return new HttpAnswer(reply.status(), headers(receipt), reply.body())
                .retryAfter(reply.envelope().retryAfter());
    }

    public static HttpAnswer ok(byte[] body, Receipt receipt) {
        return new HttpAnswer(OK, headers(receipt), body);
    }

    /** Returns the response for a refused call. */
    public static HttpAnswer refused(Refusal refusal, Receipt receipt) {
        var inner = new Wrong(refusal.code(), "Decided by rule " + refusal.rule() + ", decision " + receipt.id() + ".");
        return error(FORBIDDEN, new Wrong("AccessDenied", refusal.message(), inner), receipt);
    }

    /** Returns the response for an operation that the service does not support. */
    public static HttpAnswer unsupported(String message, Receipt receipt) {
        var inner = new Wrong("UnsupportedFeature", message);
        return error(FORBIDDEN, new Wrong("InvalidRequest", "Invalid request has been sent.", inner), receipt);
    }

    /** Returns the response for an internal failure. */
    public static HttpAnswer internal() {
        return error(FAILURE, new Wrong("InternalServerError", "Facegate failed on this call; see its log."), null);
    }

    public static HttpAnswer fault(Fault fault, @Nullable Receipt receipt) {
        var message = String.valueOf(fault.getMessage());
        return switch (fault) {
            case Fault.Unauthenticated nobody ->
                error(UNAUTHORIZED, new Wrong("401", message, new Wrong(nobody.code(), message)), receipt);
            case Fault.LedgerDown _ ->
                error(UNAVAILABLE, new Wrong("ServiceUnavailable", HttpAnswer.NOT_WRITTEN), receipt);
            case Fault.RegistryDown _,
                    Fault.LimitsDown _,
                    Fault.OutcomeUnwritten _,
                    Fault.ShuttingDown _,
                    Fault.Stopped _ -> error(UNAVAILABLE, new Wrong("ServiceUnavailable", message), receipt);
            case Fault.ProviderDown down ->
                error(down.isRejected() ? FINAL_FAILURE : FAILURE, new Wrong("InternalServerError", message), receipt);
            case Fault.CircuitOpen open ->
                error(UNAVAILABLE, new Wrong("ServiceUnavailable", message), receipt)
                        .retryAfter(open.retryAfter());
            case Fault.Overloaded busy ->
                error(TOO_MANY, new Wrong("429", message), receipt).retryAfter(busy.retryAfter());
            case Fault.TooLarge _ -> error(BAD_REQUEST, new Wrong("InvalidImageSize", message), receipt);
        };
    }

    public static HttpAnswer error(int status, Wrong wrong, @Nullable Receipt receipt) {
        return new HttpAnswer(status, headers(receipt), AzureJson.toBytes(body -> {
            body.writeStartObject();
            body.writeObjectFieldStart("error");
            body.writeStringField("code", wrong.code);
            body.writeStringField("message", wrong.message);
            if (wrong.inner != null) {
                body.writeObjectFieldStart("innererror");
                body.writeStringField("code", wrong.inner.code);
                body.writeStringField("message", wrong.inner.message);
                body.writeEndObject();
            }
            body.writeEndObject();
            body.writeEndObject();
        }));
    }

    private static List<Map.Entry<String, String>> headers(@Nullable Receipt receipt) {
        var headers = new ArrayList<Map.Entry<String, String>>(4);
        headers.add(Map.entry("Content-Type", "application/json; charset=utf-8"));
        headers.add(
                Map.entry("apim-request-id", receipt == null ? UUID.randomUUID().toString() : receipt.id()));
        if (receipt != null) {
            headers.addAll(HttpAnswer.receiptHeaders(receipt));
        }
        return headers;
    }
}
