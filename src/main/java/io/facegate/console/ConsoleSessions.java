package io.facegate.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who is logged in: digests of the sessions' secrets, each with its end, and never more than {@link #MOST}. */
final class ConsoleSessions {
    static final Duration LIFE = Duration.ofHours(8);
    static final int MOST = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource clock;
    private final Map<String, Instant> ends = new LinkedHashMap<>();

    ConsoleSessions(InstantSource clock) {
        this.clock = clock;
    }

    /** Begins a session, at the cost of the oldest where there are too many; its secret. */
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

    /** What a session is called on record: it tells sessions apart, and opens none. */
    static String name(String secret) {
        return "console-" + key(secret).substring(0, 12);
    }

    /** Looks up by digest, so that the time it takes tells nothing of a secret. */
    synchronized boolean holds(String secret) {
        var end = ends.get(key(secret));
        return end != null && clock.instant().isBefore(end);
    }

    synchronized void close(String secret) {
        ends.remove(key(secret));
    }

    /** 256 random bits that fit a URL and a cookie. */
    static String secret() {
        var bits = new byte[32];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(String secret) {
        return HexFormat.of().formatHex(digest(secret));
    }
}
