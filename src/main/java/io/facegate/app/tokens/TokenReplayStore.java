package io.facegate.app.tokens;

import java.time.Duration;

/** Uses of tokens for one call that several gateways remember together. */
public interface TokenReplayStore extends AutoCloseable {
    /**
     * Notes the use of a token.
     *
     * @param kept how long it must be remembered
     * @return false if it was noted before, at any gateway
     * @throws io.facegate.call.Fault.LimitsDown if that is not known; it may be noted
     */
    boolean noteFirstUse(String issuer, String token, Duration kept);

    @Override
    void close();
}
