package io.facegate.console;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Console login by one-time link. A link is valid for 15 minutes and printed where only the operator reads. At most one
 * link is valid at a time. A visitor without a session causes a new one only if none is valid.
 */
public final class ConsoleLogin {
    /** Validity of a link. */
    public static final Duration LINK_LIFE = Duration.ofMinutes(15);

    private static final System.Logger LOG = System.getLogger(ConsoleLogin.class.getName());

    private final InstantSource clock;
    private final Consumer<URI> printer;
    private final @Nullable SharedConsoleState shared;
    private final SessionStore sessions;
    private final ReplayGuard used = new ReplayGuard();
    private @Nullable URI base;
    private @Nullable Link alive;

    /**
     * Creates a login that prints nothing until {@link #openAt} gives it an address.
     *
     * @param printer receives each new link; it must reach the operator only
     */
    public ConsoleLogin(InstantSource clock, Consumer<URI> printer) {
        this(ConsoleStorage.inMemory(clock), printer);
    }

    /** As above; links and sessions that gateways have in common work at each of them. */
    public ConsoleLogin(ConsoleStorage stores, Consumer<URI> printer) {
        this.clock = stores.clock();
        this.printer = printer;
        this.shared = stores.shared();
        this.sessions = stores.sessions(SharedConsoleSessions.Kind.LINK);
    }

    /**
     * Sets the server's address, such as {@code http://127.0.0.1:8080}, and prints a link that replaces any earlier
     * one.
     *
     * @return the printed link; the server's address if none can be printed before what gateways share can be reached
     */
    public synchronized URI openAt(URI server) {
        base = server;
        try {
            return print(server);
        } catch (SharedConsoleState.Unreachable down) {
            LOG.log(System.Logger.Level.WARNING, "No link to the console was printed. {0}", down.getMessage());
            return server;
        }
    }

    /** Prints a link unless one is valid. Returns the expiry of the valid link, or null before the server listens. */
    synchronized @Nullable Instant offer() {
        var server = base;
        if (server == null) {
            return null;
        }
        if (alive == null || alive.isExpiredAt(clock.instant()) || isUsed(alive)) {
            print(server);
        }
        return alive == null ? null : alive.until();
    }

    /** Consumes the link. Returns the new session's secret, or null if the token is not valid. */
    synchronized @Nullable String redeem(@Nullable String token) {
        if (shared != null) {
            return token == null || !take(token, shared) ? null : sessions.open(null);
        }
        var link = alive;
        if (token == null || link == null || link.isExpiredAt(clock.instant()) || !link.matches(token)) {
            return null;
        }
        alive = null;
        return sessions.open(null);
    }

    /** True if somebody logged in with the link at another gateway. */
    private boolean isUsed(Link link) {
        return shared != null && shared.get(link.name()).isEmpty();
    }

    /** True if the token is of a link of any gateway that nobody took before. */
    private boolean take(String token, SharedConsoleState among) {
        var name = Link.name(ConsoleSessions.digest(token));
        if (!SharedConsoleSessions.isSecret(token) || used.hasEnded(name)) {
            return false;
        }
        var until = among.take(name).map(bytes -> ByteBuffer.wrap(bytes).getLong());
        if (until.isEmpty() || !clock.instant().isBefore(Instant.ofEpochMilli(until.get()))) {
            return false;
        }
        used.see(name);
        used.end(name);
        if (alive != null && alive.matches(token)) {
            alive = null;
        }
        return true;
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
        var made = new Link(ConsoleSessions.digest(token), clock.instant().plus(LINK_LIFE));
        if (shared != null) {
            share(made, shared);
        }
        alive = made;
        var link = server.resolve("/console/login?token=" + token);
        printer.accept(link);
        return link;
    }

    private void share(Link link, SharedConsoleState among) {
        if (alive != null) {
            among.remove(alive.name());
        }
        var until = ByteBuffer.allocate(Long.BYTES).putLong(link.until.toEpochMilli());
        among.put(link.name(), until.array(), LINK_LIFE, null);
    }

    private record Link(byte[] digest, Instant until) {
        static String name(byte[] digest) {
            return "link " + HexFormat.of().formatHex(digest);
        }

        String name() {
            return name(digest);
        }

        boolean isExpiredAt(Instant now) {
            return !now.isBefore(until);
        }

        boolean matches(String token) {
            return MessageDigest.isEqual(digest, ConsoleSessions.digest(token));
        }
    }
}
