package io.facegate.app.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facegate.cli.admin.LoginFile;
import io.facegate.cli.admin.LogoutCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A login by the device authorization grant, at a provider that a test plays. */
class LoginCommandTest {
    private static final String TOKEN = "an.access.token";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> forms = new ArrayList<>();
    private String deviceEndpoint = "";
    private HttpServer provider;

    @Command(
            name = "facegate",
            subcommands = {LoginCommand.class, LogoutCommand.class})
    private static final class Facegate {}

    @BeforeEach
    void start() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        deviceEndpoint = issuer() + "/device";
        provider.createContext(
                "/.well-known/openid-configuration",
                exchange -> send(exchange, 200, """
                    {"issuer":"%1$s","device_authorization_endpoint":"%2$s","token_endpoint":"%1$s/token"}
                    """.formatted(issuer(), deviceEndpoint)));
        provider.createContext("/device", exchange -> {
            forms.add(read(exchange));
            send(exchange, 200, """
                {"device_code":"dev1","user_code":"ABCD-EFGH","verification_uri":"%1$s/verify",
                 "verification_uri_complete":"%1$s/verify?user_code=ABCD-EFGH","expires_in":60,"interval":1}
                """.formatted(issuer()));
        });
        provider.createContext("/token", exchange -> {
            forms.add(read(exchange));
            var next = answers.pop();
            send(exchange, next.startsWith("{") ? 200 : 400, next.startsWith("{") ? next : error(next));
        });
        provider.start();
        Files.writeString(folder.resolve("issuers.yaml"), """
            issuers:
            - issuer: %s
              audience: facegate-admin
              people: true
              console: {client: facegate-console, name: Staff}
            """.formatted(issuer()));
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    private String issuer() {
        return "http://127.0.0.1:" + provider.getAddress().getPort();
    }

    private static String error(String code) {
        return "{\"error\":\"" + code + "\"}";
    }

    private static String read(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Path file() {
        return folder.resolve("login").resolve("login.json");
    }

    private int login(String... more) {
        var words = new ArrayList<>(List.of("login", "--data", folder.toString(), "--login-file", file().toString()));
        words.addAll(List.of(more));
        return run(words);
    }

    private int run(List<String> words) {
        return new CommandLine(new Facegate())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }

    @Test
    void thePersonLogsInElsewhereAndTheTokenIsKeptPrivate() throws IOException {
        answers.addAll(List.of("authorization_pending", "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":300}"));
        assertThat(login("--issuer", "Staff", "--admin", "https://gateway.example:8443"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("ABCD-EFGH", issuer() + "/verify?user_code=ABCD-EFGH")
                .doesNotContain(TOKEN, "dev1");
        assertThat(err.toString()).contains("Logged in until").doesNotContain(TOKEN);
        assertThat(forms.getFirst()).isEqualTo("client_id=facegate-console&scope=openid");
        assertThat(forms.getLast()).contains("device_code=dev1", "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type");
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        var kept = LoginFile.read(file());
        assertThat(kept.token()).isEqualTo(TOKEN);
        assertThat(kept.admin()).isEqualTo(URI.create("https://gateway.example:8443"));
        assertThat(kept.expires()).isBetween(Instant.now(), Instant.now().plusSeconds(301));
        assertThat(new ObjectMapper().readTree(Files.readString(file())).size()).isEqualTo(4);
        assertThat(run(List.of("logout", "--login-file", file().toString()))).isZero();
        assertThat(file()).doesNotExist();
    }

    @Test
    void aRefusalEndsItAndKeepsNothing() {
        for (var refusal : List.of("access_denied", "expired_token", "invalid_client")) {
            answers.add(refusal);
            assertThat(login()).isEqualTo(1);
            assertThat(err.toString()).contains("Nobody is logged in: ");
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void anEndpointOnAnotherHostIsNotAsked() {
        deviceEndpoint = "https://evil.example/device";
        assertThat(login()).isEqualTo(1);
        assertThat(err.toString()).contains("names no device_authorization_endpoint on the issuer's own host");
        assertThat(forms).isEmpty();
    }

    @Test
    void aTokenIsForAGatewayOverTlsOrOnThisMachine() {
        for (var wrong : List.of("http://gateway.example:8080", "https://user@gateway.example", "gateway.example")) {
            assertThat(login("--admin", wrong)).isEqualTo(2);
        }
        assertThat(login("--issuer", "https://other.example")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no such provider of people");
        assertThat(forms).isEmpty();
    }
}
