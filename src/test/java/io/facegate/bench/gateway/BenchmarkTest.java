package io.facegate.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.bench.gateway.report.BenchReport;
import io.facegate.bench.gateway.report.BenchTable;
import io.facegate.bench.gateway.report.BenchTarget;
import io.facegate.bench.gateway.report.Latency;
import io.facegate.bench.gateway.report.Latency.Percentiles;
import io.facegate.bench.gateway.report.Machine;
import io.facegate.bench.gateway.report.Memory;
import io.facegate.bench.gateway.report.ReportPage;
import io.facegate.bench.gateway.report.Throughput;
import io.facegate.bench.gateway.report.Throughput.Rate;
import io.facegate.bench.gateway.report.WireCost;
import io.facegate.call.Picture;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.MintedKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything of the benchmark that can be checked without measuring. */
class BenchmarkTest {
    private static final Path DOCUMENTATION = Path.of("docs/benchmarks.md");
    private static final URI GATEWAY = URI.create("http://127.0.0.1:18080");

    @TempDir
    private Path folder;

    @Test
    void exactlyOneHundredRulesCompile() throws IOException {
        BenchRules.write(folder);
        assertThat(PolicyReader.load(folder).rules()).hasSize(BenchRules.COUNT);
    }

    @Test
    void bodiesHaveTheSizeTheyAreNamedFor() throws IOException {
        for (var target : BenchTarget.values()) {
            assertThat(BenchPayload.ofSize(target.bytes())).hasSize(target.bytes());
        }
    }

    @Test
    void theImageInsideIsOne() throws IOException {
        var picture = Picture.read(image(BenchPayload.ofSize(BenchTarget.LARGE.bytes())));
        assertThat(picture).isNotNull();
        assertThat(picture.width()).isEqualTo(16);
    }

    @Test
    void thePhotographIsAlmostTheLargestThatGoes() throws IOException {
        var photograph = BenchPayload.photograph();
        assertThat(photograph.length).isBetween(BenchPayload.LARGEST_IMAGE * 9 / 10, BenchPayload.LARGEST_IMAGE);
        var picture = Picture.read(photograph);
        assertThat(picture).isNotNull();
        assertThat(picture.pixels()).isEqualTo(12_000_000);
    }

    @Test
    void theScriptSendsEveryHeaderAndNoCodeOfTheirs() {
        var call = new BenchCall(GATEWAY, "/some", Map.of("X-Odd", "a\"b\\c\n", "Content-Length", "3"), new byte[3]);
        var script = WrkLoad.script(call, Path.of("/tmp/a body"));
        assertThat(script)
                .contains("wrk.headers[\"X-Odd\"] = \"a\\034b\\092c\\010\"\n")
                .contains("wrk.path = \"/some\"\n", "io.open(\"/tmp/a body\", \"rb\")")
                .doesNotContain("Content-Length");
    }

    @Test
    void thePeerForwardsOverKeptAliveConnectionsAndTheUpstreamAnswers() {
        assertThat(NginxProcess.peer(18080, 18081))
                .contains("listen 127.0.0.1:18080;", "server 127.0.0.1:18081;", "proxy_set_header Connection \"\";")
                .contains("worker_processes 2;", "client_body_buffer_size 256k;");
        assertThat(NginxProcess.upstream(18081)).contains("return 200 '" + NginxProcess.ANSWER + "';");
    }

