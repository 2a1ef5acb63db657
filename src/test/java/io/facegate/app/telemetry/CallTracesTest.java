package io.facegate.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.CallStage;
import io.facegate.http.RequestAttributes;
import io.facegate.vendor.client.SendAttempt;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The spans of requests, their stages and the attempts at vendors. */
class CallTracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private final Spans spans = new Spans();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .setSampler(Sampler.alwaysOn())
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    private final CallTraces traces = new CallTraces(sdk);
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void open() throws Exception {
        var router = Router.router(vertx);
        router.route().handler(traces.requests("rekognition")).handler(routing -> {
            try (var _ = RequestAttributes.trace(routing).makeCurrent()) {
                traces.observe(CallStage.PARSE, () -> "parsed");
                traces.attempts("rekognition").attempted(new SendAttempt.TimedOut(), 5_000_000);
            }
            routing.response().setStatusCode(503).end();
        });
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        client.close();
        sdk.close();
    }

    private SpanData requestSpan(String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/secret?name=x"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        client.send(request.build(), HttpResponse.BodyHandlers.discarding());
        return spans.awaitNamed("GET rekognition");
    }

    @Test
    void aRequestIsAChildOfTheSpanThatItsCallerNames() throws Exception {
        var request = requestSpan("traceparent", "00-" + TRACE + "-" + PARENT + "-01");

        assertThat(request.getTraceId()).isEqualTo(TRACE);
        assertThat(request.getParentSpanId()).isEqualTo(PARENT);
        assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(spans.awaitNamed("parse").getParentSpanId()).isEqualTo(request.getSpanId());
        var attempt = spans.awaitNamed("attempt rekognition");
        assertThat(attempt.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(attempt.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("TimedOut");
        assertThat(attempt.getEndEpochNanos() - attempt.getStartEpochNanos()).isEqualTo(5_000_000);
        assertThat(spans.all.toString()).doesNotContain("secret?", "name=x", "/secret");
    }

    @Test
    void whatTheCallerSaysBesidesItsTraceIsNotTaken() throws Exception {
        var request =
                requestSpan("traceparent", "00-" + TRACE + "-" + PARENT + "-01", "tracestate", "name=a_person's_name");

        assertThat(request.getTraceId()).isEqualTo(TRACE);
        assertThat(request.getSpanContext().getTraceState().isEmpty()).isTrue();
    }

    /** Otherwise a caller could hide its calls from the operator. */
    @Test
    void aCallerThatSaysNotSampledIsTracedAllTheSame() throws Exception {
        assertThat(requestSpan("traceparent", "00-" + TRACE + "-" + PARENT + "-00")
                        .getTraceId())
                .isEqualTo(TRACE);
    }

    @Test
    void aTraceThatIsNoneOrIsNamedTwiceIsNotTaken() throws Exception {
        assertThat(requestSpan("traceparent", "00-" + "0".repeat(32) + "-" + PARENT + "-01")
                        .getParentSpanContext()
                        .isValid())
                .isFalse();
        spans.all.clear();
        var twice = requestSpan(
                "traceparent",
                "00-" + TRACE + "-" + PARENT + "-01",
                "traceparent",
                "00-" + TRACE + "-" + PARENT + "-01");
        assertThat(twice.getTraceId()).isNotEqualTo(TRACE);
    }

    @Test
    void aStageThatFailsSaysWhatKindOfErrorAndNotItsWords() {
        assertThatThrownBy(() -> traces.observe(CallStage.DECIDE, () -> {
                    throw new IllegalStateException("the name of a person");
                }))
                .isInstanceOf(IllegalStateException.class);

        var failed = spans.awaitNamed("decide");
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(failed.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("IllegalStateException");
        assertThat(spans.all.toString()).doesNotContain("the name of a person");
    }

    /** Keeps the spans that have ended. */
    private static final class Spans implements SpanExporter {
        private final List<SpanData> all = new CopyOnWriteArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            all.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }

        SpanData awaitNamed(String name) {
            io.facegate.Await.until(
                    () -> all.stream().anyMatch(each -> each.getName().equals(name)));
            return all.stream()
                    .filter(each -> each.getName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
