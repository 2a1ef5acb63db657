package io.facegate.console;

import io.facegate.console.ConsoleSessions.Session;
import io.facegate.registry.Person.Login;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Login sessions that several gateways have in common. The server is asked with each request, so a session that one
 * gateway ended is over at all. What the server puts back is refused by every gateway that knows that it ended, and by
 * all when its rest is over, because each value tells when.
 */
final class SharedConsoleSessions implements SessionStore {
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int FORM = 1;
    private static final int MOST_PENDING = 1024;

    /** Most names that may be anybody's, and how many of them one request removes, so that strangers hold nobody. */
    private static final int MOST_UNSEEN = 256;

    private static final int UNSEEN_AT_ONCE = 16;

    private final SharedConsoleState state;
    private final InstantSource clock;
    private final Kind kind;
    private final ReplayGuard known = new ReplayGuard();

    /** Sessions that ended here while the server did not answer. */
    private final Queue<String> pending = new LinkedBlockingQueue<>(MOST_PENDING);

    /** The same of names that this gateway has not seen. Strangers can fill it, and so it is apart. */
    private final Queue<String> unseen = new LinkedBlockingQueue<>(MOST_UNSEEN);

    /** Whose sessions they are. */
    enum Kind {
        LINK("session of a link ", ConsoleSessions.MOST),
        PERSON("session of a person ", ConsoleSessions.MOST_OF_ONE);

        private final String prefix;
        private final int most;

        Kind(String prefix, int most) {
            this.prefix = prefix;
            this.most = most;
        }

        private boolean fits(Session session) {
            return (session.login() == null) == (this == LINK);
        }
    }

    SharedConsoleSessions(SharedConsoleState state, InstantSource clock, Kind kind) {
        this.state = state;
        this.clock = clock;
        this.kind = kind;
    }

    static boolean isSecret(String text) {
        return SECRET.matcher(text).matches();
    }

    @Override
    public String open(@Nullable Login login) {
        endPending();
        var now = clock.instant();
        var secret = ConsoleSessions.secret();
        var session = Session.begin(secret, login, now);
        var whose = login == null ? "" : login.issuer() + ' ' + login.subject();
        var group = new SharedConsoleState.Group(kind.prefix + "by " + whose, kind.most, ConsoleSessions.LIFE);
        state.put(name(secret), encode(session), left(session, now), group);
        known.see(name(secret));
        return secret;
    }

    @Override
    public @Nullable Session find(String secret) {
        if (!isSecret(secret)) {
            return null;
        }
        endPending();
        var name = name(secret);
        if (known.hasEnded(name) || unseen.contains(name)) {
            return null;
        }
        var found = state.get(name).map(SharedConsoleSessions::decode).orElse(null);
        if (found == null || !kind.fits(found)) {
            known.end(name);
            return null;
        }
        known.see(name);
        var now = clock.instant();
        var used = found.usedAt(now);
        // A session that another gateway ended since it was read does not come back.
        if (found.isOver(now) || !state.replace(name, encode(used), left(used, now))) {
            known.end(name);
            return null;
        }
        return known.hasEnded(name) ? null : used;
    }

    @Override
    public void close(String secret) {
        var name = name(secret);
        known.end(name);
        try {
            state.remove(name);
        } catch (SharedConsoleState.Unreachable down) {
            if (known.hasEnded(name)) {
                keep(name, pending);
            } else if (isSecret(secret)) {
                keep(name, unseen);
            }
            throw down;
        }
    }

    /** Keeps a name once, and forgets the oldest if there are too many. */
    private static void keep(String name, Queue<String> names) {
        if (!names.contains(name) && !names.offer(name)) {
            names.poll();
            names.offer(name);
        }
    }

    private void endPending() {
        for (var name = pending.peek(); name != null; name = pending.peek()) {
            state.remove(name);
            pending.remove(name);
        }
        for (int at = 0; at < UNSEEN_AT_ONCE && !unseen.isEmpty(); at++) {
            endUnseen();
        }
    }

    private void endUnseen() {
        var name = unseen.peek();
        if (name != null) {
            state.remove(name);
            unseen.remove(name);
        }
    }

    private String name(String secret) {
        return kind.prefix + ConsoleSessions.key(secret);
    }

    private static Duration left(Session session, Instant now) {
        var end = session.idleEnd().isBefore(session.end()) ? session.idleEnd() : session.end();
        return Duration.between(now, end);
    }

    private static byte[] encode(Session session) {
        var bytes = new ByteArrayOutputStream();
        var login = session.login();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeUTF(session.name());
            out.writeUTF(login == null ? "" : login.issuer());
            out.writeUTF(login == null ? "" : login.subject());
            out.writeUTF(session.formToken());
            out.writeLong(session.end().toEpochMilli());
            out.writeLong(session.idleEnd().toEpochMilli());
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    /** The session in a genuine value; null if another build wrote it in another form. */
    private static @Nullable Session decode(byte[] value) {
        try (var in = new DataInputStream(new ByteArrayInputStream(value))) {
            if (in.readByte() != FORM) {
                return null;
            }
            var name = in.readUTF();
            var login = new Login(in.readUTF(), in.readUTF());
            var token = in.readUTF();
            var end = Instant.ofEpochMilli(in.readLong());
            return new Session(
                    name, login.issuer().isEmpty() ? null : login, token, end, Instant.ofEpochMilli(in.readLong()));
        } catch (IOException malformed) {
            return null;
        }
    }
}
