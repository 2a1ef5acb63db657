package io.facegate.ingress;

import io.facegate.call.Fault;
import io.facegate.identity.Credential;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request off the event loop: waits for room, reads the body into one array, judges on another thread, and
 * answers back on the loop.
 */
public final class Intake {
    /** Base64 of two pictures of 5 MiB, and what stands around them. */
    public static final int MAX_BODY = 15 * 1024 * 1024;

    private static final long BODY_MILLIS = 30_000;
    private static final long WAIT_MILLIS = 10_000;

    private final Wire wire;
    private final InFlight inFlight;
    private final InstantSource clock;
    private final Threads threads;

    public Intake(Wire wire, InFlight inFlight, InstantSource clock, Threads threads) {
        this.wire = wire;
        this.inFlight = inFlight;
        this.clock = clock;
        this.threads = threads;
    }

    /** Handles one request of the wire. */
    public void take(RoutingContext routing) {
        var request = routing.request();
        long length = length(request);
        if (length > MAX_BODY) {
            turnAway(
                    routing,
                    new Fault.TooLarge("The body is larger than 15 MiB. Send each image with at most "
                            + "5,242,880 bytes before base64."));
            return;
        }
        var reading = new Reading(routing, length);
        request.pause();
        reading.start();
    }

    private static long length(HttpServerRequest request) {
        var header = request.getHeader("Content-Length");
        try {
            return header == null ? -1 : Long.parseLong(header);
        } catch (NumberFormatException tooLong) {
            return Long.MAX_VALUE;
        }
    }

    private void turnAway(RoutingContext routing, Fault fault) {
        write(routing.response(), wire.turnedAway(fault)).onComplete(done -> Leftover.discard(routing));
    }

    private static io.vertx.core.Future<Void> write(HttpServerResponse response, Answer answer) {
        if (response.closed() || response.ended()) {
            return io.vertx.core.Future.succeededFuture();
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(header -> response.putHeader(header.getKey(), header.getValue()));
        return response.end(Buffer.buffer(answer.body()));
    }

    /** One body on its way in. */
    private final class Reading {
        private final RoutingContext routing;
        private final HttpServerRequest request;
        private final long length;
        private InFlight.@Nullable Lease lease;
        private byte[] body = new byte[0];
        private int filled;
        private long timer;
        private boolean judging;
        private boolean over;

        Reading(RoutingContext routing, long length) {
            this.routing = routing;
            this.request = routing.request();
            this.length = length;
        }

        void start() {
            var context = routing.vertx().getOrCreateContext();
            request.response().closeHandler(gone -> leave());
            var asked = inFlight.request(length < 0 ? MAX_BODY : length, () -> context.runOnContext(now -> read()));
            lease = asked;
            if (asked.isOver()) {
                giveUp("Too many calls are waiting. Try again.");
            } else if (asked.isHeld()) {
                read();
            } else {
                timer = routing.vertx()
                        .setTimer(WAIT_MILLIS, late -> giveUp("Too many bytes are in flight. Try again."));
            }
        }

        /** The caller went away: its room is free, unless its call is being judged, which then ends as it ends. */
        private void leave() {
            if (!judging) {
                end();
            }
        }

        private void read() {
            if (over) {
                return;
            }
            routing.vertx().cancelTimer(timer);
            timer = routing.vertx().setTimer(BODY_MILLIS, late -> giveUp("The body did not come in time."));
            body = new byte[length < 0 ? 8192 : (int) length];
            request.exceptionHandler(broken -> leave());
            request.handler(this::keep);
            request.endHandler(complete -> judge());
            request.resume();
        }

        private void keep(Buffer part) {
            if (over) {
                return;
            }
            int size = part.length();
            if (filled + size > MAX_BODY) {
                end();
                turnAway(routing, new Fault.TooLarge("The body is larger than 15 MiB."));
                return;
            }
            if (filled + size > body.length) {
                body = java.util.Arrays.copyOf(body, Math.min(MAX_BODY, Math.max(filled + size, body.length * 2)));
            }
            part.getBytes(body, filled);
            filled += size;
        }

        private void judge() {
            if (over) {
                return;
            }
            routing.vertx().cancelTimer(timer);
            judging = true;
            var whole = filled == body.length ? body : java.util.Arrays.copyOf(body, filled);
            var arrival = new Arrival(head(), whole, clock.instant());
            var context = routing.vertx().getOrCreateContext();
            threads.of(whole).execute(() -> answer(arrival, context));
        }

        /** Whatever happens to the thread, memory that ran out included, the room is given back. */
        private void answer(Arrival arrival, Context context) {
            Answer answer = null;
            try {
                answer = wire.answer(arrival);
            } finally {
                var ready = answer;
                context.runOnContext(now -> finish(ready));
            }
        }

        private void finish(@Nullable Answer answer) {
            if (answer == null) {
                end();
                request.connection().close();
            } else {
                write(request.response(), answer).onComplete(done -> end());
            }
        }

        private void giveUp(String why) {
            if (!over) {
                end();
                turnAway(routing, new Fault.Overloaded(why));
            }
        }

        private void end() {
            over = true;
            routing.vertx().cancelTimer(timer);
            body = new byte[0];
            var held = lease;
            if (held != null) {
                held.close();
            }
        }

        private Credential.Request head() {
            var peer = request.remoteAddress();
            var address = peer == null ? "" : String.valueOf(peer.hostAddress());
            return new Credential.Request(
                    request.method().name(),
                    String.valueOf(request.path()),
                    request.query() == null ? "" : request.query(),
                    headers(),
                    Networks.of(address),
                    request.isSSL() || Networks.isLoopback(address));
        }

        private List<Map.Entry<String, String>> headers() {
            var all = new ArrayList<Map.Entry<String, String>>(request.headers().size());
            request.headers().forEach((name, value) -> all.add(Map.entry(name, value)));
            var authority = request.authority();
            if (request.version() == HttpVersion.HTTP_2 && authority != null) {
                all.add(Map.entry("Host", authority.toString()));
            }
            return all;
        }
    }
}
