package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.SelfSigned;
import io.facegate.ledger.export.KafkaServer;
import io.facegate.testkit.LongRun;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code deploy/compose.yaml} starts, as processes of this machine: one after the other as they depend on each
 * other, until two gateways serve one organisation and a person has logged in. Grafana is not among them.
 */
@LongRun
class ComposeIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");

    @TempDir
    private Path folder;

    private HttpClient http;

    @Test
    void theWholeServesAndIsWatchedAndASecondUpKeepsAll() throws Exception {
        try (var stores = new ComposeStores(folder);
                var machine = stores.machine();
                var collector = new TraceCollector(machine.port("collector:4318"))) {
            secretsAreMadeOnce(machine);
            http = client(machine);
            stores.database();
            stores.valkey();
            stores.kafka();
            var tables = List.of("ledger-tables", "registry-tables", "join-a", "join-b");
            tables.forEach(service -> machine.run(service).expect(0));
            gateways(machine);
            stores.prometheus();

            var key = key(machine);
            for (var address : List.of("a.facegate.localhost:8443", "b.facegate.localhost:8444")) {
                answers(machine, address, key);
            }
            recordsAreInKafka(machine);
            assertThat(collector.awaitTrace(TRACE, 5)).containsKey("POST rekognition");
            Await.until(() -> metrics(machine).equals(List.of("gateway-a", "gateway-b")));
            // Last, for it keeps the machine busy; gateways do not wait for it.
            stores.keycloak();
            aPersonLogsIn(machine);

            tables.forEach(service -> machine.run(service).expect(0));
            assertThat(call(machine, "a.facegate.localhost:8443", key).status()).isEqualTo(200);
            machine.run("command", "ledger", "verify").expect(0);
            machine.run("command", "registry", "verify").expect(0);
        }
    }

    private static void secretsAreMadeOnce(ComposeMachine machine) throws IOException {
        var given = machine.secrets();
        assertThat(given).hasSizeGreaterThan(20);
        var before = secrets(machine);
        assertThat(machine.secrets()).isEqualTo(given);
        assertThat(secrets(machine)).isEqualTo(before);
        Files.delete(machine.volume("authority", "gateway-tls.crt"));
        machine.secrets();
        assertThat(secrets(machine)).isNotEqualTo(before);
    }

    /** What stands in each file; how a store of certificates is written differs each time. */
    private static TreeMap<String, String> secrets(ComposeMachine machine) throws IOException {
        var found = new TreeMap<String, String>();
        try (var files = Files.walk(machine.volume("authority", "").getParent())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.getPosixFilePermissions(file).toString()).doesNotContain("GROUP", "OTHERS");
                if (!file.toString().endsWith(".p12")) {
                    found.put(file.toString(), Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
                }
            }
        }
        return found;
    }

    /** A browser of this machine that trusts the authority. */
    private static HttpClient client(ComposeMachine machine) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(machine))
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build();
    }

    private static SSLContext trusting(ComposeMachine machine) throws Exception {
        return SelfSigned.trusting(machine.volume("authority", "ca.crt"));
    }

    /** One that ends is started again, as the file says; a busy machine may need that. */
    private void gateways(ComposeMachine machine) throws Exception {
        for (var gateway : List.of("gateway-a", "gateway-b")) {
            assertThat(machine.file().service(gateway).get("restart").asText()).isEqualTo("unless-stopped");
            var process = machine.serve(gateway);
            for (int starts = 1; !awaitReady(machine, gateway, process); starts++) {
                assertThat(starts).as(machine.log(gateway)).isLessThan(4);
                process = machine.serve(gateway);
            }
        }
    }

    private boolean awaitReady(ComposeMachine machine, String gateway, Process process) {
        Await.until(() -> !process.isAlive() || isReady(machine, gateway));
        return process.isAlive();
    }

    private boolean isReady(ComposeMachine machine, String gateway) throws Exception {
        try {
            var health = "http://localhost:" + machine.port(gateway + ":9000") + "/health/ready";
            return get(health).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> get(String address) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }

    private static Gateway.Key key(ComposeMachine machine) {
        var add = "org add --id spring-harbor --name Spring --type nonprofit.child_protection --jurisdiction US-OR"
                + " --purpose missing_child";
        machine.run("command", add.split(" ")).expect(0);
        var minted = machine.run("command", "key", "mint", "--org", "spring-harbor", "--json")
                .expect(0)
                .json();
        return new Gateway.Key(
                minted.get("accessKeyId").asText(),
                minted.get("secretAccessKey").asText(),
                minted.get("apiKey").asText());
    }

    /** A change in the registry is used within a second, on a quiet machine. */
    private static void answers(ComposeMachine machine, String address, Gateway.Key key) throws Exception {
        var answer = call(machine, address, key);
        for (int tries = 0; answer.status() != 200 && tries < 60; tries++) {
            Gateway.pause(500);
            answer = call(machine, address, key);
        }
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    private static Wire.Answer call(ComposeMachine machine, String address, Gateway.Key key) throws Exception {
        var photo = Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE));
        var gateway = URI.create("https://localhost:" + machine.port(address));
        var wire = Wire.signed(gateway, key, "DetectFaces", "{\"Image\":{\"Bytes\":\"" + photo + "\"}}");
        if (address.startsWith("a.")) {
            wire = wire.with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
        }
        try (var socket = trusting(machine).getSocketFactory().createSocket("localhost", gateway.getPort())) {
            socket.getOutputStream().write(wire.head());
            socket.getOutputStream().write(wire.body());
            return Wire.Answer.read(socket.getInputStream());
        }
    }

    private static void recordsAreInKafka(ComposeMachine machine) {
        var events = KafkaServer.events("localhost:" + machine.port("kafka:9092"), "facegate-ledger", 5);
        var text = new ArrayList<String>();
        events.forEach(event -> text.add(new String(event.value(), StandardCharsets.UTF_8)));
        assertThat(text).hasSizeGreaterThan(4).anyMatch(event -> event.contains("spring-harbor"));
    }

    /** The gateways whose decisions Prometheus has. */
    private List<String> metrics(ComposeMachine machine) throws Exception {
        var query = URLEncoder.encode("facegate_decisions_total{verdict=\"permit\"} > 0", StandardCharsets.UTF_8);
        try {
            var answer = get("http://localhost:" + machine.port("prometheus:9090") + "/api/v1/query?query=" + query);
            var found = new ArrayList<String>();
            for (JsonNode each : Gateway.parsed(answer.body()).at("/data/result")) {
                var instance = each.at("/metric/instance").asText();
                boolean isA = instance.endsWith(":" + machine.port("gateway-a:9000"));
                found.add(isA ? "gateway-a" : "gateway-b");
            }
            return found.stream().distinct().sorted().toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }

    private void aPersonLogsIn(ComposeMachine machine) throws Exception {
        var issuer = "https://localhost:" + machine.port("id.facegate.localhost:8446") + "/realms/facegate";
        var realm = Gateway.parsed(Files.readString(machine.volume("realm", "facegate-realm.json")));
        var subject = realm.at("/users/0/id").asText();
        var add = "person add --id first.officer --role operator --role officer --by first.officer --login-issuer "
                + issuer + " --login-subject " + subject;
        machine.run("command", add.split(" ")).expect(0);
        var console = "https://localhost:" + machine.port("a.facegate.localhost:8443") + "/console";
        var entered = logIn(machine, console);
        // The gateway asks an issuer that was away for its keys every ten seconds.
        for (int tries = 0; entered.statusCode() != 200 && tries < 5; tries++) {
            Gateway.pause(11_000);
            entered = logIn(machine, console);
        }
        assertThat(entered.statusCode()).as(machine.log("gateway-a")).isEqualTo(200);
        assertThat(get(console + "/work").body()).contains("Logged in as <b>first.officer</b>");
    }

    private HttpResponse<String> logIn(ComposeMachine machine, String console) throws Exception {
        var page = get(console + "/login/at/0");
        var form = FORM.matcher(page.body());
        if (!form.find()) {
            return page;
        }
        var password = Files.readString(machine.volume("authority", "officer-password"))
                .strip();
        return http.send(
                HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("username=officer&password=" + password))
                        .build(),
                BodyHandlers.ofString());
    }
}
