package io.facegate.provider;

import io.facegate.provider.Upstream.Request;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One request on its way to a vendor, and what must be known to send it again.
 *
 * @param request writes it anew for each try, as signatures grow old
 * @param idempotent whether doing it twice changes nothing
 * @param throttled whether an answer says only that the vendor is asked too often
 */
public record Dispatch(Supplier<Request> request, boolean idempotent, Predicate<Attempt.Answered> throttled) {
    private static final int TOO_MANY = 429;

    /** One to a vendor that says so by the status alone. */
    public Dispatch(Supplier<Request> request, boolean idempotent) {
        this(request, idempotent, answer -> answer.status() == TOO_MANY);
    }

    /** Whether it may be sent again: where nothing was written, or doing it twice changes nothing. */
    boolean mayFollow(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Unsent() -> true;
            case Attempt.Lost(var begun) -> !begun && idempotent;
            case Attempt.Answered answered -> idempotent && (answered.status() >= 500 || throttled.test(answered));
            case Attempt.Distrusted(),
                    Attempt.TooLong(),
                    Attempt.Late(),
                    Attempt.Stopped(),
                    Attempt.Crowded(),
                    Attempt.Open(var _) -> false;
        };
    }
}
