package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.SelfSigned;
import io.facegate.admin.AdminEndpointList;
import io.facegate.registry.Role;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin API of a running gateway on a port of its own. */
class AdminListenerIT {
    private static final String PREFIX = "/facegate/admin/v1";

    @TempDir
    private static Path folder;

    private static Path certificate;
    private static PeopleIssuer issuer;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        var data = Files.createDirectories(folder.resolve("data"));
        issuer = PeopleIssuer.in(data);
        issuer.register("operator", "operator", null, Role.OPERATOR);
        certificate = SelfSigned.pem(folder, "ip:127.0.0.1");
        gateway = Gateway.encrypting(certificate, data, "--admin-port", "0");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void thereAndNowhereElseTheAdminApiIsAnswered() throws Exception {
        assertThat(gateway.admin().getScheme()).isEqualTo("https");
        assertThat(status(gateway.admin(), "GET", PREFIX + "/me")).isEqualTo(200);
        for (var endpoint : AdminEndpointList.all()) {
            var path = PREFIX + endpoint.path().replaceAll("\\{\\w+}", "hope");
            for (var other : new URI[] {gateway.calls(), gateway.encrypted()}) {
                assertThat(status(other, endpoint.method(), path))
                        .as(other + " " + endpoint)
                        .isEqualTo(404);
            }
            assertThat(status(gateway.admin(), endpoint.method(), path))
                    .as(endpoint.toString())
                    .isNotEqualTo(401);
        }
    }

    /** As a client that is not polite would send them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/facegate/admin/v1/me",
                "/facegate//admin/v1/me",
                "/facegate/x/../admin/v1/me",
                "/facegate/admin;x=1/v1/me",
                "/facegate/admin/v1;x=1/me",
                "/facegate/%61dmin/v1/me",
                "/facegate/admin/v1/me/"
            })
    void noSpellingOfItsPathIsAnsweredOnThePortForCalls(String path) throws Exception {
        assertThat(raw(gateway.calls().getPort(), path))
                .startsWith("HTTP/1.1 404")
                .doesNotContain("operator");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/console",
                "/health",
                "/metrics",
                "/facegate/v1/me",
                "/facegate/v1/openapi.yaml",
                "/facegate/admin/v1/../../v1/me",
                "/facegate/admin/v1/../../../console",
                "/facegate/admin/v1x/me",
                "/access/v1/evaluation"
            })
    void nothingElseIsAnsweredThere(String path) throws Exception {
        for (var method : new String[] {"GET", "POST"}) {
            assertThat(status(gateway.admin(), method, path)).as(method).isEqualTo(404);
        }
    }

    private static int status(URI address, String method, String path) throws Exception {
        try (var client = HttpClient.newBuilder()
                .sslContext(SelfSigned.trusting(certificate))
                .build()) {
            var request = HttpRequest.newBuilder(URI.create(address.toString().replaceAll("/$", "") + path))
                    .header("Authorization", "Bearer " + issuer.token("operator"))
                    .header("Content-Type", "application/json")
                    .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
            return client.send(request.build(), BodyHandlers.ofString()).statusCode();
        }
    }

    private static String raw(int port, String path) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            var request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer "
                    + issuer.token("operator") + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
