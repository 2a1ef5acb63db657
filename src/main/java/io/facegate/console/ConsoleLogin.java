package io.facegate.console;

import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Console login by one-time link. A link is valid for 15 minutes and printed where only the operator reads. At most one
 * link is valid at a time. A visitor without a session causes a new one only if none is valid.
 */
public final class ConsoleLogin {
    /** Validity of a link. */
    public static final Duration LINK_LIFE = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final Consumer<URI> printer;
    private final ConsoleSessions sessions;
    private @Nullable URI base;
    private @Nullable Link alive;

    /**
     * Creates a login that prints nothing until {@link #openAt} gives it an address.
     *
     * @param printer receives each new link; it must reach the operator only
     */
    public ConsoleLogin(InstantSource clock, Consumer<URI> printer) {
        this.clock = clock;
        this.printer = printer;
        this.sessions = new ConsoleSessions(clock);
    }

    /**
     * Sets the server's address, such as {@code http://127.0.0.1:8080}, and prints a link that replaces any earlier
     * one.
     *
     * @return the printed link
     */
    public synchronized URI openAt(URI server) {
        base = server;
        return print(server);
    }

    /** Prints a link unless one is valid. Returns the expiry of the valid link, or null before the server listens. */
    synchronized @Nullable Instant offer() {
        var server = base;
        if (server == null) {
            return null;
        }
        if (alive == null || alive.isExpiredAt(clock.instant())) {
            print(server);
        }
        return alive == null ? null : alive.until();
    }

    /** Consumes the link. Returns the new session's secret, or null if the token is not valid. */
    synchronized @Nullable String redeem(@Nullable String token) {
        var link = alive;
        if (token == null || link == null || link.isExpiredAt(clock.instant()) || !link.matches(token)) {
            return null;
        }
        alive = null;
        return sessions.open();
    }

    /** The local session with that secret, or null. */
    ConsoleSessions.@Nullable Session session(String secret) {
        return sessions.find(secret);
    }

    void logOut(@Nullable String session) {
        if (session != null) {
            sessions.close(session);
        }
    }

    private URI print(URI server) {
        var token = ConsoleSessions.secret();
        alive = new Link(ConsoleSessions.digest(token), clock.instant().plus(LINK_LIFE));
        var link = server.resolve("/console/login?token=" + token);
        printer.accept(link);
        return link;
    }

    private record Link(byte[] digest, Instant until) {
        boolean isExpiredAt(Instant now) {
            return !now.isBefore(until);
        }

        boolean matches(String token) {
            return MessageDigest.isEqual(digest, ConsoleSessions.digest(token));
        }
    }
}
