package io.facegate.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.catalogue.TrailVendor;
import io.facegate.cli.Ran;
import io.facegate.ledger.RecordedCalls;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.usecase.reconcile.ContinuousReconcile;
import io.facegate.usecase.reconcile.Reconcile;
import io.facegate.usecase.reconcile.TrailLocation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code facegate reconcile --every}: its metrics, and what it does when a run fails. */
class ReconcileLoopTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Pattern PORT = Pattern.compile("Metrics: port (\\d+)");
    private static final Pattern METRIC = Pattern.compile("\\bfacegate_reconcile_[a-z_]+");
    private static final Path ALERTS = Path.of("deploy/prometheus/facegate-alerts.yaml");
    private static final Path DASHBOARD = Path.of("deploy/grafana/facegate-ban.json");

    @TempDir
    private Path folder;

    private final ReconcileMetrics meters = ReconcileMetrics.create(TrailVendor.AWS, Duration.ofMinutes(15));
    private final List<String> errors = new ArrayList<>();
    private String account;

    @BeforeEach
    void record() throws Exception {
        var ledger = new RecordedCalls();
        ledger.answered(ledger.permit("rekognition", "DetectFaces", NOW), NOW.plusSeconds(1), "r-1");
        ledger.write(folder.resolve("data"));
        Files.createDirectory(folder.resolve("trail"));
        put("a.json", NOW, "r-1");
    }

    private void put(String name, Instant time, String request) throws Exception {
        Files.writeString(folder.resolve("trail").resolve(name), """
            {"eventTime":"%s","eventSource":"rekognition.amazonaws.com","eventName":"DetectFaces",\
            "userIdentity":{"arn":"gateway"},"userAgent":"x","requestID":"%s","eventID":"e-%s"}
            """.formatted(time, request, request));
    }

    private ReconcileLoop runs() {
        var trail = new ContinuousReconcile.Trail(
                TrailVendor.AWS,
                TrailLocation.of(folder.resolve("trail").toString()),
                List.of(),
                Duration.ofHours(6),
                account);
        var reconcile = new Reconcile(LedgerAddress.ofFolder(folder.resolve("data")), "m.roe");
        return new ReconcileLoop(
                new ContinuousReconcile(reconcile, trail, null),
                Duration.ofMinutes(15),
                meters,
                new ReconcileLoop.Output(_ -> {}, errors::add));
    }

    private static InstantSource at(int minutes) {
        return InstantSource.fixed(NOW.plus(Duration.ofMinutes(minutes)));
    }

    private double metric(String name) {
        return meters.page()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theMetricsAreThoseOfTheLastRun() throws Exception {
        var runs = runs();
        assertThat(metric("facegate_reconcile_last_run_timestamp_seconds")).isZero();
        runs.runOnce(at(20));
        assertThat(metric("facegate_reconcile_findings{kind=\"bypass\"")).isZero();
        assertThat(metric("facegate_reconcile_trail_whole")).isEqualTo(1);
        put("b.json", NOW.plusSeconds(60), "r-2");
        runs.runOnce(at(40));
        assertThat(metric("facegate_reconcile_findings{kind=\"bypass\"")).isEqualTo(1);
        assertThat(metric("facegate_reconcile_last_run_timestamp_seconds"))
                .isEqualTo(NOW.plus(Duration.ofMinutes(40)).getEpochSecond());
        assertThat(metric("facegate_reconcile_newest_entry_timestamp_seconds"))
                .isEqualTo(NOW.plusSeconds(60).getEpochSecond());
        assertThat(metric("facegate_reconcile_newest_sent_timestamp_seconds")).isEqualTo(NOW.getEpochSecond());
        assertThat(metric("facegate_reconcile_interval_seconds")).isEqualTo(900);
        Files.writeString(folder.resolve("trail/c.json"), "{");
        runs.runOnce(at(60));
        assertThat(metric("facegate_reconcile_trail_whole")).isZero();
        assertThat(errors).isEmpty();
    }

    @Test
    void aRunThatFailsIsToldAndCountedAndTheNextOneComes() throws Exception {
        var runs = runs();
        var trail = folder.resolve("trail/a.json");
        var content = Files.readString(trail);
        Files.delete(trail);
        runs.runOnce(at(20));
        assertThat(errors).singleElement().asString().startsWith("The trail cannot be read: ");
        assertThat(metric("facegate_reconcile_failures_total")).isEqualTo(1);
        assertThat(metric("facegate_reconcile_last_run_timestamp_seconds")).isZero();
        Files.writeString(trail, content);
        runs.runOnce(at(40));
        assertThat(metric("facegate_reconcile_failures_total")).isEqualTo(1);
        assertThat(metric("facegate_reconcile_last_run_timestamp_seconds")).isPositive();
    }

    /** It may have none because the account is new. */
    @Test
    void anAccountWithoutAPermitIsToldAndCountedAtEachRun() {
        account = "eu";
        var runs = runs();
        runs.runOnce(at(20));
        runs.runOnce(at(40));
        assertThat(errors).hasSize(2).allMatch(error -> error.contains("It has none for eu."));
        assertThat(metric("facegate_reconcile_failures_total")).isEqualTo(2);
        assertThat(metric("facegate_reconcile_last_run_timestamp_seconds")).isZero();
    }

    /** A permit that was changed could cover any call, now and later. */
    @Test
    void aLedgerThatDoesNotVerifyEndsIt() throws Exception {
        var runs = runs();
        runs.runOnce(at(20));
        try (var file = java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/ledger.db"));
                var change = file.createStatement()) {
            change.execute("UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), 'r-1', 'r-9') AS BLOB)"
                    + " WHERE first = 0");
        }
        assertThatThrownBy(() -> runs.runOnce(at(40))).isInstanceOf(Fault.LedgerTampered.class);
    }

    /** The alert rules ask for no metric that is not there; the suite asks a gateway for the others. */
    @Test
    void eachMetricOfTheAlertsIsThere() throws Exception {
        runs();
        assertThat(unknown(Files.readString(ALERTS))).isEmpty();
        assertThat(unknown(Files.readString(DASHBOARD))).isEmpty();
        assertThat(unknown("expr: facegate_reconcile_such_metric > 1"))
                .as("the control")
                .containsExactly("facegate_reconcile_such_metric");
    }

    private TreeSet<String> unknown(String rules) {
        var page = meters.page();
        var unknown = new TreeSet<String>();
        METRIC.matcher(rules).results().map(found -> found.group()).forEach(name -> {
            if (!page.contains('\n' + name + '{')) {
                unknown.add(name);
            }
        });
        return unknown;
    }

    @Test
    void theCommandServesItsMetricsUntilItIsStopped() throws Exception {
        var err = new StringWriter();
        var code = new AtomicInteger(-1);
        var line = new CommandLine(new ReconcileCommand())
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true));
        var running = Thread.ofPlatform().start(() -> code.set(line.execute(words("--every", "1m"))));
        try {
            Await.until(() -> PORT.matcher(err.toString()).find());
            var port = PORT.matcher(err.toString());
            assertThat(port.find()).isTrue();
            var metrics = URI.create("http://127.0.0.1:" + port.group(1) + "/metrics");
            Await.until(() -> Pattern.compile("(?m)^facegate_reconcile_last_run_timestamp_seconds\\S* [1-9]")
                    .matcher(get(metrics).body())
                    .find());
            assertThat(get(metrics.resolve("/other")).statusCode()).isEqualTo(404);
        } finally {
            running.interrupt();
            running.join(Duration.ofMinutes(1));
        }
        assertThat(code.get()).isZero();
    }

    private String[] words(String... more) {
        var all = new ArrayList<>(
                List.of("--vendor", "aws", "--trail", folder.resolve("trail").toString()));
        all.addAll(List.of("--data", folder.resolve("data").toString(), "--metrics", "127.0.0.1:0"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static HttpResponse<String> get(URI page) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void onlyGetIsAnswered() throws Exception {
        try (var page = MetricsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> "x 1\n");
                var http = HttpClient.newHttpClient()) {
            var post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page.port() + "/metrics"))
                    .POST(HttpRequest.BodyPublishers.ofString("x"))
                    .build();
            assertThat(http.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void mistakesAreToldBeforeItRuns() {
        assertThat(trailed("-", "--every", "1m"))
                .contains("--every cannot read standard input. Name a folder or s3://bucket/prefix.");
        assertThat(refusal("--every", "15")).contains("--every is 15; it must be a time such as 15m");
        assertThat(refusal("--every", "0m")).contains("from 1m to 365d");
        assertThat(refusal("--every", "2d")).contains("at least twice --every");
        assertThat(refusal("--every", "15m", "--until", "2026-11-24")).contains("exclude each other");
        assertThat(refusal("--every", "15m", "--format", "html")).contains("text or json");
        assertThat(refusal("--every", "15m", "--metrics", "here")).contains("HOST:PORT");
        assertThat(refusal()).contains("--window and --metrics belong to --every");
    }

    private String refusal(String... more) {
        return trailed(folder.resolve("trail").toString(), more);
    }

    private String trailed(String trail, String... more) {
        var words = words(more);
        words[3] = trail;
        var ran = Ran.of(new ReconcileCommand(), List.of(words));
        assertThat(ran.code()).as(ran.err()).isEqualTo(2);
        return ran.err();
    }
}
