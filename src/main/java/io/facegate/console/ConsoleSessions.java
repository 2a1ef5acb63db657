package io.facegate.console;

import io.facegate.call.Digests;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Login sessions: digests of their secrets, each with its expiry. Never more than {@link #MOST}. */
final class ConsoleSessions {
    static final Duration LIFE = Duration.ofHours(8);
    static final int MOST = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource clock;
    private final Map<String, Instant> ends = new LinkedHashMap<>();

    ConsoleSessions(InstantSource clock) {
        this.clock = clock;
    }

    /** Starts a session and returns its secret. Ends the oldest session if there are too many. */
    synchronized String open() {
        var now = clock.instant();
        ends.values().removeIf(end -> !now.isBefore(end));
        if (ends.size() == MOST) {
            ends.remove(ends.keySet().iterator().next());
        }
        var secret = secret();
        ends.put(key(secret), now.plus(LIFE));
        return secret;
    }

    /** The session's public name in records. It identifies a session but does not grant access. */
    static String name(String secret) {
        return "console-" + key(secret).substring(0, 12);
    }

    /** Checks a session by the digest of its secret, so that timing reveals nothing about the secret. */
    synchronized boolean holds(String secret) {
        var end = ends.get(key(secret));
        return end != null && clock.instant().isBefore(end);
    }

    synchronized void close(String secret) {
        ends.remove(key(secret));
    }

    /** 256 random bits, encoded for URLs and cookies. */
    static String secret() {
        var bits = new byte[32];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    static byte[] digest(String secret) {
        return Digests.sha256(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(String secret) {
        return HexFormat.of().formatHex(digest(secret));
    }
}
