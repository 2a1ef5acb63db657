package io.facegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.OcsfVersion;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerSearchTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void fill() {
        data = folder.resolve("data");
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            ledger.recordAct(new Ledger.Administrative("evidence_add", "w-1", "m.roe", "24-1187", Sample.NOW));
        }
    }

    @Test
    void searchPrintsTheRecordsVerbatimTheNewestFirst() {
        var records = Records.of(data);
        assertThat(run("search", "--json").out().lines())
                .containsExactly(records.get(2), records.get(1), records.get(0));
        assertThat(run("search", "--json", "--org", "hope").out().lines()).containsExactly(records.get(0));
        assertThat(run("search", "--json", "--case", "24-1187").out().lines()).containsExactly(records.get(2));
        assertThat(run("search", "--json", "--where", "act=evidence_add").out().lines())
                .containsExactly(records.get(2));
        assertThat(run("search", "--json", "--from", "2026-11-25", "--where", "kind=DECISION")
                        .out())
                .isEmpty();
        assertThat(run("search", "--json", "--until", "2026-11-24", "--where", "kind=DECISION")
                        .out()
                        .lines())
                .hasSize(2);
        assertThat(run("search", "--json", "suspect").out()).isEmpty();
        assertThat(run("search", "investigation", "moratorium").out())
                .contains("DECISION  refuse  metro-pd")
                .hasLineCount(1);
        var page = run("search", "--json", "-n", "1", "--where", "kind=DECISION");
        assertThat(page.err()).contains("--before 2");
        assertThat(run("search", "--json", "-n", "2", "--before", "2").out().lines())
                .containsExactly(records.get(0));
    }

    @Test
    void aSearchFindsTheRecordsOfSearchesOnlyWhereTheyAreAskedFor() {
        var records = Records.of(data);
        for (int times = 0; times < 3; times++) {
            assertThat(run("search", "--json", "--case", "24-1187", "--by", "r.lee")
                            .out()
                            .lines())
                    .containsExactly(records.get(2));
            assertThat(run("search", "--json", "-n", "3").out().lines())
                    .containsExactly(records.get(2), records.get(1), records.get(0));
        }
        assertThat(run("search", "--person", "r.lee").out()).startsWith("No record matches");
        assertThat(run("search", "--case", "24-1187", "--where", "act=view").out())
                .hasLineCount(3);
        assertThat(run("search", "--person", "r.lee", "--where", "act=view").out())
                .hasLineCount(3);
        assertThat(run("search", "--person", "r.lee", "view").out()).hasLineCount(3);
        assertThat(run("search", "--case", "24-1187", "--where", "kind=ADMIN")
                        .out()
                        .lines())
                .hasSizeGreaterThan(3);
        var view = Records.of(data).get(3);
        var id = view.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
        assertThat(run("search", "--json", id).out().lines()).containsExactly(view);
    }

    @Test
    void aSearchIsOnRecordInWordsThatStandInWhatItShows() {
        assertThat(run("search", "--org", "hope", "--verdict", "refuse", "--by", "r.lee")
                        .code())
                .isZero();
        assertThat(run("search", "--case", "24-1187", "suspect", "--by", "r.lee")
                        .out())
                .isEqualTo("No record matches, up to record 4.\n");
        assertThat(run("search", "--org", "jane-doe", "--by", "r.lee").code()).isEqualTo(2);
        var records = Records.of(data);
        assertThat(records.subList(3, records.size()).stream().map(LedgerSearchTest::subject))
                .containsExactly("organisation=hope&verdict=refuse", "case=*&word=*");
        assertThat(records).noneMatch(record -> record.contains("r.lee") || record.contains("jane-doe"));
        try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var views = RecordQuery.matchAll(10)
                    .withFacet(SearchFacet.ACT, AccessAuditRecord.ACT)
                    .withCommitted(RecordField.PERSON, "r.lee");
            assertThat(archive.find(views)).hasSize(2);
            assertThat(archive.find(views.withCommitted(RecordField.CASE, "24-1187")))
                    .hasSize(1);
        }
    }

    private static String subject(String record) {
        return record.replaceAll(".*\"subject\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void whatIsAskedWronglyIsSaid() {
        assertThat(run("search", "--from", "yesterday").err()).contains("expected 2026-11-24");
        assertThat(run("search", "--where", "colour=red").err()).contains("there is no field 'colour'");
        assertThat(run("export", "--format", "xml", "--to", folder.resolve("x").toString(), "--by", "m")
                        .err())
                .contains("it must be jsonl, json, csv, parquet, ocsf or cloudevents");
        assertThat(run("search", "-n", "0").code()).isEqualTo(2);
    }

    @Test
    void aWordThatNothingKnowsIsAMistakeAndNamesTheNearest() throws Exception {
        assertThat(run("search", "--verdict", "refuzed").err()).contains("unknown verdict 'refuzed'", "'refuse'");
        assertThat(run("search", "--org", "metro-pf").err()).contains("did you mean 'metro-pd'?");
        assertThat(run("search", "--capability", "detec").err()).contains("did you mean 'detect'?");
        assertThat(run("search", "--purpose", "investigatoin").err()).contains("did you mean");
        assertThat(run("search", "--rule", "no-such-rule").err()).contains("unknown rule");
        assertThat(run("search", "--where", "status=okay").err()).contains("unknown status");
        assertThat(run("search", "zyzzyva").err()).contains("No record holds the word 'zyzzyva'");
        assertThat(run("search", "019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81").err()).contains("No record has the id");
        assertThat(run("search", "--from", "2026-12-01", "--until", "2026-11-01")
                        .err())
                .contains("turn them round");
        for (var words : List.of(
                List.of("search", "--verdict", "refuzed"),
                List.of("search", "zyzzyva"),
                List.of("search", "019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81"),
                List.of("search", "--from", "2026-12-01", "--until", "2026-11-01"))) {
            assertThat(run(words.toArray(String[]::new)).code())
                    .as(words.toString())
                    .isEqualTo(2);
        }
        var file = folder.resolve("none.csv");
        assertThat(run("export", "--format", "csv", "--org", "metro-pf", "--to", file.toString(), "--by", "m")
                        .code())
                .isEqualTo(2);
        assertThat(run("bundle", "--verdict", "nein", "--to", file.toString(), "--by", "m")
                        .code())
                .isEqualTo(2);
        assertThat(file).doesNotExist();
        assertThat(Records.of(data)).as("nothing was looked at").hasSize(3);
    }

    @Test
    void whatPeopleTypeIsUnderstood() {
        var refused = run("search", "--json", "--verdict", "refuse").out();
        assertThat(refused).hasLineCount(2);
        for (var word : List.of("refused", "Denied", "Refusée", "Refused")) {
            var asked = run("search", "--json", "--verdict", word);
            assertThat(asked.code()).as(word).isZero();
            assertThat(asked.out()).as(word).isEqualTo(refused);
        }
        assertThat(run("search", "--json", "--purpose", "Missing child").code()).isZero();
    }

    @Test
    void aQuestionWithoutHitsSaysHowFarWasSearched() {
        var none = run("search", "--verdict", "permitted");
        assertThat(none.code()).isZero();
        assertThat(none.out()).isEqualTo("No record matches, up to record 3.\n");
        assertThat(run("search", "--json", "--verdict", "permitted").err()).contains("up to record 4");
        var file = folder.resolve("none.csv").toString();
        var export = run("export", "--format", "csv", "--verdict", "permit", "--to", file, "--by", "m");
        assertThat(export.code()).isZero();
        assertThat(export.err()).contains("No record matches, up to record 5.");
    }

    @Test
    void statsCount() {
        var ran = run("stats", "--json");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains(
                        "\"size\":3",
                        "\"open\":0",
                        "\"behind\":",
                        "\"verdict\":{\"refuse\":2}",
                        "\"day\":{\"2026-11-24\":3}");
        assertThat(run("stats").out()).contains("3 records", "By organisation:", "  metro-pd  1");
    }

    @Test
    void statsTakeTheFiltersOfASearch() {
        assertThat(run("stats", "--json", "--org", "metro-pd").out())
                .contains(
                        "\"size\":3",
                        "\"matching\":1",
                        "\"organisation\":{\"metro-pd\":1}",
                        "\"verdict\":{\"refuse\":1}");
        assertThat(run("stats", "--where", "kind=ADMIN").out())
                .contains("1 records match", "By kind:", "  ADMIN  1")
                .doesNotContain("metro-pd");
        assertThat(run("stats", "--json", "--verdict", "permit").out()).contains("\"matching\":0", "\"oldest\":null");
        assertThat(run("stats", "--org", "metro-dp").err()).contains("did you mean 'metro-pd'");
        int before = Records.of(data).size();
        assertThat(run("stats", "--json", "--case", "24-1187", "--by", "r.lee").out())
                .contains("\"matching\":1");
        var records = Records.of(data);
        assertThat(records).as("a count by a case is on record").hasSize(before + 1);
        assertThat(subject(records.getLast())).isEqualTo("case=*");
    }

    @Test
    void aQuestionToTheGatewayIsNoCallAndAnOutcomeIsCountedOnce() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordEvaluation(Sample.asked(), Sample.permit());
            ledger.close(
                    ledger.recordPermit(Sample.asked(), Sample.permit()),
                    new Ledger.Ending("vendor_error", "timeout", 2, 0));
        }
        assertThat(run("stats", "--json").out())
                .contains(
                        "\"verdict\":{\"permit\":1,\"refuse\":2}",
                        "\"status\":{\"vendor_error\":1}",
                        "\"kind\":{\"ADMIN\":1,\"DECISION\":3,\"EVALUATION\":1,\"OUTCOME\":1}");
        assertThat(run("stats", "--json", "--org", "hope").out()).contains("\"status\":{\"vendor_error\":1}");
        assertThat(run("search", "--where", "status=failed", "--where", "kind=DECISION")
                        .out())
                .hasLineCount(1)
                .contains("permit  hope");
        assertThat(run("search", "--where", "status=failed", "--where", "kind=OUTCOME")
                        .out())
                .hasLineCount(1);
    }

    @Test
    void theBeginningOfAnIdFindsItsRecord() {
        var record = Records.of(data).getFirst();
        var id = record.replaceAll(".*,\"id\":\"([0-9a-f-]{36})\".*", "$1");
        for (int length : new int[] {35, 24, 23, 18}) {
            assertThat(run("search", "--json", id.substring(0, length)).out())
                    .as("%d", length)
                    .contains(record);
        }
        assertThat(run("search", "--json", id.substring(0, 35).toUpperCase(java.util.Locale.ROOT))
                        .out())
                .contains(record);
        try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var boot =
                    record.replaceAll(".*\"boot\":\"([0-9a-f-]{36})\".*", "$1").substring(0, 8);
            assertThat(archive.find(RecordQuery.matchAll(9).withWords(List.of(boot))))
                    .as("a word")
                    .hasSize(3);
            assertThat(archive.find(RecordQuery.matchAll(9).withTyped(List.of(RecordQuery.Word.ofId(boot)))))
                    .as("no id begins so")
                    .isEmpty();
            assertThat(archive.find(
                            RecordQuery.matchAll(9).withTyped(List.of(RecordQuery.Word.ofId(id.substring(0, 35))))))
                    .hasSize(1);
        }
        assertThat(run("search", id.substring(0, 7)).err()).contains("No record holds the word");
        assertThat(run("search", "ffffffff-ffff").err()).contains("No record holds the word");
    }

    @Test
    void theNameOfAnOrganisationFindsItsRecords() {
        var add = List.of(
                "add", "--id", "metro-pd", "--name", "Département de police", "--type", "law_enforcement.police");
        var words = new java.util.ArrayList<>(add);
        words.addAll(List.of("--data", data.toString()));
        assertThat(Ran.of(new io.facegate.cli.registry.OrgCommand(), words).code())
                .isZero();
        var records = Records.of(data);
        for (var name : List.of("Département de police", "departement", "DEP")) {
            assertThat(run("search", "--json", name, "--where", "kind=DECISION")
                            .out()
                            .lines())
                    .as(name)
                    .containsExactly(records.get(1));
        }
        assertThat(run("search", "partement").err()).contains("No record holds the word");
        assertThat(run("search", "--json", "departement", "--org", "hope").out())
                .isEmpty();
    }

    @Test
    void whatIsOfTheSandboxIsSaidAndCountedApart() {
        assertThat(run("stats").out()).doesNotContain("sandbox");
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.askedInSandbox(), Sample.refuse());
        }
        assertThat(run("stats", "--json").out()).contains("\"verdict\":{\"refuse\":2}", "\"sandbox\":{\"yes\":1}");
        assertThat(run("stats").out()).contains("1 sandbox decisions.", "  refuse  2");
        assertThat(run("search", "--where", "sandbox=yes").out())
                .hasLineCount(1)
                .contains("  sandbox");
        assertThat(run("search", "--where", "sandbox=no", "--where", "kind=DECISION")
                        .out())
                .hasLineCount(2)
                .doesNotContain("sandbox");
        var wrong = run("search", "--where", "sandbox=maybe");
        assertThat(wrong.code()).isEqualTo(2);
        var csv = run(
                "export",
                "--format",
                "csv",
                "--where",
                "sandbox=yes",
                "--to",
                folder.resolve("s.csv").toString(),
                "--by",
                "m");
        assertThat(csv.code()).as(csv.err()).isZero();
        assertThat(folder.resolve("s.csv")).content().contains(",\"sandbox\",\"record\"", ",\"yes\",");
        var events = folder.resolve("s.ocsf").toString();
        assertThat(run("export", "--format", "ocsf", "--where", "sandbox=yes", "--to", events, "--by", "m")
                        .code())
                .isZero();
        assertThat(Path.of(events)).content().contains("\"sandbox\"]");
    }

    @Test
    void anExportNamesTheVersionOfOcsfThatIsWanted() throws Exception {
        for (var version : OcsfVersion.values()) {
            var file = folder.resolve(version.number());
            assertThat(export("ocsf", file, "--ocsf", version.number()).code()).isZero();
            assertThat(file).content().contains("\"version\":\"" + version.number() + '"');
        }
        assertThat(export("ocsf", folder.resolve("usual")).code()).isZero();
        assertThat(folder.resolve("usual")).content().contains("\"version\":\"1.3.0\"");
    }

    @Test
    void aVersionOfOcsfGoesWithItsFormatAndMustBeKnown() throws Exception {
        var unknown = export("ocsf", folder.resolve("no"), "--ocsf", "2.0.0");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("it must be one of 1.3.0, 1.4.0, 1.5.0, 1.6.0, 1.7.0, 1.8.0.");
        var other = export("csv", folder.resolve("no"), "--ocsf", "1.6.0");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("--ocsf goes with --format ocsf.");
        assertThat(folder.resolve("no")).doesNotExist();
    }

    private Ran export(String format, Path to, String... more) {
        var words = new ArrayList<>(List.of("export", "--format", format, "--to", to.toString(), "--by", "m"));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    @Test
    void anExportIsOnRecordBeforeItIsWritten() throws Exception {
        for (var format : List.of("jsonl", "csv", "parquet", "ocsf", "cloudevents")) {
            var to = folder.resolve(format);
            var ran = run(
                    "export", "--format", format, "--org", "hope", "--to", to.toString(), "--by", "r.lee", "--json");
            assertThat(ran.err()).isEmpty();
            assertThat(ran.out()).contains("\"records\":1,", "\"subject\":\"" + format + "/");
            assertThat(Files.getPosixFilePermissions(to)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        var zip = folder.resolve("case.zip");
        assertThat(run("bundle", "--case", "24-1187", "--to", zip.toString(), "--by", "r.lee")
                        .out())
                .contains("1 records, digest");
        try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var exports = RecordQuery.matchAll(10)
                    .withFacet(SearchFacet.ACT, "export")
                    .withCommitted(RecordField.PERSON, "r.lee");
            assertThat(archive.find(exports)).hasSize(6);
            assertThat(archive.find(exports.withCommitted(RecordField.CASE, "24-1187")))
                    .hasSize(1);
        }
        assertThat(Records.of(data)).noneMatch(record -> record.contains("24-1187") || record.contains("r.lee"));
        var again =
                run("export", "--format", "csv", "--to", folder.resolve("csv").toString(), "--by", "r.lee");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("exists already");
        var none = folder.resolve("none.zip");
        var nothing = run("bundle", "--from", "2100-01-01", "--to", none.toString(), "--by", "r.lee");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.err()).contains("Nothing was written: No record matches.");
        assertThat(none).doesNotExist();
        assertThat(Records.of(data)).hasSize(9);
    }

    private Ran run(String... words) {
        return Ran.ledger(data, words);
    }
}
