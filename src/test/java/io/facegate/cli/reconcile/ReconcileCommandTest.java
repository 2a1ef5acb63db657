package io.facegate.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.Ran;
import io.facegate.ledger.RecordedCalls;
import io.facegate.ledger.Records;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** {@code facegate reconcile}: exit codes, and the forms of its report. */
class ReconcileCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String EVIL = "<script>\\u001b[2J\\u202e\\u0000\\\"&'";

    @TempDir
    private Path folder;

    private Path trail;

    @BeforeEach
    void record() throws Exception {
        trail = folder.resolve("trail.json");
        var ledger = new RecordedCalls();
        ledger.answered(ledger.permit("rekognition", "DetectFaces", NOW), NOW.plusSeconds(1), "r-1");
        ledger.write(folder.resolve("data"));
    }

    private static String event(String request, String principal) {
        return """
            {"eventTime":"2026-11-24T12:00:00Z","eventSource":"rekognition.amazonaws.com","eventName":"DetectFaces",\
            "userIdentity":{"arn":"%s"},"userAgent":"x","requestID":"%s","eventID":"e-%s","sourceIPAddress":"%s"}
            """.formatted(principal, request, request, principal);
    }

    private Ran run(String... words) {
        var all = new ArrayList<>(List.of("--vendor", "aws", "--trail", trail.toString()));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        all.addAll(List.of(words));
        return Ran.of(new ReconcileCommand(), all);
    }

    @Test
    void whereEachCallIsCoveredItEndsWith0() throws Exception {
        Files.writeString(trail, event("r-1", "gateway"));

        var ran = run("--principal", "gateway");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .endsWith("Nothing went round the gateway: a permit covers each face call of the trail.\n");
        assertThat(run("--principal", "gateway", "--json")
                        .json()
                        .getLast()
                        .path("clean")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whatWentRoundIsListedAndItEndsWith6() throws Exception {
        Files.writeString(trail, event("r-1", "gateway") + event("r-2", "somebody"));

        var text = run();
        assertThat(text.code()).isEqualTo(6);
        assertThat(text.out())
                .contains(
                        "  2026-11-24T12:00:00Z  DetectFaces  by somebody from somebody",
                        "No decision of the gateway covers this call. entry e-r-2, request r-2")
                .endsWith("1 face call went round the gateway.\n");
        for (var words : List.of(new String[] {"--json"}, new String[] {"--format", "json"})) {
            var json = run(words);
            assertThat(json.code()).isEqualTo(6);
            assertThat(json.json()).hasSize(2);
            assertThat(json.json().getFirst().path("finding").asText()).isEqualTo("bypass");
            assertThat(json.json().getFirst().path("request").asText()).isEqualTo("r-2");
            assertThat(json.json().getLast().at("/findings/bypass").asInt()).isEqualTo(1);
        }
    }

    /** Also where somebody else made a covered call. */
    @Test
    void whoElseCalledIsListedAndItEndsWith6() throws Exception {
        Files.writeString(trail, event("r-1", "somebody"));
        assertThat(run("--principal", "gateway").code()).isEqualTo(6);
        assertThat(run().code()).isZero();
    }

    @Test
    void aTrailWithoutAllOfItsRecordsIsNeverClean() throws Exception {
        Files.writeString(trail, event("r-1", "gateway") + "{\n");
        var cut = run();
        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.out())
                .contains("1 record or file could not be read: " + trail)
                .contains("A part of the trail could not be read.");
        Files.writeString(trail, "");
        assertThat(run().code()).isEqualTo(1);
        Files.writeString(trail, "[]");
        assertThat(run().code()).isEqualTo(1);
        assertThat(run().out()).endsWith("The trail has no record: it shows nothing.\n");
        Files.writeString(trail, event("r-2", "x").replaceFirst("\\{", "{\"errorCode\":\"AccessDenied\","));
        assertThat(run().code()).isEqualTo(1);
        assertThat(run().out())
                .endsWith("The trail has no call of the gateway, but the ledger has 1 face call that the gateway sent:"
                        + " this is not the whole trail, and it shows nothing.\n");
        Files.delete(trail);
        Files.createDirectory(trail);
        assertThat(run().code()).isEqualTo(1);
        assertThat(run().err()).startsWith("The trail cannot be read: " + trail + " has no files");
        Files.delete(trail);
        assertThat(run().code()).isEqualTo(1);
        assertThat(run().err()).startsWith("The trail cannot be read: ");
    }

    @Test
    void mistakesEndWith2() throws Exception {
        Files.writeString(trail, event("r-1", "gateway"));
        assertThat(run("--vendor", "amazon").code()).isEqualTo(2);
        assertThat(run("--format", "pdf").code()).isEqualTo(2);
        assertThat(run("--format", "html", "--json").code()).isEqualTo(2);
        assertThat(run("--from", "2026-11-25", "--until", "2026-11-24").code()).isEqualTo(2);
        assertThat(run("--from", "yesterday").code()).isEqualTo(2);
        assertThat(run("--account", "a b").code()).isEqualTo(2);
        var unknown = run("--account", "eu");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("accounts of this vendor: default.", "It has none for eu.");
        assertThat(Ran.of(new ReconcileCommand(), List.of("--vendor", "aws", "--trail", "x", "--data", "nowhere"))
                        .code())
                .isEqualTo(2);
        assertThat(Ran.of(new ReconcileCommand(), List.of("--vendor", "googel", "--trail", "x"))
                        .err())
                .contains("google");
    }

    @Test
    void theReportNamesTheAccountOrSaysThatItWasNotChecked() throws Exception {
        Files.writeString(trail, event("r-1", "gateway"));
        assertThat(run("--account", "default").out()).contains("1 permit for its account default.");
        assertThat(run("--account", "default", "--json")
                        .json()
                        .getLast()
                        .path("account")
                        .asText())
                .isEqualTo("default");
        assertThat(run().out()).contains("1 permit for this vendor.").doesNotContain("--account");
        var several = new RecordedCalls();
        several.answered(several.permitAt("eu", "rekognition", "DetectFaces", NOW), NOW.plusSeconds(1), "r-1");
        several.write(folder.resolve("several"));
        var words = List.of("--vendor", "aws", "--trail", trail.toString(), "--data", folder.resolve("several") + "");
        assertThat(Ran.of(new ReconcileCommand(), words).out())
                .contains("no --account was named. The ledger has permits for: eu.");
    }

    @Test
    void onlyADaysCallsAreCompared() throws Exception {
        Files.writeString(trail, event("r-1", "gateway") + event("r-2", "x").replace("-24T", "-25T"));
        assertThat(run("--until", "2026-11-24").code()).isZero();
        assertThat(run("--from", "2026-11-25").code()).isEqualTo(6);
    }

    @Test
    void standardInputIsATrail() {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(event("r-2", "x").getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(run("--trail", "-").code()).isEqualTo(2);
            assertThat(Ran.of(
                                    new ReconcileCommand(),
                                    List.of(
                                            "--vendor",
                                            "aws",
                                            "--trail",
                                            "-",
                                            "--data",
                                            folder.resolve("data").toString()))
                            .code())
                    .isEqualTo(6);
        } finally {
            System.setIn(before);
        }
    }

    /** Who calls round the gateway writes parts of the trail. */
    @Test
    void nothingOfATrailSteersTerminalPageOrXml() throws Exception {
        Files.writeString(trail, event("r-2", EVIL));
        assertThat(run().out().chars().filter(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202e)))
                .isEmpty();

        var page = run("--format", "html").out();
        assertThat(page).startsWith("<!DOCTYPE html><html").doesNotContain("<script", "\u202e", "\u001b");
        assertThat(page).contains("&lt;script&gt;", "1 face call went round the gateway.", "@media print");

        var junit = parse(run("--format", "junit").out());
        var suite = (Element) junit.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("tests"))
                .isEqualTo(String.valueOf(junit.getElementsByTagName("testcase").getLength()));
        assertThat(junit.getElementsByTagName("failure").item(0).getTextContent())
                .contains("<script>");
    }

    /** The caller names the operation, the agent and, at some vendors, the id. */
    @Test
    void aStrangersTextIsEscapedOrShortenedInJsonAndJunit() throws Exception {
        var agent = "facegate decision/\\u202e\\u001b[2J-not-an-id-of-a-decision-at-all";
        var evil = event("r".repeat(5_000), EVIL + "\\u007f\\u009b\u00e9")
                .replace("\"DetectFaces\"", "\"Un\\u202eheard\\u009b\"")
                .replace("\"userAgent\":\"x\"", "\"userAgent\":\"" + agent + '"');
        Files.writeString(trail, evil);

        var json = run("--json");

        assertThat(json.out().chars().filter(c -> c != '\n' && (c < ' ' || c > '~')))
                .isEmpty();
        var finding = json.json().getFirst();
        assertThat(finding.path("principal").asText()).endsWith("\u007f\u009b\u00e9");
        assertThat(finding.path("decision").isNull()).isTrue();
        assertThat(finding.path("request").asText()).hasSize(256).endsWith("r\u2026");
        var junit = parse(run("--format", "junit").out());
        assertThat(((Element) junit.getElementsByTagName("testcase").item(0)).getAttribute("name"))
                .contains("Un?heard?")
                .doesNotContain("\u202e", "\u009b");
    }

    @Test
    void whatCouldNotBeReadIsAnErrorInJunit() throws Exception {
        Files.writeString(trail, event("r-1", "gateway") + "{\n");
        var junit = parse(run("--format", "junit").out());
        assertThat(((Element) junit.getElementsByTagName("testsuite").item(0)).getAttribute("errors"))
                .isEqualTo("1");
        assertThat(junit.getElementsByTagName("error").getLength()).isEqualTo(1);
        assertThat(junit.getElementsByTagName("failure").getLength()).isZero();
    }

    private static Document parse(String xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.strip().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aLedgerThatDoesNotVerifyEndsWith5() throws Exception {
        Files.writeString(trail, event("r-1", "gateway"));
        assertThat(run().code()).isZero();
        var data = folder.resolve("data");
        try (var file = java.sql.DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var change = file.createStatement()) {
            change.execute("UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), 'r-1', 'r-9') AS BLOB)"
                    + " WHERE first = 0");
        }
        var ran = run();
        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.out()).isEmpty();
        assertThat(Records.of(data)).isNotEmpty();
    }
}
