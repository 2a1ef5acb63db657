package io.facegate.e2e;

import com.sun.net.httpserver.HttpServer;
import io.facegate.Await;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A collector: takes traces over OTLP/HTTP as protobuf. */
final class TraceCollector implements AutoCloseable {
    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    TraceCollector() throws IOException {
        this(0);
    }

    TraceCollector(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/v1/traces", exchange -> {
            try (exchange) {
                var body = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                        ? new GZIPInputStream(exchange.getRequestBody())
                        : exchange.getRequestBody();
                for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
                    resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
                }
                exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The spans of a trace by their names, once there are so many. */
    Map<String, Span> awaitTrace(String trace, int number) {
        Await.until(() -> ofTrace(trace).size() >= number);
        return ofTrace(trace).stream().collect(Collectors.toMap(Span::getName, span -> span));
    }

    /** Every span that came so far. */
    List<Span> spans() {
        return List.copyOf(spans);
    }

    private List<Span> ofTrace(String trace) {
        return spans.stream()
                .filter(span -> HexFormat.of()
                        .formatHex(span.getTraceId().toByteArray())
                        .equals(trace))
                .toList();
    }

    String received() {
        return spans.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
