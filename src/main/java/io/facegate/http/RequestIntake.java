package io.facegate.http;

import io.facegate.call.Fault;
import io.facegate.call.ProxyHeaders;
import io.facegate.call.RequestPayload;
import io.facegate.identity.Credential;
import io.facegate.ingress.CallHandler;
import io.facegate.ingress.HttpAnswer;
import io.facegate.ingress.HttpCall;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves a request off the event loop: reserves memory, reads the body into one array, processes it on another thread,
 * and writes the answer on the loop.
 */
public final class RequestIntake {
    /** Maximum body size in bytes: two base64 pictures of 5 MiB with their envelope. */
    public static final int MAX_BODY = 15 * 1024 * 1024;

    /** HTTP/2 INTERNAL_ERROR. */
    private static final long BROKEN = 2;

    private final CallHandler wire;
    private final Shared shared;
    private final InstantSource clock;

    /**
     * Shared by all API endpoints of a process.
     *
     * @param trustLoopback whether loopback connections count as confidential because their secrets crossed no network;
     *     must be false behind a proxy on this machine
     */
    public record Shared(MemoryBudget room, CallExecutor threads, CallsInFlight calls, boolean trustLoopback) {}

    /** Intake of one API. */
    public RequestIntake(CallHandler wire, Shared shared, InstantSource clock) {
        this.wire = wire;
        this.shared = shared;
        this.clock = clock;
    }

    /** Intake of one API with its own memory budget; treats only TLS as confidential. */
    public RequestIntake(CallHandler wire, MemoryBudget room, InstantSource clock, CallExecutor threads) {
        this(wire, new Shared(room, threads, new CallsInFlight(), false), clock);
    }

    /** Handles one request. */
    public void take(RoutingContext routing) {
        long length = length(routing.request());
        if (length > MAX_BODY) {
            turnAway(
                    routing,
                    new Fault.TooLarge("The body is larger than 15 MiB. Send each image with at most "
                            + "5,242,880 bytes before base64."));
        } else {
            new Call(routing, (int) length).take();
        }
    }

    private static long length(HttpServerRequest request) {
        var header = request.getHeader("Content-Length");
        try {
            return header == null ? -1 : Long.parseLong(header);
        } catch (NumberFormatException tooLong) {
            return Long.MAX_VALUE;
        }
    }

    private Future<Void> turnAway(RoutingContext routing, Fault fault) {
        return write(routing.request(), wire.turnedAway(fault)).onComplete(done -> RequestDrainer.discard(routing));
    }

    private Future<Void> write(HttpServerRequest request, HttpAnswer answer) {
        var response = request.response();
        if (response.closed() || response.ended()) {
            return Future.succeededFuture();
        }
        response.setStatusCode(answer.status());
        boolean leaving = shared.calls.areClosed();
        if (leaving) {
            ConnectionDrain.announce(request);
        }
        answer.headers().forEach(header -> response.putHeader(header.getKey(), header.getValue()));
        answer.trailers().forEach(trailer -> response.putTrailer(trailer.getKey(), trailer.getValue()));
        // HTTP/2 does not strip the body of such an answer by itself.
        boolean bare = answer.body().length == 0 || request.method().equals(HttpMethod.HEAD);
        var written = bare ? response.end() : response.end(Buffer.buffer(answer.body()));
        if (leaving) {
            ConnectionDrain.closeAfter(request, written);
        }
        return written;
    }

    /** One request and its answer. */
    private final class Call implements CallsInFlight.InFlightCall {
        private final RoutingContext routing;
        private final HttpServerRequest request;
        private final Context context;
        private final RequestBody body;
        private boolean handedOver;
        private boolean answered;
        private @Nullable Thread judge;
        private boolean givenUp;

        Call(RoutingContext routing, int length) {
            this.routing = routing;
            this.request = routing.request();
            this.context = routing.vertx().getOrCreateContext();
            this.body = new RequestBody(
                    routing.vertx(), request, shared.room, length, new RequestBody.Ending(this::judge, this::fail));
        }

        void take() {
            if (!shared.calls.begin(this)) {
                turnAway(routing, Fault.ShuttingDown.notTaken());
                return;
            }
            request.response().closeHandler(gone -> leave());
            body.read();
        }

        /** The client disconnected: release its memory, unless the call is being processed; that runs to its end. */
        private void leave() {
            if (!handedOver) {
                body.close();
            }
            if (!handedOver || answered) {
                shared.calls.end(this);
            }
        }

        private void fail(Fault fault) {
            turnAway(routing, fault).onComplete(done -> shared.calls.end(this));
        }

        /** Ends all waiting for the body, the vendor or anything else. */
        @Override
        public void giveUp() {
            synchronized (this) {
                givenUp = true;
                if (judge != null) {
                    judge.interrupt();
                    return;
                }
            }
            context.runOnContext(now -> {
                if (!handedOver) {
                    body.close();
                    fail(Fault.ShuttingDown.notTaken());
                }
            });
        }

        private synchronized void begin() {
            judge = Thread.currentThread();
            if (givenUp) {
                judge.interrupt();
            }
        }

        private void judge(byte[] whole) {
            handedOver = true;
            var arrival = new HttpCall(head(), new RequestPayload(whole), clock.instant());
            shared.threads.of(whole).execute(() -> answer(arrival));
        }

        /** Releases the memory whatever happens to the thread, including out of memory. */
        private void answer(HttpCall arrival) {
            begin();
            HttpAnswer answer = null;
            try {
                answer = wire.answer(arrival);
            } finally {
                var ready = answer;
                context.runOnContext(now -> finish(ready));
            }
        }

        private void finish(@Nullable HttpAnswer answer) {
            // Release now: the body is not needed any more, even if the client does not read its answer.
            body.close();
            answered = true;
            if (answer == null) {
                RequestDrainer.cut(request, BROKEN);
                shared.calls.end(this);
            } else {
                write(request, answer).onComplete(written -> shared.calls.end(this));
            }
        }

        private Credential.Request head() {
            var address = NetworkPrefix.peer(request);
            return new Credential.Request(
                    request.method().name(),
                    String.valueOf(request.path()),
                    request.query() == null ? "" : request.query(),
                    headers(),
                    NetworkPrefix.of(address),
                    isConfidential(address));
        }

        private boolean isConfidential(String address) {
            boolean isFromHere = shared.trustLoopback
                    && NetworkPrefix.isLoopback(address)
                    && !ProxyHeaders.areIn(request.headers()::contains);
            return request.isSSL() || isFromHere;
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
