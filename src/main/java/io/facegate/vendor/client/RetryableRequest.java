package io.facegate.vendor.client;

import io.facegate.vendor.client.VendorHttpClient.Request;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Request with its retry rules.
 *
 * @param request writes a new request for each attempt, because signatures expire
 * @param idempotent true if repeating the request has no further effect
 * @param throttled true for an answer that only reports throttling
 */
public record RetryableRequest(
        Supplier<Request> request, boolean idempotent, Predicate<SendAttempt.Answered> throttled) {
    private static final int TOO_MANY = 429;

    /** Creates a request to a vendor that reports throttling by status alone. */
    public RetryableRequest(Supplier<Request> request, boolean idempotent) {
        this(request, idempotent, answer -> answer.status() == TOO_MANY);
    }

    /** Returns true if the request may be sent again: nothing was written, or it is idempotent and failed for now. */
    boolean mayFollow(SendAttempt attempt) {
        return switch (attempt) {
            case SendAttempt.NotConnected() -> true;
            case SendAttempt.ConnectionLost(var begun, var _) -> !begun && idempotent;
            case SendAttempt.Answered answered -> idempotent && (answered.status() >= 500 || throttled.test(answered));
            case SendAttempt.CertificateRejected(),
                    SendAttempt.ReplyTooLarge(),
                    SendAttempt.TimedOut(),
                    SendAttempt.Interrupted(),
                    SendAttempt.NotAllowed(var _),
                    SendAttempt.QueueFull(),
                    SendAttempt.Open(var _) -> false;
        };
    }
}
