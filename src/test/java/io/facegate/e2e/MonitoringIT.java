package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.Ports;
import io.facegate.deploy.ComposeFile;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards and the alert rules in {@code deploy}, answered by a real Prometheus that reads a real gateway. */
class MonitoringIT {
    private static final Path RULES = Path.of("deploy/prometheus");
    private static final Path ALERTS = RULES.resolve("facegate-alerts.yaml");
    private static final List<Path> DASHBOARDS =
            List.of(Path.of("deploy/grafana/facegate.json"), Path.of("deploy/grafana/facegate-ban.json"));
    /** Those of comparisons with a trail are on a page of their own, which ReconcileLoopTest holds against the rules. */
    private static final Pattern METRIC = Pattern.compile("\\b(facegate_(?!reconcile_)[a-z0-9_]+|jvm_[a-z0-9_]+)");

    /** Of these there may rightly be no value: what only a failure makes, and comparisons with a trail. */
    private static final Pattern MAY_BE_EMPTY =
            Pattern.compile("expiry_days|audit_verified_timestamp|facegate_reconcile_");

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void promtoolAcceptsTheRulesAndTheirTestsPass() {
        promtool("check", "config", "prometheus.yaml");
        promtool("test", "rules", "facegate-alerts-test.yaml");
    }

