package io.facegate.app.server;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.vendor.client.SendAttempt;
import io.facegate.vendor.client.VendorCircuitBreaker.AttemptListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Meters of requests, attempts at vendors, and the size of the log. */
final class CallMeters {
    /** Upper bounds of the histograms' buckets. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private CallMeters() {}

    /** A timer with buckets from 1 ms to 30 s. */
    static Timer.Builder histogram(String name) {
        return Timer.builder(name).serviceLevelObjectives(BUCKETS);
    }

    /** Times the requests to one API by the status of the answer, from their headers to the end of the answer. */
    static Handler<RoutingContext> requests(MeterRegistry meters, String api) {
        var timers = new ConcurrentHashMap<Integer, Timer>();
        return routing -> {
            long start = System.nanoTime();
            routing.addEndHandler(ended -> {
                // A connection that ends before its answer is complete has a status that nobody has seen.
                int status = ended.succeeded() ? routing.response().getStatusCode() : 0;
                timers.computeIfAbsent(
                                status,
                                code -> histogram("facegate.requests")
                                        .description("Requests by API and status, 0 if the client had gone")
                                        .tags("api", api, "status", Integer.toString(code))
                                        .register(meters))
                        .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            });
            routing.next();
        };
    }

    /** Times the attempts to send requests to one vendor, by their result. */
    static AttemptListener attempts(MeterRegistry meters, String vendor) {
        var timers = new ConcurrentHashMap<String, Timer>();
        return (attempt, nanos) -> timers.computeIfAbsent(
                        result(attempt),
                        result -> histogram("facegate.vendor.requests")
                                .description("Attempts to send requests to vendors, by result")
                                .tags("provider", vendor, "result", result)
                                .register(meters))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** How many records the newest checkpoint has signed; NaN while there is none. */
    static double signed(TransparencyLog log) {
        var newest = log.newest();
        return newest == null ? Double.NaN : newest.checkpoint().size();
    }

    /** How many records the ledger has; NaN while it cannot be asked. */
    static double records(Ledger ledger) {
        try {
            return ledger.head().size();
        } catch (Fault.LedgerDown down) {
            return Double.NaN;
        }
    }

    private static String result(SendAttempt attempt) {
        return switch (attempt) {
            case SendAttempt.Answered answered -> answered.status() / 100 + "xx";
            case SendAttempt.NotConnected() -> "not_connected";
            case SendAttempt.CertificateRejected() -> "certificate_rejected";
            case SendAttempt.ConnectionLost(var _, var _) -> "connection_lost";
            case SendAttempt.ReplyTooLarge() -> "reply_too_large";
            case SendAttempt.TimedOut() -> "timed_out";
            case SendAttempt.Interrupted() -> "interrupted";
            case SendAttempt.NotAllowed(var _) -> "not_allowed";
            case SendAttempt.QueueFull() -> "queue_full";
            case SendAttempt.Open(var _) -> "circuit_open";
        };
    }
}
