package io.facegate.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/** Connection draining during shutdown. */
public final class ConnectionDrain {
    private static final int UNAVAILABLE = 503;

    /** Longer than any grace period; the end of the process closes remaining connections. */
    private static final long LONGEST_SECONDS = 7200;

    private final Set<HttpConnection> connections = Collections.newSetFromMap(new WeakHashMap<>());

    /** Registers an HTTP/2 connection. */
    public synchronized void register(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            connections.add(request.connection());
        }
    }

    /** Sends GOAWAY on all connections; each closes after its last answer. */
    public void sendGoAwayToAll() {
        List<HttpConnection> all;
        synchronized (this) {
            all = List.copyOf(connections);
        }
        all.forEach(ConnectionDrain::sendGoAway);
    }

    /** Answers 503 to a request that is not an API call. */
    public static void reject(RoutingContext routing) {
        var request = routing.request();
        announce(request);
        var written = request.response()
                .setStatusCode(UNAVAILABLE)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end("The gateway is being stopped.\n");
        closeAfter(request, written);
        RequestDrainer.discard(routing);
    }

    /** Tells a client to open a new connection for its next call. Must run before the answer is written. */
    static void announce(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            sendGoAway(request.connection());
        } else {
            request.response().putHeader("Connection", "close");
        }
    }

    /** Closes the connection after the answer, unless the client still writes: a reset would lose the answer. */
    static void closeAfter(HttpServerRequest request, Future<Void> written) {
        written.onComplete(done -> {
            if (request.isEnded()) {
                closeIfAnnounced(request);
            }
        });
    }

    /** Closes an announced connection whose client has finished writing. */
    static void closeIfAnnounced(HttpServerRequest request) {
        if ("close".equals(request.response().headers().get("Connection"))) {
            request.connection().close();
        }
    }

    private static void sendGoAway(HttpConnection connection) {
        connection.shutdown(LONGEST_SECONDS, TimeUnit.SECONDS);
    }
}
