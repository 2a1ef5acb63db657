package io.facegate.identity;

import java.time.Instant;

/** The room's door: a credential in, the caller it proves out. */
public interface CallerAuthentication {
    /**
     * Believes a credential, or not.
     *
     * @param now when the body was complete
     * @throws io.facegate.call.Fault.Unauthenticated when it proves nobody
     */
    Caller identify(Credential credential, Instant now);
}