    private static void promtool(String... words) {
        var command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(words));
        Gateway.Result.of(new ProcessBuilder(command).directory(RULES.toFile())).expect(0);
    }

    @Test
    void everyQueryOfTheDashboardAndOfTheAlertsIsAnswered() throws Exception {
        var data = folder.resolve("data");
        var nonprofit = Gateway.register(data, "hope", "nonprofit.child_protection", "missing_child");
        var police = Gateway.register(data, "metro", "law_enforcement.police", "suspect_identification");
        var busy = Gateway.register(data, "busy", "nonprofit.child_protection", "missing_child");
        Files.writeString(
                data.resolve("quotas.yaml"),
                "quotas:\n  - {name: pace, organisation: '*', per_day: 1000}\n"
                        + "  - {name: few, organisation: busy, per_day: 1}\n");
        try (var vendor = FakeVendor.start()) {
            vendor.answers(FakeVendor.Answer.of(200, "{\"FaceMatches\":[]}"));
            var sinks = Files.writeString(
                    folder.resolve("sinks.yaml"),
                    "sinks:\n- {name: collector, kind: otlp, url: 'http://127.0.0.1:" + Ports.free() + "/v1/logs'}\n");
            try (var gateway = Gateways.inFrontOf(vendor.url(), data, "--sinks", sinks.toString());
                    var prometheus = new Prometheus(gateway)) {
                Await.until(() -> {
                    assertThat(compare(gateway, nonprofit)).isEqualTo(200);
                    assertThat(compare(gateway, police)).isEqualTo(400);
                    compare(gateway, busy);
                    return isCounted(prometheus, "rate(facegate_vendor_requests_seconds_count[30s]) > 0")
                            && isCounted(prometheus, "rate(facegate_faults_total{code=\"quota_exceeded\"}[30s])")
                            && isCounted(prometheus, "facegate_checkpoint_timestamp_seconds > 0");
                });
                assertThat(unknown(queries(), gateway)).isEmpty();
                assertThat(unknown(List.of("facegate_such_metric_is_none > 1"), gateway))
                        .as("the control")
                        .containsExactly("facegate_such_metric_is_none");
                var page = get(gateway.health().resolve("/metrics"));
                assertThat(withoutHelp(page)).isEmpty();
                assertThat(withoutHelp(page.replaceFirst("# HELP facegate_circuit_open .*", "")))
                        .as("the control")
                        .containsExactly("facegate_circuit_open");
                for (var query : queries()) {
                    var answer = prometheus.query(query);
                    if (isOfDashboard(query) && !MAY_BE_EMPTY.matcher(query).find()) {
                        assertThat(answer).as(query).isNotEmpty();
                    }
                }
                assertThat(prometheus
                                .query("sum by (verdict, provider, operation) (facegate_decisions_total)")
                                .toString())
                        .contains("permit", "refuse", "rekognition", "CompareFaces");
            }
        }
    }

    private static boolean isCounted(Prometheus prometheus, String query) throws Exception {
        return !prometheus.query(query).isEmpty();
    }

    private static int compare(Gateway gateway, Gateway.Key key) {
        var photo = Base64.getEncoder().encodeToString(Photos.bytes(Photos.FOLDER.resolve("average2_crop.jpg")));
        var json = "{\"SourceImage\":{\"Bytes\":\"" + photo + "\"},\"TargetImage\":{\"Bytes\":\"" + photo + "\"}}";
        return Wire.signed(gateway.calls(), key, "CompareFaces", json).send().status();
    }

    /** Names in the queries that the gateway's own page of metrics does not have. */
    private TreeSet<String> unknown(List<String> queries, Gateway gateway) throws Exception {
        var page = get(gateway.health().resolve("/metrics"));
        var unknown = new TreeSet<String>();
        for (var query : queries) {
            METRIC.matcher(query)
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !Pattern.compile("(?m)^" + name + "[ {]")
                            .matcher(page)
                            .find())
                    .forEach(unknown::add);
        }
        return unknown;
    }

    /** Families of a page of metrics that no sentence explains. */
    private static List<String> withoutHelp(String page) {
        var families = Pattern.compile("(?m)^# TYPE (facegate_\\S+) ")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(families).hasSizeGreaterThan(35);
        return families.stream()
                .filter(family -> !Pattern.compile("(?m)^# HELP " + family + " +\\w")
                        .matcher(page)
                        .find())
                .toList();
    }

    private String get(URI page) throws Exception {
        return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static boolean isOfDashboard(String query) throws IOException {
        return ofDashboard().contains(query);
    }

    private static List<String> queries() throws IOException {
        var all = new ArrayList<>(ofDashboard());
        for (var group : ComposeFile.yaml(ALERTS).get("groups")) {
            group.get("rules").forEach(rule -> all.add(rule.get("expr").asText()));
        }
        assertThat(all).hasSizeGreaterThan(30);
        return all;
    }

    /** As Grafana fills in its variables. */
    private static List<String> ofDashboard() throws IOException {
        var found = new ArrayList<String>();
        for (var dashboard : DASHBOARDS) {
            for (var target : Gateway.parsed(Files.readString(dashboard)).findValues("expr")) {
                found.add(target.asText().replace("$__rate_interval", "30s").replace("$instance", ".*"));
            }
        }
        return found;
    }

    /** Debian's Prometheus with the configuration in {@code deploy}, reading one gateway each second. */
    private final class Prometheus implements AutoCloseable {
        private final Process process;
        private final URI url;

        Prometheus(Gateway gateway) throws IOException {
            var home = Files.createDirectory(folder.resolve("prometheus"));
            Files.copy(ALERTS, home.resolve("facegate-alerts.yaml"));
            var config = Files.readString(RULES.resolve("prometheus.yaml"));
            assertThat(config).contains("127.0.0.1:9000", "scrape_interval: 15s");
            Files.writeString(
                    home.resolve("prometheus.yaml"),
                    config.replace("127.0.0.1:9000", gateway.health().getAuthority())
                            .replace("15s", "1s"));
            int port = Ports.free();
            this.url = URI.create("http://127.0.0.1:" + port);
            this.process = new ProcessBuilder(
                            "prometheus",
                            "--config.file=prometheus.yaml",
                            "--storage.tsdb.path=data",
                            "--web.listen-address=127.0.0.1:" + port)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("log").toFile())
                    .start();
        }

        /** The values; none while it is still starting. */
        JsonNode query(String expression) throws Exception {
            var page = url.resolve("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
            try {
                var answer = Gateway.parsed(get(page));
                assertThat(answer.path("status").asText())
                        .as(expression + ": " + answer)
                        .isEqualTo("success");
                return answer.get("data").get("result");
            } catch (IOException notYet) {
                assertThat(process.isAlive()).isTrue();
                Thread.sleep(Duration.ofMillis(200));
                return Gateway.parsed("[]");
            }
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
    }
}
