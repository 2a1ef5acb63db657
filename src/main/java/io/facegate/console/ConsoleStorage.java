package io.facegate.console;

import io.facegate.console.SharedConsoleSessions.Kind;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the console keeps sessions and counts failed logins: in memory, or together with other gateways.
 *
 * @param shared null for memory
 * @param networks the network that a request came from
 */
public record ConsoleStorage(
        InstantSource clock, @Nullable SharedConsoleState shared, Function<HttpServerRequest, String> networks)
        implements AutoCloseable {
    /** In this gateway's memory, by the address of the peer. */
    public static ConsoleStorage inMemory(InstantSource clock) {
        return new ConsoleStorage(clock, null, ConsoleStorage::peer);
    }

    private static String peer(HttpServerRequest request) {
        return String.valueOf(request.remoteAddress().hostAddress());
    }

    SessionStore sessions(Kind kind) {
        return shared == null ? new ConsoleSessions(clock) : new SharedConsoleSessions(shared, clock, kind);
    }

    FailedLoginLimit failures() {
        return new FailedLoginLimit(clock, shared, networks);
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.close();
        }
    }
}
