package io.facegate.app.sinks;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** A collector that takes logs over OTLP/HTTP in protobuf, and may say that it rejected some. */
public final class OtlpCollector implements AutoCloseable {
    /** What was accepted. */
    public final List<LogRecord> logs = new CopyOnWriteArrayList<>();

    /** The header {@code Authorization} of each request. */
    public final List<String> tokens = new CopyOnWriteArrayList<>();

    /** Requests of which records were rejected. */
    public final AtomicInteger rejected = new AtomicInteger();

    /** How many records of each request it says that it rejected. */
    public volatile int rejects;

    private final HttpServer server;

    private OtlpCollector(HttpServer server) {
        this.server = server;
    }

    public static OtlpCollector start() throws IOException {
        var collector =
                new OtlpCollector(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        collector.server.createContext("/v1/logs", exchange -> {
            try (exchange) {
                var request = ExportLogsServiceRequest.parseFrom(new GZIPInputStream(exchange.getRequestBody()));
                collector.tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                var answer = ExportLogsServiceResponse.newBuilder();
                if (collector.rejects > 0) {
                    collector.rejected.incrementAndGet();
                    answer.setPartialSuccess(
                            ExportLogsPartialSuccess.newBuilder().setRejectedLogRecords(collector.rejects));
                } else {
                    request.getResourceLogsList()
                            .forEach(resource -> resource.getScopeLogsList()
                                    .forEach(scope -> collector.logs.addAll(scope.getLogRecordsList())));
                }
                var bytes = answer.build().toByteArray();
                exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        collector.server.start();
        return collector;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/logs");
    }

    /** The value of an attribute of a record. */
    public static KeyValue attribute(LogRecord log, String key) {
        return log.getAttributesList().stream()
                .filter(one -> one.getKey().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
