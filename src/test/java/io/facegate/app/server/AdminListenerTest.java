package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The port of the admin API while it is opened, and after. */
class AdminListenerTest {
    private final Vertx vertx = Vertx.vertx();
    private AdminListener listener;

    @BeforeEach
    void options() {
        var options = new ListenOptions();
        new CommandLine(options).parseArgs("--admin-port", "0");
        listener = new AdminListener(vertx, options);
        listener.customizeHttpServer(new HttpServerOptions());
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Says whether the request was taken for one at the port of the admin API. */
    private void route(HttpServerRequest request) {
        request.response().end("taken here: " + listener.takes(request));
    }

    private static HttpResponse<String> ask(int port, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var address = URI.create("http://127.0.0.1:" + port + path);
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        }
    }

    private HttpServer server(Handler<HttpServerRequest> handler) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** Until then the routes would take it for a request on a port for calls. */
    @Test
    void aRequestBeforeThePortIsKnownReachesNoRoute() throws Exception {
        var opening = server(request -> listener.answer(request, this::route));
        for (var path : new String[] {"/facegate/v1/me", "/console", "/facegate/admin/v1/me"}) {
            var answer = ask(opening.actualPort(), path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        }
    }

    @Test
    void afterwardsTheRoutesKnowThePort() throws Exception {
        var calls = server(this::route);
        listener.open(this::route);
        var admin = listener.address();
        assertThat(admin).isNotNull();
        assertThat(ask(admin.getPort(), "/facegate/admin/v1/me").body()).isEqualTo("taken here: true");
        assertThat(ask(calls.actualPort(), "/facegate/admin/v1/me").body()).isEqualTo("taken here: false");
    }
}
