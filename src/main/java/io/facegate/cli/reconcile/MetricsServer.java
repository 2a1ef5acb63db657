package io.facegate.cli.reconcile;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Serves the metrics of this process to Prometheus at {@code /metrics}; anything else is answered 404 or 405. */
final class MetricsServer implements AutoCloseable {
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int AT_ONCE = 2;

    private final HttpServer server;
    private final Supplier<String> page;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().name("metrics-", 0).daemon(true).factory());

    private MetricsServer(HttpServer server, Supplier<String> page) {
        this.server = server;
        this.page = page;
    }

    /**
     * Starts listening.
     *
     * @throws IOException if the address is in use, or not of this machine
     */
    static MetricsServer start(InetSocketAddress address, Supplier<String> page) throws IOException {
        // An idle client must not hold a thread for ever.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        var begun = new MetricsServer(HttpServer.create(address, 0), page);
        begun.server.setExecutor(begun.threads);
        begun.server.createContext("/", begun::handle);
        begun.server.start();
        return begun;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = !exchange.getRequestURI().getPath().equals("/metrics")
                    ? 404
                    : exchange.getRequestMethod().equals("GET") ? 200 : 405;
            var body = status == 200 ? page.get().getBytes(StandardCharsets.UTF_8) : new byte[0];
            exchange.getResponseHeaders().set("Content-Type", FORMAT);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
