package io.facegate.provider;

import io.facegate.provider.VendorHttpClient.Request;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One request on its way to a vendor, and what must be known to send it again.
 *
 * @param request writes it anew for each try, as signatures grow old
 * @param idempotent whether doing it twice changes nothing
 * @param throttled whether an answer says only that the vendor is asked too often
 */
public record RetryableRequest(
        Supplier<Request> request, boolean idempotent, Predicate<SendAttempt.Answered> throttled) {
    private static final int TOO_MANY = 429;

    /** One to a vendor that says so by the status alone. */
    public RetryableRequest(Supplier<Request> request, boolean idempotent) {
        this(request, idempotent, answer -> answer.status() == TOO_MANY);
    }

    /** Whether it may be sent again: where nothing was written, or doing it twice changes nothing. */
    boolean mayFollow(SendAttempt attempt) {
        return switch (attempt) {
            case SendAttempt.Unsent() -> true;
            case SendAttempt.Lost(var begun) -> !begun && idempotent;
            case SendAttempt.Answered answered -> idempotent && (answered.status() >= 500 || throttled.test(answered));
            case SendAttempt.Distrusted(),
                    SendAttempt.TooLong(),
                    SendAttempt.Late(),
                    SendAttempt.Stopped(),
                    SendAttempt.Crowded(),
                    SendAttempt.Open(var _) -> false;
        };
    }
}
