package io.facegate.console;

import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The door of the console: a link that works once and for a quarter of an hour, printed where only the operator reads.
 * At most one link is alive; a visitor without a session has a fresh one printed when none is.
 */
public final class ConsoleLogin {
    /** How long a link works. */
    public static final Duration LINK_LIFE = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final Consumer<URI> printer;
    private final ConsoleSessions sessions;
    private @Nullable URI base;
    private @Nullable Link alive;

    /**
     * Makes a door that prints nothing until it is told where it stands.
     *
     * @param printer takes each link as it is made; it must reach the operator and nobody else
     */
    public ConsoleLogin(InstantSource clock, Consumer<URI> printer) {
        this.clock = clock;
        this.printer = printer;
        this.sessions = new ConsoleSessions(clock);
    }

    /**
     * Says where the server listens, such as {@code http://127.0.0.1:8080}, and prints a link, in place of any earlier.
     *
     * @return the link that was printed
     */
    public synchronized URI openAt(URI server) {
        base = server;
        return print(server);
    }

    /** Prints a fresh link unless one is alive; the end of the one that is, or null before the server listens. */
    synchronized @Nullable Instant offer() {
        var server = base;
        if (server == null) {
            return null;
        }
        if (alive == null || alive.overAt(clock.instant())) {
            print(server);
        }
        return alive == null ? null : alive.until();
    }

    /** Uses up the link: the new session's secret, or null where the token opens nothing. */
    synchronized @Nullable String enter(@Nullable String token) {
        var link = alive;
        if (token == null || link == null || link.overAt(clock.instant()) || !link.opensWith(token)) {
            return null;
        }
        alive = null;
        return sessions.open();
    }

    boolean knows(String session) {
        return sessions.holds(session);
    }

    void leave(@Nullable String session) {
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
        boolean overAt(Instant now) {
            return !now.isBefore(until);
        }

        boolean opensWith(String token) {
            return MessageDigest.isEqual(digest, ConsoleSessions.digest(token));
        }
    }
}
