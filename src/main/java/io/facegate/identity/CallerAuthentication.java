package io.facegate.identity;

import java.time.Instant;

/** Authentication of callers. */
public interface CallerAuthentication {
    /**
     * Verifies a credential.
     *
     * @param now when the body was complete
     * @throws io.facegate.call.Fault.Unauthenticated if it is not accepted
     */
    Caller authenticate(Credential credential, Instant now);
}
