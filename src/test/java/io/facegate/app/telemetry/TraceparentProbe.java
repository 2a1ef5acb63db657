package io.facegate.app.telemetry;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The span of a request with these {@code traceparent} headers, without a server, for the fuzzer. */
public final class TraceparentProbe {
    private static final AtomicReference<SpanData> STARTED = new AtomicReference<>();
    private static final CallTraces TRACES = new CallTraces(OpenTelemetrySdk.builder()
            .setTracerProvider(
                    SdkTracerProvider.builder().addSpanProcessor(new Starts()).build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build());

    private TraceparentProbe() {}

    public static SpanData span(List<String> traceparents) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        traceparents.forEach(each -> headers.add("traceparent", each));
        var request = (HttpServerRequest) Proxy.newProxyInstance(
                TraceparentProbe.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (self, method, given) -> switch (method.getName()) {
                    case "headers" -> headers;
                    case "method" -> HttpMethod.POST;
                    default -> null;
                });
        TRACES.requests("rekognition").handle((RoutingContext) Proxy.newProxyInstance(
                TraceparentProbe.class.getClassLoader(),
                new Class<?>[] {RoutingContext.class},
                (self, method, given) -> switch (method.getName()) {
                    case "request" -> request;
                    case "put" -> self;
                    case "addEndHandler" -> 0;
                    default -> null;
                }));
        return STARTED.get();
    }

    private static final class Starts implements SpanProcessor {
        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            STARTED.set(span.toSpanData());
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            // A span that has begun says whose child it is.
        }

        @Override
        public boolean isEndRequired() {
            return false;
        }
    }
}
