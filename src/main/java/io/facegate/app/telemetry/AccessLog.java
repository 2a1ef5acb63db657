package io.facegate.app.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.http.RequestAttributes;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.wire.CallSummary;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The access log: one line of JSON for each request to an API. It holds words of the catalogues and policies, the
 * network's prefix, and the ids of the request, trace and decision; no path, credential or body.
 */
final class AccessLog {
    /** The name that stands for the standard output. */
    static final String STANDARD_OUTPUT = "-";

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Consumer<String> lines;

    /** @param lines takes each line, without its end; it must not block */
    AccessLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Writes the line of each request to one API when its answer has ended. */
    Handler<RoutingContext> requests(String api) {
        return routing -> {
            var start = Instant.now();
            long nanos = System.nanoTime();
            routing.addEndHandler(
                    ended -> lines.accept(line(routing, api, start, System.nanoTime() - nanos, ended.succeeded())));
            routing.next();
        };
    }

    private static String line(RoutingContext routing, String api, Instant start, long nanos, boolean isAnswered) {
        var text = new StringWriter(400);
        try (var json = JsonMappers.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("time", start.toString());
            json.writeStringField("api", api);
            writeRequest(json, routing);
            // A connection that ends before its answer is complete has a status that nobody has seen.
            json.writeNumberField("status", isAnswered ? routing.response().getStatusCode() : 0);
            json.writeNumberField("ms", TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0);
            json.writeNumberField("bytes_in", routing.request().bytesRead());
            json.writeNumberField("bytes_out", routing.response().bytesWritten());
            var summary = RequestAttributes.summary(routing);
            if (summary != null) {
                write(json, summary);
            }
            writeIds(json, routing);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void writeRequest(JsonGenerator json, RoutingContext routing) throws IOException {
        var request = routing.request();
        var method = request.method().name();
        json.writeStringField("method", METHODS.contains(method) ? method : "other");
        json.writeStringField("protocol", request.version().alpnName());
        var client = RequestAttributes.client(routing);
        json.writeStringField("source", client == null ? "unknown" : client.network());
    }

    private static void write(JsonGenerator json, CallSummary summary) throws IOException {
        json.writeStringField("verdict", summary.verdict());
        write(json, "provider", summary.provider());
        write(json, "operation", summary.operation());
        write(json, "code", summary.code());
        write(json, "rule", summary.rule());
        write(json, "decision", summary.decision());
    }

    private static void writeIds(JsonGenerator json, RoutingContext routing) throws IOException {
        write(json, "request_id", RequestIds.of(routing));
        var trace = RequestAttributes.trace(routing);
        if (trace != null) {
            write(json, "trace_id", Span.fromContext(trace).getSpanContext().getTraceId());
        }
    }

    private static void write(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
