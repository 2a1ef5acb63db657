package io.facegate.app.telemetry;

import io.facegate.call.CallStage;
import io.facegate.call.StageObserver;
import io.facegate.http.RequestAttributes;
import io.facegate.vendor.client.SendAttempt;
import io.facegate.vendor.client.VendorCircuitBreaker.AttemptListener;
import io.facegate.vendor.wire.CallSummary;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spans of each call: the request, its stages, and each attempt at a vendor. Their attributes are words of the
 * catalogues and policies, and the decision's id; nothing of the caller's is in them.
 */
final class CallTraces implements StageObserver {
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> API = AttributeKey.stringKey("facegate.api");
    private static final AttributeKey<String> VERDICT = AttributeKey.stringKey("facegate.verdict");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("facegate.operation");
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("facegate.code");
    private static final AttributeKey<String> RULE = AttributeKey.stringKey("facegate.rule");
    private static final AttributeKey<String> DECISION = AttributeKey.stringKey("facegate.decision.id");
    private static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("facegate.provider");
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int HTTP_TOKEN = 16;

    private final OpenTelemetry telemetry;
    private final Tracer tracer;

    CallTraces(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
        this.tracer = telemetry.getTracer("io.facegate");
    }

    /** Opens the span of a request to one API, as a child of the span that its caller names, and ends it with its answer. */
    Handler<RoutingContext> requests(String api) {
        return routing -> {
            var request = routing.request();
            var parent = telemetry
                    .getPropagators()
                    .getTextMapPropagator()
                    .extract(Context.root(), request, RequestHeaders.READER);
            var method = method(request);
            var span = tracer.spanBuilder(method + ' ' + api)
                    .setParent(parent)
                    .setSpanKind(SpanKind.SERVER)
                    .setAttribute(METHOD, method)
                    .setAttribute(API, api)
                    .startSpan();
            RequestAttributes.setTrace(routing, parent.with(span));
            routing.addEndHandler(ended -> end(span, routing, ended.succeeded()));
            routing.next();
        };
    }

    /** A method that is none of HTTP's is the caller's own word. */
    private static String method(HttpServerRequest request) {
        var name = request.method().name();
        return name.length() < HTTP_TOKEN && name.chars().allMatch(each -> each >= 'A' && each <= 'Z')
                ? name
                : "_OTHER";
    }

    private static void end(Span span, RoutingContext routing, boolean isAnswered) {
        var summary = RequestAttributes.summary(routing);
        if (summary != null) {
            describe(span, summary);
        }
        if (isAnswered) {
            int status = routing.response().getStatusCode();
            span.setAttribute(STATUS, status);
            if (status >= FIRST_SERVER_ERROR) {
                span.setStatus(StatusCode.ERROR);
            }
        } else {
            span.setAttribute(ERROR, "client_gone");
        }
        span.end();
    }

    private static void describe(Span span, CallSummary summary) {
        span.setAttribute(VERDICT, summary.verdict());
        set(span, PROVIDER, summary.provider());
        set(span, OPERATION, summary.operation());
        set(span, CODE, summary.code());
        set(span, RULE, summary.rule());
        set(span, DECISION, summary.decision());
    }

    private static void set(Span span, AttributeKey<String> key, @Nullable String value) {
        if (value != null) {
            span.setAttribute(key, value);
        }
    }

    @Override
    public <T extends @Nullable Object> T observe(CallStage stage, Supplier<T> work) {
        var span = tracer.spanBuilder(stage.word()).startSpan();
        try (var _ = span.makeCurrent()) {
            return work.get();
        } catch (RuntimeException | Error failed) {
            // Without its message, which may hold words of the caller's.
            span.setStatus(StatusCode.ERROR)
                    .setAttribute(ERROR, failed.getClass().getSimpleName());
            throw failed;
        } finally {
            span.end();
        }
    }

    /** Adds a span for each attempt at one vendor, by its result. */
    AttemptListener attempts(String vendor) {
        return (attempt, nanos) -> {
            var end = Instant.now();
            var span = tracer.spanBuilder("attempt " + vendor)
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute(PROVIDER, vendor)
                    .setStartTimestamp(end.minusNanos(nanos))
                    .startSpan();
            if (attempt instanceof SendAttempt.Answered answered) {
                span.setAttribute(STATUS, answered.status());
            } else {
                span.setStatus(StatusCode.ERROR)
                        .setAttribute(ERROR, attempt.getClass().getSimpleName());
            }
            span.end(end);
        };
    }

    /** Reads the one header that is taken, if it is given once. What {@code tracestate} holds is the caller's own word. */
    private enum RequestHeaders implements TextMapGetter<HttpServerRequest> {
        READER;

        @Override
        public @Nullable String get(@Nullable HttpServerRequest request, String name) {
            List<String> all = request == null || !name.equals("traceparent")
                    ? List.of()
                    : request.headers().getAll(name);
            return all.size() == 1 ? all.getFirst() : null;
        }
    }
}
