package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.deploy.ComposeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/monitoring.md lists the metrics and alerts that there are. */
class MonitoringDocsTest {
    private static final Path PAGE = Path.of("docs/monitoring.md");

    private static final Path PROMETHEUS = Path.of("deploy/prometheus");

    /** Where meters are made. */
    private static final List<String> METERED = List.of("app/server", "cli/reconcile");

    /** Names of meters in the sources, without what Prometheus adds for their kind. */
    private static final Pattern METER = Pattern.compile("\"facegate\\.((?:[a-z_]+\\.)*[a-z_]+)\"");

    private static final Pattern LISTED = Pattern.compile("`facegate_([a-z_]+?)(?:_total|_seconds)?`");

    @Test
    void thePageListsExactlyTheMetrics() throws IOException {
        var listed = new TreeSet<String>();
        LISTED.matcher(section("## Metrics", "## Alerts"))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.startsWith("audit_"))
                .forEach(listed::add);
        assertThat(listed).isEqualTo(meters());
    }

    private static TreeSet<String> meters() throws IOException {
        var meters = new TreeSet<String>();
        for (var folder : METERED) {
            try (var sources = Files.list(Path.of("src/main/java/io/facegate").resolve(folder))) {
                for (var source : sources.filter(Files::isRegularFile).toList()) {
                    METER.matcher(Files.readString(source))
                            .results()
                            .map(found -> found.group(1).replace('.', '_'))
                            .forEach(meters::add);
                }
            }
        }
        assertThat(meters).hasSizeGreaterThan(15);
        return meters;
    }

    @Test
    void thePageListsExactlyTheAlerts() throws IOException {
        var alerts = new TreeSet<String>();
        Pattern.compile("alert: (\\w+)")
                .matcher(Files.readString(PROMETHEUS.resolve("facegate-alerts.yaml")))
                .results()
                .forEach(found -> alerts.add(found.group(1)));
        var listed = new TreeSet<String>();
        Pattern.compile("`(Facegate\\w+)`")
                .matcher(section("## Alerts", "## What shows this"))
                .results()
                .forEach(found -> listed.add(found.group(1)));
        assertThat(listed).isEqualTo(alerts);
    }

    /** A rule that no test of promtool sees raised may never be raised. */
    @Test
    void eachAlertIsRaisedInATestOfTheRules() throws IOException {
        var rules = new TreeSet<String>();
        for (var group :
                ComposeFile.yaml(PROMETHEUS.resolve("facegate-alerts.yaml")).get("groups")) {
            group.get("rules").forEach(rule -> rules.add(rule.get("alert").asText()));
        }
        var raised = new TreeSet<String>();
        for (var test : ComposeFile.yaml(PROMETHEUS.resolve("facegate-alerts-test.yaml"))
                .get("tests")) {
            for (var question : test.get("alert_rule_test")) {
                if (!question.path("exp_alerts").isEmpty()) {
                    raised.add(question.get("alertname").asText());
                }
            }
        }
        assertThat(raised).isEqualTo(rules).hasSizeGreaterThan(20);
    }

    private static String section(String from, String to) throws IOException {
        var page = Files.readString(PAGE);
        return page.substring(page.indexOf(from), page.indexOf(to));
    }
}
