package io.facegate.usecase.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.facegate.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;

/** An HTTPS server that delivers bundles, with entity tags. */
public final class BundleServer implements AutoCloseable {
    private final HttpsServer server;
    private final List<String> statuses = Collections.synchronizedList(new ArrayList<>());
    private volatile HttpHandler handler = exchange -> exchange.sendResponseHeaders(404, -1);

    /** @param folder where its certificate is put */
    public BundleServer(Path folder) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.identity(folder, "dns:localhost")));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            handler.handle(exchange);
            statuses.add(exchange.getRequestURI() + " " + exchange.getResponseCode());
        } catch (IOException gone) {
            statuses.add(exchange.getRequestURI() + " cut off");
        }
    }

    public void delivers(byte[] bundle) {
        var tag = '"' + Integer.toHexString(Arrays.hashCode(bundle)) + '"';
        handler = exchange -> {
            if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            exchange.getResponseHeaders().set("ETag", tag);
            exchange.sendResponseHeaders(200, bundle.length);
            exchange.getResponseBody().write(bundle);
        };
    }

    public void answers(HttpHandler with) {
        handler = with;
    }

    /** Paths and statuses of the answers so far. */
    public List<String> statuses() {
        return List.copyOf(statuses);
    }

    public URI address() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + "/policies.bundle");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
