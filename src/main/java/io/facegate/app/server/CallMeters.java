package io.facegate.app.server;

import io.facegate.app.connections.OpenFiles;
import io.facegate.call.Fault;
import io.facegate.http.RequestAttributes;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.vendor.client.SendAttempt;
import io.facegate.vendor.client.VendorCircuitBreaker.AttemptListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

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

    /** A gauge of an object, which is read when the page of metrics is. */
    static <T> void gauge(MeterRegistry meters, String name, String help, T from, ToDoubleFunction<T> value) {
        Gauge.builder(name, from, value).description(help).register(meters);
    }

    /** A counter; its labels are names and values by turns. */
    static Counter counter(MeterRegistry meters, String name, String help, String... labels) {
        return Counter.builder(name).description(help).tags(labels).register(meters);
    }

    /** Times the requests to one API by the status of the answer, from their headers to the end of the answer. */
    static Handler<RoutingContext> requests(MeterRegistry meters, String api) {
        var timers = new ConcurrentHashMap<Integer, Timer>();
        var faults = new ConcurrentHashMap<String, Counter>();
        return routing -> {
            long start = System.nanoTime();
            routing.addEndHandler(ended -> {
                var fault = fault(routing);
                if (fault != null) {
                    faults.computeIfAbsent(fault, code -> faults(meters, api, code))
                            .increment();
                }
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

    /** The code of the fault that ended a request's call; null if none did. */
    private static @Nullable String fault(RoutingContext routing) {
        var summary = RequestAttributes.summary(routing);
        return summary == null || !summary.verdict().equals("fault") ? null : summary.code();
    }

    private static Counter faults(MeterRegistry meters, String api, String code) {
        return counter(meters, "facegate.faults", "Calls that a fault ended, by its code", "api", api, "code", code);
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

    /** Unix time at which the newest checkpoint was signed; 0 while there is none. */
    static double signedAt(Path data) {
        try {
            return Files.getLastModifiedTime(data.resolve(SignedCheckpoint.NAME))
                            .toMillis()
                    / 1000.0;
        } catch (IOException none) {
            return 0;
        }
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

    /** Meters of the log's size, and of what of it is signed and published. */
    static void log(MeterRegistry meters, GatewayContext gatewayContext) {
        var log = gatewayContext.log();
        gauge(
                meters,
                "facegate.publish.failing",
                "1 while the log cannot be signed or published",
                log,
                seen -> seen.isFailing() ? 1 : 0);
        gauge(
                meters,
                "facegate.checkpoint.records",
                "Records that the newest checkpoint has signed",
                log,
                CallMeters::signed);
        Gauge.builder("facegate.checkpoint.timestamp", gatewayContext.setup().data(), CallMeters::signedAt)
                .description("Unix time at which the newest checkpoint was signed; 0 if none was")
                .baseUnit("seconds")
                .strongReference(true)
                .register(meters);
        gauge(meters, "facegate.ledger.records", "Records of the ledger", gatewayContext.ledger(), CallMeters::records);
    }

    /** Meters of the process's open files. */
    static void files(MeterRegistry meters) {
        gauge(
                meters,
                "facegate.open_files",
                "Open files of the process; -1 if unknown",
                meters,
                any -> OpenFiles.open().orElse(-1));
        gauge(
                meters,
                "facegate.open_files.limit",
                "Files that the process may have open; -1 if unknown",
                meters,
                any -> OpenFiles.limit().orElse(-1));
    }
}
