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

/** How a gateway that is being stopped takes leave of its callers' connections. */
public final class ConnectionDrain {
    private static final int UNAVAILABLE = 503;

    /** Longer than any grace: the end of the process is the end of those that are left. */
    private static final long LONGEST_SECONDS = 7200;

    private final Set<HttpConnection> connections = Collections.newSetFromMap(new WeakHashMap<>());

    /** Remembers a connection that carries many calls. */
    public synchronized void remember(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            connections.add(request.connection());
        }
    }

    /** Tells all of them that no new call is taken (GOAWAY); each is closed when its last call is answered. */
    public void tellAll() {
        List<HttpConnection> all;
        synchronized (this) {
            all = List.copyOf(connections);
        }
        all.forEach(ConnectionDrain::goAway);
    }

    /** Answers what is no call. */
    public static void turnAway(RoutingContext routing) {
        var request = routing.request();
        announce(request);
        var written = request.response()
                .setStatusCode(UNAVAILABLE)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end("The gateway is being stopped.\n");
        closeAfter(request, written);
        RequestDrainer.discard(routing);
    }

    /** Tells a client that its next call needs another connection; before its answer is written. */
    static void announce(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            goAway(request.connection());
        } else {
            request.response().putHeader("Connection", "close");
        }
    }

    /** Closes the connection after the answer, unless its client still writes: then it would be reset, and the answer lost. */
    static void closeAfter(HttpServerRequest request, Future<Void> written) {
        written.onComplete(done -> {
            if (request.isEnded()) {
                closeIfAnnounced(request);
            }
        });
    }

    /** Closes a connection whose client was told so, and has written all that it had begun to write. */
    static void closeIfAnnounced(HttpServerRequest request) {
        if ("close".equals(request.response().headers().get("Connection"))) {
            request.connection().close();
        }
    }

    private static void goAway(HttpConnection connection) {
        connection.shutdown(LONGEST_SECONDS, TimeUnit.SECONDS);
    }
}
