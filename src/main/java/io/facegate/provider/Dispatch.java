package io.facegate.provider;

import io.facegate.provider.Upstream.Request;

/** One request on its way to a vendor, and what must be known to send it again. */
public interface Dispatch {
    /**
     * The request, written anew for each try, as signatures grow old.
     *
     * @throws io.facegate.call.Fault when it cannot be written
     */
    Request request();

    /** Whether doing it twice changes nothing. */
    boolean idempotent();

    /** Whether the vendor says only that it is asked too often. */
    default boolean throttled(Attempt.Answered answered) {
        return answered.status() == 429;
    }
}
