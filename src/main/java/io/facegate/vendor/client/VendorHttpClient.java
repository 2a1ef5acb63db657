package io.facegate.vendor.client;

import io.facegate.call.ResourceLeases;
import io.facegate.call.SendCheck;
import io.facegate.call.VendorTrail;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The only HTTP client to vendors: HTTP/1.1, keep-alive, a bounded connection pool, certificates always verified.
 * Retries with backoff, within the one deadline of a call.
 */
public final class VendorHttpClient implements AutoCloseable {
    /** Shorter than a load balancer's idle timeout, so that the vendor rarely closes a connection just being reused. */
    private static final int KEEP_ALIVE_SECONDS = 20;

    private static final String AGENT = "facegate";

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Vertx vertx;
    private final HttpClient client;
    private final VendorSite site;
    private final VendorLimits limits;
    private final VendorCircuitBreaker breaker;

    /** Connections that have carried a request. */
    private final Set<HttpConnection> used =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    VendorLimits limits() {
        return limits;
    }

    /** Returns the path of the site; each path of the vendor's API follows it. */
    public String path() {
        return site.path();
    }

    /** @param authorities a PEM file of the only trusted certificate authorities, or null for the JDK's */
    public VendorHttpClient(Vertx vertx, VendorSite site, VendorLimits limits, @Nullable Path authorities) {
        this.vertx = vertx;
        this.site = site;
        this.limits = limits;
        this.breaker = new VendorCircuitBreaker(site.authority(), limits);
        int connect = (int) Math.min(limits.connect().toMillis(), Integer.MAX_VALUE);
        var options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setVerifyHost(true)
                .setConnectTimeout(connect)
                .setSslHandshakeTimeout(connect)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxRedirects(0);
        if (authorities != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(authorities.toString()));
        }
        // The circuit breaker limits the number of waiting calls.
        client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(limits.connections()).setMaxWaitQueueSize(-1));
    }

    /**
     * One HTTP request.
     *
     * @param uri path and query, as sent on the wire
     */
    public record Request(String method, String uri, Map<String, String> headers, ByteBuf body) {
        /** Omits headers and body: headers hold keys, bodies hold pictures. */
        @Override
        public String toString() {
            return "Request[" + method + ']';
        }
    }

    /**
     * Sends a request and returns its answer; retries where the request and the call's {@link RetryBudget} allow it.
     *
     * @param deadline of {@link System#nanoTime}, for all attempts
     * @throws io.facegate.call.Fault when there is no answer
     */
    public SendAttempt.Answered send(RetryableRequest dispatch, long deadline) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("The cloud is waited for on a virtual thread, never on an event loop.");
        }
        var budget = RetryBudget.current();
        var attempt = sendOnce(dispatch, deadline);
        for (int retried = 0; budget.allows(dispatch, attempt) && pause(delay(attempt, retried), deadline); retried++) {
            budget.spend();
            var next = sendOnce(dispatch, deadline);
            if (next instanceof SendAttempt.Open || next instanceof SendAttempt.QueueFull) {
                break;
            }
            breaker.reportRetry();
            attempt = next;
        }
        return attempt.requireAnswer();
    }

    /** Returns the delay before a retry in nanoseconds: Retry-After, else exponential backoff with random jitter. */
    private static long delay(SendAttempt attempt, int retried) {
        return attempt instanceof SendAttempt.Answered(var _, var _, var envelope)
                        && envelope.retryAfter().isPresent()
                ? TimeUnit.SECONDS.toNanos(envelope.retryAfter().getAsInt())
                : ThreadLocalRandom.current().nextLong(PAUSE << retried);
    }

    /** Waits so many nanoseconds; returns false when no time would be left for another attempt. */
    private static boolean pause(long nanos, long deadline) {
        if (System.nanoTime() + nanos - deadline >= 0) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private SendAttempt sendOnce(RetryableRequest dispatch, long deadline) {
        ResourceLeases.Held.requireInTime();
        SendCheck.require();
        var request = dispatch.request().get();
        var trail = VendorTrail.current();
        long left = deadline - System.nanoTime();
        return left <= 0
                ? new SendAttempt.TimedOut()
                : breaker.pass(() -> recordAttempt(exchange(request, trail, left), trail), dispatch.throttled());
    }

    /** Records an attempt that the vendor may have seen. */
    private static SendAttempt recordAttempt(SendAttempt attempt, @Nullable VendorTrail trail) {
        if (trail != null) {
            switch (attempt) {
                case SendAttempt.Answered(var _, var _, var envelope) -> trail.recordAnswered(envelope.requestId());
                case SendAttempt.ConnectionLost(var _, var _),
                        SendAttempt.ReplyTooLarge(),
                        SendAttempt.TimedOut(),
                        SendAttempt.Interrupted() -> trail.recordUnanswered();
                case SendAttempt.NotConnected(),
                        SendAttempt.CertificateRejected(),
                        SendAttempt.NotAllowed(var _),
                        SendAttempt.QueueFull(),
                        SendAttempt.Open(var _) -> {}
            }
        }
        return attempt;
    }

    /** Returns the circuit breaker of the site. */
    public VendorCircuitBreaker circuitBreaker() {
        return breaker;
    }

    private SendAttempt exchange(Request request, @Nullable VendorTrail trail, long nanos) {
        var exchange = new VendorExchange(request.body, limits.replyBytes(), used::add, SendCheck.current());
        var options = options(request, trail, nanos);
        // All on one event loop, the timeout too: each step from another thread would wake the loop once more, and a
        // timed wait of a virtual thread would wake a timer thread for each call.
        vertx.getOrCreateContext().runOnContext(_ -> {
            long timer = vertx.setTimer(1 + TimeUnit.NANOSECONDS.toMillis(nanos), late -> exchange.expire());
            exchange.onEnd(() -> vertx.cancelTimer(timer));
            connect(options, exchange);
        });
        return exchange.await();
    }

    private void connect(RequestOptions options, VendorExchange exchange) {
        try {
            client.request(options).onComplete(exchange::onConnection);
        } catch (IllegalStateException closed) {
            exchange.onConnection(Future.failedFuture(closed));
        }
    }

    private RequestOptions options(Request request, @Nullable VendorTrail trail, long nanos) {
        var sent = MultiMap.caseInsensitiveMultiMap().set("User-Agent", AGENT);
        if (trail != null) {
            // Vendors log the user agent, also for a request whose answer never arrived.
            sent.set("User-Agent", AGENT + " decision/" + trail.decision());
        }
        TraceHeaders.addTo(sent);
        request.headers.forEach(sent::set);
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method))
                .setHost(site.host())
                .setPort(site.port())
                .setSsl(site.tls())
                .setURI(request.uri)
                .setFollowRedirects(false)
                .setConnectTimeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)))
                .setHeaders(sent);
    }

    @Override
    public void close() {
        client.close();
    }
}
