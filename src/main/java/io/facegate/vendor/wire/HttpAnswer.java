package io.facegate.vendor.wire;

import io.facegate.call.Outcome.Advice;
import io.facegate.call.Outcome.Receipt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP response.
 *
 * @param trailers trailing headers, sent after the body where the protocol supports them
 * @param summary what the operator's access log and traces tell of the call, if it came to the gateway; not sent
 */
public record HttpAnswer(
        int status,
        List<Map.Entry<String, String>> headers,
        byte[] body,
        List<Map.Entry<String, String>> trailers,
        @Nullable CallSummary summary) {
    /** The details are in the operator's log; a caller must not see messages of a database. */
    public static final String NOT_WRITTEN =
            "The decision could not be recorded in time, so nothing was forwarded. Try again.";

    public HttpAnswer {
        headers = List.copyOf(headers);
        trailers = List.copyOf(trailers);
    }

    public HttpAnswer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        this(status, headers, body, List.of(), null);
    }

    public HttpAnswer(
            int status,
            List<Map.Entry<String, String>> headers,
            byte[] body,
            List<Map.Entry<String, String>> trailers) {
        this(status, headers, body, trailers, null);
    }

    /** Returns the response with a summary of its call. */
    public HttpAnswer withSummary(CallSummary of) {
        return new HttpAnswer(status, headers, body, trailers, of);
    }

    /** Returns the response with the policy's advice added in headers, which are the same on every wire. */
    public HttpAnswer withAdvice(Advice advice) {
        if (advice.equals(Advice.NONE)) {
            return this;
        }
        var all = new ArrayList<>(headers);
        if (advice.leadOnly()) {
            all.add(Map.entry("Facegate-Label", "lead-only"));
        }
        add(all, "Facegate-Notice", advice.notices());
        add(all, "Facegate-Duty", advice.duties());
        if (advice.authorisationDue() != null) {
            all.add(Map.entry(
                    "Facegate-Authorisation-Due", advice.authorisationDue().toString()));
        }
        add(all, "Facegate-Warning", advice.warnings());
        return new HttpAnswer(status, all, body, trailers, summary);
    }

    /** Returns the response with further headers. */
    public HttpAnswer withHeaders(List<Map.Entry<String, String>> more) {
        if (more.isEmpty()) {
            return this;
        }
        var all = new ArrayList<>(headers);
        all.addAll(more);
        return new HttpAnswer(status, all, body, trailers, summary);
    }

    private static void add(List<Map.Entry<String, String>> headers, String name, Collection<String> words) {
        if (!words.isEmpty()) {
            headers.add(Map.entry(name, String.join(",", words)));
        }
    }

    /** Passes a vendor's {@code Retry-After} on to the caller: a header in seconds, if any are given. */
    public HttpAnswer retryAfter(OptionalInt seconds) {
        return seconds.isPresent() ? retryAfter(seconds.getAsInt()) : this;
    }

    /** Returns the response with a {@code Retry-After} header in seconds. */
    public HttpAnswer retryAfter(int seconds) {
        var all = new ArrayList<>(headers);
        all.add(Map.entry("Retry-After", Integer.toString(seconds)));
        return new HttpAnswer(status, all, body, trailers, summary);
    }

    /** Returns the content type, and the headers of {@link #receiptHeaders} if there is a record. */
    public static List<Map.Entry<String, String>> headers(String contentType, @Nullable Receipt receipt) {
        var headers = new ArrayList<Map.Entry<String, String>>(4);
        headers.add(Map.entry("Content-Type", contentType));
        if (receipt != null) {
            headers.addAll(receiptHeaders(receipt));
        }
        return headers;
    }

    /** Returns the headers that identify a decision's record, and say whether it is of the sandbox. */
    public static List<Map.Entry<String, String>> receiptHeaders(Receipt receipt) {
        var decision = Map.entry("Facegate-Decision", receipt.id());
        var proof = Map.entry("Facegate-Receipt", receipt.headerValue());
        return receipt.sandbox()
                ? List.of(decision, proof, Map.entry("Facegate-Sandbox", "true"))
                : List.of(decision, proof);
    }

    @Override
    public String toString() {
        return "HttpAnswer[" + status + ", " + body.length + " bytes]";
    }
}
