package io.facegate.http;

import io.facegate.call.Fault;
import io.facegate.call.RequestPayload;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.CallSummary;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
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
import java.util.OptionalInt;
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
     * @param connections tells where requests come from
     * @param refusal what every request is answered, unread, because the gateway only reads; or null
     */
    public record Shared(
            MemoryBudget memory,
            CallExecutor threads,
            CallsInFlight calls,
            ClientConnections connections,
            @Nullable Fault refusal) {}

    /** Intake of one API. */
    public RequestIntake(CallHandler wire, Shared shared, InstantSource clock) {
        this.wire = wire;
        this.shared = shared;
        this.clock = clock;
    }

    /** Intake of one API with its own memory budget; treats only TLS as confidential. */
    public RequestIntake(CallHandler wire, MemoryBudget room, InstantSource clock, CallExecutor threads) {
        this(wire, new Shared(room, threads, new CallsInFlight(), ClientConnections.direct(), null), clock);
    }

    /** Handles one request. */
    public void handle(RoutingContext routing) {
        var length = declaredLength(routing.request());
        if (shared.refusal != null) {
            reject(routing, shared.refusal);
        } else if (length.orElse(0) > MAX_BODY) {
            reject(
                    routing,
                    new Fault.TooLarge("The body is larger than 15 MiB. Send each image with at most "
                            + "5,242,880 bytes before base64."));
        } else {
            new Call(routing, length).handle();
        }
    }

    /** The declared length, as an int that is too large where it does not fit; empty for a chunked body. */
    private static OptionalInt declaredLength(HttpServerRequest request) {
        var header = request.getHeader("Content-Length");
        try {
            return header == null ? OptionalInt.empty() : OptionalInt.of(Math.max(0, Integer.parseInt(header)));
        } catch (NumberFormatException tooLong) {
            return OptionalInt.of(Integer.MAX_VALUE);
        }
    }

    private Future<Void> reject(RoutingContext routing, Fault fault) {
        RequestAttributes.setSummary(routing, CallSummary.of(fault));
        return write(routing.request(), wire.rejection(fault)).onComplete(done -> RequestDrainer.discard(routing));
    }

    private Future<Void> write(HttpServerRequest request, HttpAnswer answer) {
        var response = request.response();
        if (response.closed() || response.ended()) {
            return Future.succeededFuture();
        }
        response.setStatusCode(answer.status());
        boolean leaving = shared.calls.isClosed();
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
        private final ClientConnection client;
        private final RequestBody body;
        private boolean handedOver;
        private boolean answered;
        private @Nullable Thread judge;
        private boolean givenUp;

        Call(RoutingContext routing, OptionalInt length) {
            this.routing = routing;
            this.request = routing.request();
            this.context = routing.vertx().getOrCreateContext();
            this.client = shared.connections.of(request);
            RequestAttributes.setClient(routing, client);
            this.body = new RequestBody(
                    routing.vertx(),
                    request,
                    shared.memory,
                    new RequestBody.Declared(length, client.network()),
                    new RequestBody.Ending(this::process, this::fail));
        }

        void handle() {
            if (!shared.calls.tryAdd(this)) {
                reject(routing, Fault.ShuttingDown.callRejected());
                return;
            }
            request.response().closeHandler(gone -> clientGone());
            body.read();
        }

        /** The client disconnected: release its memory, unless the call is being processed; that runs to its end. */
        private void clientGone() {
            if (!handedOver) {
                body.close();
            }
            if (!handedOver || answered) {
                shared.calls.remove(this);
            }
        }

        private void fail(Fault fault) {
            reject(routing, fault).onComplete(done -> shared.calls.remove(this));
        }

        /** Ends all waiting for the body, the vendor or anything else. */
        @Override
        public void abort() {
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
                    fail(Fault.ShuttingDown.callRejected());
                }
            });
        }

        private synchronized void startProcessing() {
            judge = Thread.currentThread();
            if (givenUp) {
                judge.interrupt();
            }
        }

        private void process(byte[] whole) {
            handedOver = true;
            var arrival = new HttpCall(head(), new RequestPayload(whole), clock.instant());
            shared.threads.executorFor(whole).execute(() -> respond(arrival));
        }

        /** Releases the memory whatever happens to the thread, including out of memory. */
        private void respond(HttpCall arrival) {
            startProcessing();
            HttpAnswer answer = null;
            try {
                answer = RequestAttributes.runTraced(routing, () -> wire.handle(arrival));
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
                RequestDrainer.reset(request, BROKEN);
                shared.calls.remove(this);
            } else {
                noteSummary(answer);
                write(request, answer).onComplete(written -> shared.calls.remove(this));
            }
        }

        private void noteSummary(HttpAnswer answer) {
            var summary = answer.summary();
            if (summary != null) {
                RequestAttributes.setSummary(routing, summary);
            }
        }

        private Credential.Request head() {
            return new Credential.Request(
                    request.method().name(),
                    String.valueOf(request.path()),
                    request.query() == null ? "" : request.query(),
                    headers(),
                    client.network(),
                    client.transport(),
                    // The certificate of a proxy's connection is the proxy's.
                    client.isDirect() ? PeerCertificate.fingerprint(request) : null);
        }

        private List<Map.Entry<String, String>> headers() {
            // Not as long as there are names: counting them makes a set of them.
            var all = new ArrayList<Map.Entry<String, String>>(16);
            request.headers().forEach((name, value) -> all.add(Map.entry(name, value)));
            var authority = request.authority();
            if (request.version() == HttpVersion.HTTP_2 && authority != null) {
                all.add(Map.entry("Host", authority.toString()));
            }
            return all;
        }
    }
}
