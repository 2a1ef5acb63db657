package io.facegate.app.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.app.telemetry.Telemetry;
import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.call.Fault;
import io.facegate.http.CallExecutor;
import io.facegate.http.CallsInFlight;
import io.facegate.http.ClientConnections;
import io.facegate.http.ConnectionDrain;
import io.facegate.http.MemoryBudget;
import io.facegate.http.RequestIntake;
import io.facegate.http.SecurityHeaders;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that come to no wire. */
class WireRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    /** A wire that must not be asked. */
    private static final class Unasked implements CallHandler {
        @Override
        public HttpAnswer handle(HttpCall arrival) {
            throw new AssertionError("was asked");
        }

        @Override
        public HttpAnswer rejection(Fault fault) {
            throw new AssertionError("was asked");
        }
    }

    @BeforeEach
    void open() throws Exception {
        var one = new RequestIntake(
                new Unasked(), MemoryBudget.split(1 << 20, 8), InstantSource.system(), CallExecutor.defaults());
        var router = Router.router(vertx);
        new WireRoutes(
                        new SimpleMeterRegistry(),
                        Telemetry.none(),
                        new AdminListener(vertx, new ListenOptions()),
                        new SecurityHeaders(ClientConnections.of(false, List.of("127.0.0.1"))))
                .open(
                        router,
                        new GatewayBeans.Intakes(
                                RegisteredVendors.withoutOptions().stream()
                                        .flatMap(vendor -> vendor.wires().stream())
                                        .map(wire -> new GatewayBeans.VendorIntake("any", wire, one))
                                        .toList(),
                                one,
                                one),
                        new CallerIntakes(one, one),
                        new CallsInFlight(),
                        new ConnectionDrain());
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
    }

    private List<String> ask(String line) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            var request = line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return List.of(new String(socket.getInputStream().readAllBytes(), US_ASCII).split("\r\n\r\n", 2));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /facegate/v1/galleries?token=%zz",
                "GET /facegate/v1/galleries/50%/faces",
                "POST /facegate/v1/%"
            })
    void aBrokenAddressOfTheNeutralApiIsToldAsAProblem(String line) throws Exception {
        var said = ask(line);
        assertThat(said.getFirst()).startsWith("HTTP/1.1 400 ").containsIgnoringCase("application/problem+json");
        var problem = JSON.readTree(said.getLast());
        assertThat(problem.path("type").asText()).isEqualTo("urn:facegate:problem:unknown_value");
        assertThat(problem.path("detail").asText()).contains("Each % must be followed by two hexadecimal digits");
        assertThat(problem.has("decision")).as("it is on no record").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/images:annotate?key=%zz", "POST /face/v1.2/detect?a=%zz"})
    void aBrokenAddressElsewhereIsToldInOneLine(String line) throws Exception {
        var said = ask(line);
        assertThat(said.getFirst()).startsWith("HTTP/1.1 400 ").containsIgnoringCase("application/json");
        assertThat(said.getLast()).doesNotContain("\n");
        assertThat(JSON.readTree(said.getLast()).path("error").asText()).contains("two hexadecimal digits");
    }

    @Test
    void aBrokenAddressOfHeadHasNoBody() throws Exception {
        var said = ask("HEAD /facegate/v1/galleries?token=%zz");
        assertThat(said.getFirst()).startsWith("HTTP/1.1 400 ");
        assertThat(said.getLast()).isEmpty();
    }

    @Test
    void behindAProxyThatSaysHttpsTheHostIsAskedOverTlsOnly() throws Exception {
        assertThat(headOf("gw.example.org", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https"))
                .contains("strict-transport-security: max-age=31536000", "x-content-type-options: nosniff")
                .contains("cache-control: no-store");
        assertThat(headOf("gw.example.org", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: http"))
                .contains("x-content-type-options: nosniff")
                .doesNotContain("strict-transport-security");
        assertThat(headOf("gw.example.org")).doesNotContain("strict-transport-security");
        for (var unnamed : List.of("localhost", "my.localhost", "192.0.2.7", "[2001:db8::1]")) {
            assertThat(headOf(unnamed, "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https"))
                    .as(unnamed)
                    .doesNotContain("strict-transport-security");
        }
    }

    /** A name's other services may be plain, and must not be forced on TLS by a gateway on another port. */
    @Test
    void onlyTheDefaultPortIsAskedOverTlsOnly() throws Exception {
        var proxy = List.of("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https");
        var strict = "strict-transport-security";
        assertThat(headOf("gw.example.org:443", proxy)).contains(strict);
        assertThat(headOf("gw.example.org:8443", proxy)).doesNotContain(strict);
        assertThat(headOf("gw.example.org", proxy, "X-Forwarded-Port: 443")).contains(strict);
        assertThat(headOf("gw.example.org", proxy, "X-Forwarded-Port: 8443")).doesNotContain(strict);
        assertThat(headOf("10.0.0.7:8080", proxy, "X-Forwarded-Host: gw.example.org"))
                .contains(strict);
        assertThat(headOf("gw.example.org", proxy, "X-Forwarded-Host: gw.example.org:8443"))
                .doesNotContain(strict);
        assertThat(headOf("gw.example.org", proxy, "X-Forwarded-Host: localhost"))
                .doesNotContain(strict);
        var standard = "Forwarded: for=203.0.113.9;proto=https;host=";
        assertThat(headOf("10.0.0.7:8080", standard + "gw.example.org")).contains(strict);
        assertThat(headOf("gw.example.org", standard + "\"gw.example.org:8443\""))
                .doesNotContain(strict);
    }

    private String headOf(String host, List<String> proxy, String... more) throws IOException {
        return headOf(host, Stream.concat(proxy.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private String headOf(String host, String... headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            var lines = new ArrayList<>(List.of("GET / HTTP/1.1", "Host: " + host, "Connection: close"));
            lines.addAll(List.of(headers));
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII).toLowerCase(Locale.ROOT);
        }
    }
}
