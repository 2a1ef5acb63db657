package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.e2e.Gateway.Key;
import io.facegate.usecase.delivery.BundleServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways as processes of their own, and bundles that a real HTTPS server delivers to both. */
class PolicyBundleIT {
    private static final String BAN = """
        pack: ban
        title: A test
        binds: Everybody.
        rules:
          - id: no-lists
            effect: refuse
            match: {capability: [gallery_read]}
            reason: {code: no_lists, text: "Nothing is listed."}
            citation: {ref: "A test", checked: 2025-11-01}
            appeal: Ask us.
        """;

    @TempDir
    private Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private BundleServer server;
    private Path policies;
    private Path signers;
    private Path trusted;

    @BeforeEach
    void prepare() throws Exception {
        server = new BundleServer(folder);
        opened.add(server);
        trusted = trustStore();
        policies = Files.createDirectory(folder.resolve("policies"));
        Files.copy(Path.of("policies/facegate-base.yaml"), policies.resolve("facegate-base.yaml"));
        signers = folder.resolve("signers");
        var lines = new StringBuilder();
        for (var name : List.of("jane", "omar")) {
            lines.append(policy("key", "--name", name, "--to", file(name)).out());
        }
        Files.writeString(signers, lines + "threshold 1\nthreshold-to-permit-more 2\n");
    }

    @AfterEach
    void close() throws Exception {
        for (var one : opened.reversed()) {
            one.close();
        }
    }

    @Test
    void allGatewaysTakeOneBundleAndKeepIt() throws Exception {
        var first = sign("first", "jane", "--serial", "1", "--commit", "4f2a9c1");
        policy("sign", policies.toString(), "--key", file("omar"), "--to", first.toString());
        server.delivers(Files.readAllBytes(first));
        var hopes = List.of(hope("one"), hope("two"));
        var gateways = List.of(start("one"), start("two"));
        assertThat(gateways)
                .allSatisfy(each -> assertThat(health(each, "serial")).isEqualTo("1"));
        assertThat(listed(gateways.getFirst(), hopes.getFirst())).isEmpty();

        Files.writeString(policies.resolve("ban.yaml"), BAN);
        var moment = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.SECONDS);
        var second = sign("second", "jane", "--after", first.toString(), "--activate", moment.toString());
        server.delivers(Files.readAllBytes(second));
        gateways.forEach(PolicyBundleIT::lookAtOnce);
        for (int at = 0; at < gateways.size(); at++) {
            var gateway = gateways.get(at);
            Await.until(() -> health(gateway, "serial").equals("2"));
            assertThat(listed(gateway, hopes.get(at))).contains("ban/no-lists");
            var loaded = loaded(gateway.data()).getLast();
            assertThat(loaded.path("serial").asLong()).isEqualTo(2);
            assertThat(Instant.parse(loaded.path("time").asText())).isAfterOrEqualTo(moment);
            assertThat(loaded.path("signers")).hasSize(1);
        }

        Files.delete(policies.resolve("ban.yaml"));
        var third = sign("third", "jane", "--serial", "3");
        server.delivers(Files.readAllBytes(third));
        var one = gateways.getFirst();
        lookAtOnce(one);
        Await.until(() -> health(one, "degraded").contains("it removes the pack ban"));
        assertThat(health(one, "serial")).isEqualTo("2");

        gateways.forEach(Gateway::close);
        server.answers(exchange -> exchange.sendResponseHeaders(503, -1));
        var again = start("one");
        assertThat(health(again, "serial")).isEqualTo("2");
        assertThat(listed(again, hopes.getFirst())).contains("ban/no-lists");
        again.close();
        Files.write(again.data().resolve("policy-bundles/in-force.bundle"), new byte[] {1});
        Files.write(again.data().resolve("policy-bundles/waiting.bundle"), new byte[] {1});
        var refused = Gateway.run(options("one").toArray(String[]::new)).expect(3);
        assertThat(refused.err()).contains("no bundle of policies may come into force here");
    }

    private Key hope(String name) {
        return Cast.add(folder.resolve(name), "hope", "nonprofit.child_protection", "missing_child");
    }

    private Gateway start(String name) {
        var gateway = Gateway.start(
                folder.resolve(name),
                Map.of(),
                List.of("-Djavax.net.ssl.trustStore=" + trusted, "-Djavax.net.ssl.trustStorePassword=for-this-test"),
                "--policy-bundle",
                server.address().toString(),
                "--policy-signers",
                signers.toString());
        opened.add(gateway);
        return gateway;
    }

    private List<String> options(String name) {
        return List.of(
                "serve",
                "--port",
                "0",
                "--health-port",
                "0",
                "--data",
                folder.resolve(name).toString(),
                "--policy-bundle",
                server.address().toString(),
                "--policy-signers",
                signers.toString());
    }

    private Path sign(String name, String signer, String... more) {
        var bundle = folder.resolve(name + ".bundle");
        var words =
                new ArrayList<>(List.of("sign", policies.toString(), "--key", file(signer), "--to", bundle.toString()));
        words.addAll(Arrays.asList(more));
        policy(words.toArray(String[]::new));
        return bundle;
    }

    private static Gateway.Result policy(String... words) {
        var all = new ArrayList<>(List.of("policy"));
        all.addAll(Arrays.asList(words));
        return Gateway.run(all.toArray(String[]::new)).expect(0);
    }

    private String file(String signer) {
        return folder.resolve(signer + ".skey").toString();
    }

    private static void lookAtOnce(Gateway gateway) {
        try {
            new ProcessBuilder("kill", "-HUP", Long.toString(gateway.process().pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String listed(Gateway gateway, Key caller) {
        var reply =
                Wire.signed(gateway.calls(), caller, "ListCollections", "{}").send();
        return reply.status() == 200 ? "" : reply.message();
    }

    private static List<JsonNode> loaded(Path data) {
        return Gateway.records(data).stream()
                .filter(record -> record.path("act").asText().equals("policies_loaded"))
                .toList();
    }

    private static String health(Gateway gateway, String key) {
        try {
            var request =
                    HttpRequest.newBuilder(gateway.health().resolve("/health")).build();
            var page = Gateway.parsed(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
            for (var check : page.path("checks")) {
                if (check.path("name").asText().equals("policies")) {
                    return check.path("data").path(key).asText();
                }
            }
            return "";
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private Path trustStore() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(folder.resolve("vendor.pem"))) {
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var file = folder.resolve("trusted.p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "for-this-test".toCharArray());
        }
        return file;
    }
}
