package io.facegate.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.Ran;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.usecase.report.ReportLedger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code facegate report} on a folder with a quarter of calls. */
class ReportCommandTest {
    private static final List<String> QUARTER = List.of("--from", "2026-07-01", "--until", "2026-09-30");

    @TempDir
    Path data;

    @TempDir
    Path made;

    @BeforeEach
    void aQuarterOfRecords() {
        ReportLedger.fill(data);
    }

    private Ran run(List<String> period, String... more) {
        var words = new ArrayList<>(period);
        words.addAll(List.of(more));
        words.addAll(List.of("--data", data.toString(), "--by", "m.roe"));
        return Ran.of(new ReportCommand(), words);
    }

    @Test
    void theReportIsPrintedInEachForm() throws IOException {
        var json = JsonMappers.PLAIN.readTree(run(QUARTER, "--json").out());
        assertThat(json.path("calls").path("decided").asLong()).isEqualTo(9);
        assertThat(json.path("verified").asBoolean()).isFalse();
        assertThat(run(QUARTER).out()).startsWith("<!DOCTYPE html>").contains("third quarter of 2026");
        assertThat(run(QUARTER, "--format", "csv", "--lang", "fr").out()).contains("\"Appels jugés\"");
    }

    @Test
    void aPdfIsANewFileOfItsOwner() throws IOException {
        var file = made.resolve("quarter.pdf");
        assertThat(run(QUARTER, "--format", "pdf").code()).isEqualTo(2);
        assertThat(run(QUARTER, "--format", "pdf", "--to", file.toString()).code())
                .isZero();
        assertThat(new String(Files.readAllBytes(file), 0, 5, StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(run(QUARTER, "--format", "pdf", "--to", file.toString()).code())
                .isEqualTo(2);
        try (var left = Files.list(made)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aReportIsMadeAgainByTheCommandThatItNames() throws IOException {
        var first = JsonMappers.PLAIN.readTree(run(QUARTER, "--json").out());
        var again = JsonMappers.PLAIN.readTree(run(
                        QUARTER,
                        "--json",
                        "--records",
                        Long.toString(first.path("records").asLong()))
                .out());
        assertThat(again.path("root")).isEqualTo(first.path("root"));
        assertThat(again.path("calls")).isEqualTo(first.path("calls"));
    }

    @Test
    void mistakesAreToldAndNothingIsRecorded() {
        for (var words : List.of(
                List.of("--from", "2026-07-01"),
                List.of("--from", "2026-09-30", "--until", "2026-07-01"),
                List.of("--from", "July", "--until", "2026-09-30"),
                List.of("--format", "docx"),
                List.of("--publish", "--from", "2026-07-01", "--until", "2026-09-30"),
                List.of("--ai-act"),
                List.of("--records", "99999999"),
                List.of("--json", "--format", "csv"))) {
            assertThat(run(words).code()).as("%s", words).isEqualTo(2);
        }
        try (var search = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            assertThat(search.find(RecordQuery.matchAll(10).withFacet(SearchFacet.ACT, "export")))
                    .isEmpty();
        }
    }

    @Test
    void theYearCanBePublished() {
        var ran = run(List.of("--from", "2026-01-01", "--until", "2026-12-31"), "--publish", "--format", "csv");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("withheld").doesNotContain("hope", "\"9\"");
    }

    /** The pack holds what its README says, and the records in it verify by themselves. */
    @Test
    void thePackHoldsReportMeasuresAndRecords() throws IOException {
        var file = made.resolve("evidence.zip");
        assertThat(run(QUARTER, "--ai-act", "--to", file.toString()).code()).isZero();
        var pack = unzip(Files.readAllBytes(file));
        assertThat(pack.keySet())
                .contains(
                        "README.txt",
                        "report.html",
                        "report.pdf",
                        "report.csv",
                        "report.json",
                        "measures.html",
                        "measures.pdf",
                        "records.zip");
        assertThat(text(pack, "README.txt")).contains("We are not lawyers", "records.zip");
        assertThat(text(pack, "measures.html")).contains("12(3)(c)", "What Facegate does not show", "26(10)");
        var bundle = made.resolve("records.zip");
        Files.write(bundle, pack.get("records.zip"));
        var verified = Ran.of(
                new io.facegate.cli.ledger.LedgerCommand(),
                List.of("verify", "--key", data.resolve("log.keys").toString(), bundle.toString()));
        assertThat(verified.code()).as(verified.err() + verified.out()).isZero();
    }

    /** Whoever can write to the folder of policies in use gets nothing else into the pack, and does not prevent it. */
    @Test
    void thePackHoldsThePoliciesAndNothingThatWasPutBesideThem() throws IOException {
        var pack = """
            pack: house
            title: A house
            binds: Everybody.
            rules:
              - id: r
                effect: permit
                match: {capability: detect}
            """;
        var files = Map.of("house.yaml", pack.getBytes(StandardCharsets.UTF_8));
        var policySet = PolicyReader.read(files);
        PolicyArchive.ofFolder(data).store(policySet, files);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(new Ledger.Administrative(
                    "policies_loaded",
                    policySet.digest(),
                    ReportLedger.IN_JULY,
                    new Ledger.LoadedPacks(List.of("house"), List.of())));
        }
        Filled.signed(data);
        var place = data.resolve("policies").resolve(policySet.digest());
        var key = Files.writeString(made.resolve("registry.key"), "secret");
        Files.createSymbolicLink(place.resolve("x"), key);
        Files.createSymbolicLink(place.resolve("x_test.yaml"), key);
        Files.createDirectory(place.resolve("folder"));
        var file = made.resolve("evidence.zip");
        assertThat(run(QUARTER, "--ai-act", "--to", file.toString()).code()).isZero();
        var zip = unzip(Files.readAllBytes(file));
        var name = "policies/" + policySet.digest() + "/house.yaml";
        assertThat(zip.keySet().stream().filter(each -> each.startsWith("policies/")))
                .containsExactly(name);
        assertThat(text(zip, name)).isEqualTo(pack);
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