    @Test
    void theSignatureCoversTheGatewaysOwnAddress() {
        var key = new MintedKey("FGAKEXAMPLE", "secret", "unused", new KeyRequest("bench", List.of(), null, null));
        var call = BenchCall.detectFaces(GATEWAY, key, "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(call.head(), StandardCharsets.US_ASCII))
                .startsWith("POST / HTTP/1.1\r\n")
                .contains("Host: 127.0.0.1:18080\r\n", "Content-Length: 2\r\n")
                .containsPattern("Authorization: AWS4-HMAC-SHA256 .*SignedHeaders=[^,]*host")
                .endsWith("\r\n\r\n");
        assertThat(call.toString()).doesNotContain("Signature=");
    }

    @Test
    void theDocumentationNamesTheTargetsOfTheCode() throws IOException {
        var text = Files.readString(DOCUMENTATION).replaceAll("\\s+", " ");
        for (var target : BenchTarget.values()) {
            assertThat(text)
                    .contains(String.format(Locale.ROOT, "%.2f", target.share()))
                    .contains(String.format(Locale.ROOT, "%,d", target.bytes()));
        }
        assertThat(text)
                .contains("at most " + Math.round(BenchTarget.ADDED_P99_MILLIS) + " ms above nginx's")
                .contains(BenchTarget.CONNECTIONS + " connections")
                .contains(BenchTarget.CALLERS + " callers")
                .contains("a heap of " + BenchTarget.HEAP_MIB + " MB")
                .contains("exactly " + BenchRules.COUNT + " rules");
    }

    @Test
    void theDocumentationShowsATableOfOneWholeRun() throws IOException {
        for (var name : List.of("table", "policy", "ledger")) {
            assertThat(new ReportPage(name).hasMarkers(DOCUMENTATION)).as(name).isTrue();
        }
        var text = Files.readString(DOCUMENTATION);
        var table = text.substring(text.indexOf(ReportPage.TABLE.begin()), text.indexOf(ReportPage.TABLE.end()));
        assertThat(table)
                .containsPattern("Measured on 20\\d\\d-\\d\\d-\\d\\d: \\d+ cores of ")
                .contains("1 KB bodies", "100 KB bodies", "fsync", "the embedded engine", "forwarded")
                .doesNotContain("quick run");
    }

    @Test
    void theTableReplacesWhatStoodBetweenTheMarkers() throws IOException {
        var page = folder.resolve("page.md");
        Files.writeString(
                page, "before\n" + ReportPage.TABLE.begin() + "\nold\n" + ReportPage.TABLE.end() + "\nafter\n");
        ReportPage.TABLE.put(page, new BenchTable(report(0.21)).markdown());
        assertThat(Files.readString(page))
                .startsWith("before\n" + ReportPage.TABLE.begin() + "\nMeasured on ")
                .contains(
                        "| calls a second, 1 KB bodies, beside nginx | 10,000 | 2,100 | 0.210 of nginx | at least 0.20 | yes |")
                .contains(
                        "| processor time a call, 100 KB, Azure Face's wire |  | 300 µs | 1.20 times Rekognition's wire |")
                .contains("| 8.00 ms added | at most 5 + 2.50 ms | no |")
                .contains("100 answered, 27 throttled", "1 failed [500 InternalServerError], peak 700 MiB")
                .doesNotContain("old")
                .endsWith(ReportPage.TABLE.end() + "\nafter\n");
    }

    @Test
    void aShareBelowTheTargetIsNotMet() throws IOException {
        assertThat(report(0.19).throughputs().getFirst().isMet()).isFalse();
        assertThat(report(0.19).json()).contains("\"share\":0.19,\"target\":0.2,\"met\":false");
    }

    private BenchReport report(double share) throws IOException {
        var throughput =
                new Throughput(BenchTarget.SMALL, Map.of("nginx", new Rate(10_000, 40)), new Rate(10_000 * share, 200));
        var wire = new WireCost("Azure Face's wire", new Rate(5_000, 300), new Rate(6_000, 250));
        var latency = new Latency(new Percentiles(0.1, 1), new Percentiles(1, 9), new Percentiles(0.1, 2.5));
        var endings = Map.of("200", 100L, "400 ThrottlingException", 27L, "500 InternalServerError", 1L);
        var memory = new Memory("forwarded", endings, false, 700);
        return new BenchReport(
                Machine.here(folder), false, List.of(throughput), List.of(wire), List.of(latency), List.of(memory));
    }

    private static byte[] image(byte[] body) {
        var text = new String(body, StandardCharsets.US_ASCII);
        var start = "{\"Image\": {\"Bytes\": \"".length();
        return Base64.getDecoder().decode(text.substring(start, text.indexOf('"', start)));
    }
}
