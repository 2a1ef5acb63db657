package io.facegate.console;

import io.facegate.call.Digests;
import io.facegate.registry.Person.Login;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Login sessions in memory, by digests of their secrets. Their number is bounded: the oldest ends when there are too many. */
final class ConsoleSessions implements SessionStore {
    static final Duration LIFE = Duration.ofHours(8);

    /** How long a person's session lives without a request. */
    static final Duration IDLE = Duration.ofMinutes(30);

    /** Most sessions of the local login. */
    static final int MOST = 32;

    /** Most sessions of one person. */
    static final int MOST_OF_ONE = 8;

    /** Most sessions of all people. */
    static final int MOST_OF_PEOPLE = 1024;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource clock;
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /**
     * A session.
     *
     * @param name its public name in records; it identifies a session but does not grant access
     * @param login of the person whose it is, or null
     * @param formToken what its forms send back
     * @param end when it ends in any case
     * @param idleEnd when it ends if nothing is asked for
     */
    record Session(String name, @Nullable Login login, String formToken, Instant end, Instant idleEnd) {
        static Session begin(String secret, @Nullable Login login, Instant now) {
            return new Session(ConsoleSessions.name(secret), login, ConsoleSessions.secret(), now.plus(LIFE), now)
                    .usedAt(now);
        }

        boolean isOver(Instant now) {
            return !now.isBefore(end) || !now.isBefore(idleEnd);
        }

        Session usedAt(Instant now) {
            return new Session(name, login, formToken, end, login == null ? end : now.plus(IDLE));
        }
    }

    ConsoleSessions(InstantSource clock) {
        this.clock = clock;
    }

    /** Starts a session of the local login and returns its secret. */
    String open() {
        return open(null);
    }

    @Override
    public synchronized String open(@Nullable Login login) {
        var now = clock.instant();
        sessions.values().removeIf(one -> one.isOver(now));
        endOldest(login == null ? MOST : MOST_OF_ONE, one -> Objects.equals(login, one.login()));
        endOldest(MOST_OF_PEOPLE, one -> login != null && one.login() != null);
        var secret = secret();
        sessions.put(key(secret), Session.begin(secret, login, now));
        return secret;
    }

    private void endOldest(int most, Predicate<Session> kind) {
        var same = sessions.entrySet().stream()
                .filter(one -> kind.test(one.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (same.size() >= most) {
            sessions.remove(same.getFirst());
        }
    }

    /** The session's public name in records. */
    static String name(String secret) {
        return "console-" + key(secret).substring(0, 12);
    }

    /** The session with that secret, which lives on; null if there is none, or it is over. Timing reveals nothing. */
    @Override
    public synchronized @Nullable Session find(String secret) {
        var key = key(secret);
        var now = clock.instant();
        var found = sessions.get(key);
        if (found == null || found.isOver(now)) {
            sessions.remove(key);
            return null;
        }
        var used = found.usedAt(now);
        sessions.put(key, used);
        return used;
    }

    boolean isValid(String secret) {
        return find(secret) != null;
    }

    @Override
    public synchronized void close(String secret) {
        sessions.remove(key(secret));
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

    /** The digest by which a session is kept. */
    static String key(String secret) {
        return HexFormat.of().formatHex(digest(secret));
    }
}
