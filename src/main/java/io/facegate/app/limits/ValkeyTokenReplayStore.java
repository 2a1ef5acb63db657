package io.facegate.app.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facegate.app.tokens.TokenReplayStore;
import io.facegate.call.Digests;
import io.facegate.gateway.limits.ValkeyEntries;
import java.time.Duration;

/**
 * Uses of tokens for one call, in a Valkey or Redis server. The server learns HMACs only, and forgets each when the token
 * has expired.
 */
public final class ValkeyTokenReplayStore implements TokenReplayStore {
    private final ValkeyEntries entries;
    private final byte[] names;

    /** @param secret the same at all gateways that share that server */
    public ValkeyTokenReplayStore(ValkeyEntries entries, byte[] secret) {
        this.entries = entries;
        this.names = Digests.hmacSha256(secret, "used tokens".getBytes(UTF_8));
    }

    @Override
    public boolean noteFirstUse(String issuer, String token, Duration kept) {
        return entries.putIfAbsent(ValkeyEntries.key(names, issuer.length() + ":" + issuer + token), kept);
    }

    @Override
    public void close() {
        entries.close();
    }
}
