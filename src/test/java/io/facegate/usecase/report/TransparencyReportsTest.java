package io.facegate.usecase.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.Decision;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.report.CompletenessIssue.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transparency reports: what is counted, what they rest on, and that they can be made again. */
class TransparencyReportsTest {
    private static final Instant LATER = Instant.parse("2026-10-05T09:00:00Z");

    @TempDir
    Path data;

    @BeforeEach
    void aQuarterOfRecords() {
        ReportLedger.fill(data);
    }

    private TransparencyReport report(ReportPeriod period, Instant now, AuditState audit) {
        var ledger = LedgerAddress.ofFolder(data);
        try (var reports = new TransparencyReports(
                ledger,
                ProjectionSearch.open(ledger),
                new ViewAudit(_ -> {}, InstantSource.system()),
                () -> audit,
                () -> now)) {
            return reports.view(period, "m.roe");
        }
    }

    private TransparencyReport report() {
        return report(ReportLedger.QUARTER, LATER, verifiedUpTo(1_000));
    }

    private static AuditState verifiedUpTo(long records) {
        return new AuditState(new AuditState.CleanPass(LATER, records), records, records, null, null, null);
    }

    @Test
    void callsOfThePeriodAreCountedAndNoOthers() {
        var report = report();
        assertThat(report.calls()).isEqualTo(new CallCounts(9, 5, 4, 1, 1, 0));
        assertThat(report.refusals()).singleElement().satisfies(rule -> {
            assertThat(rule.rule()).isEqualTo("amazon-rekognition-2020/police");
            assertThat(rule.calls()).isEqualTo(4);
        });
        assertThat(report.tallies().outcomes()).containsOnly(Map.entry("ok", 3L), Map.entry("fault", 1L));
        assertThat(report.tallies().faultCodes()).containsOnly(Map.entry("overloaded", 1L));
        assertThat(report.volumes().getFirst().rows())
                .containsExactly(
                        new Breakdown.Row("nonprofit", 0, 9, 5, 4),
                        new Breakdown.Row("nonprofit.child_protection", 1, 9, 5, 4));
        assertThat(report.volumes().get(1).rows()).containsExactly(new Breakdown.Row("missing_child", 0, 9, 5, 4));
        assertThat(report.tallies().exemptions().rows()).containsExactly(new Breakdown.Row("identify", 0, 9, 5, 4));
        assertThat(report.tallies().decisionsByPolicies()).containsEntry(Sample.DIGEST, 9L);
    }

    /** The search file says the same as every record, read one by one. */
    @Test
    void theNumbersAreThoseOfTheRecordsThemselves() {
        var report = report();
        long[] seen = new long[3];
        try (var search = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var query = RecordQuery.matchAll(1_000)
                    .withPeriod(report.period().from(), report.period().until());
            for (VerifiedRecord record : search.find(query)) {
                var fields = record.fields();
                if (fields.path("kind").asText().equals("DECISION") && !fields.has("sandbox")) {
                    seen[0]++;
                    seen[fields.path("verdict").asText().equals("permit") ? 1 : 2]++;
                }
            }
        }
        assertThat(seen)
                .containsExactly(
                        report.calls().decided(),
                        report.calls().permitted(),
                        report.calls().refused());
    }

    @Test
    void aDecisionIsFoundByItsExemption() {
        try (var search = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            assertThat(search.find(RecordQuery.matchAll(100).withFacet(SearchFacet.EXEMPTION, "identify")))
                    .hasSize(11)
                    .allMatch(record -> record.fields().path("kind").asText().equals("DECISION"));
            assertThat(search.find(RecordQuery.matchAll(100).withFacet(SearchFacet.EXEMPTION, "enroll")))
                    .isEmpty();
        }
    }

    @Test
    void eventsBesideCallsAreRead() {
        var events = report().tallies().events();
        assertThat(events.count("grant_add")).isEqualTo(1);
        assertThat(events.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.kind()).isEqualTo(RecordingGap.Kind.STOPPED);
            assertThat(gap.from()).isEqualTo(ReportLedger.IN_JULY.plus(Duration.ofDays(1)));
            assertThat(gap.until()).isEqualTo(ReportLedger.IN_JULY.plus(Duration.ofDays(3)));
        });
        assertThat(events.comparisons()).singleElement().satisfies(one -> {
            assertThat(one.around()).isEqualTo(2);
            assertThat(one.undecided()).isEqualTo(1);
        });
        assertThat(events.policies()).singleElement().satisfies(use -> {
            assertThat(use.digest()).isEqualTo(Sample.DIGEST);
            assertThat(use.until()).isEqualTo(ReportLedger.IN_JULY.plus(Duration.ofDays(1)));
            assertThat(use.gateway()).isEqualTo("gateway-a");
        });
    }

    /** Records of earlier versions have no name, and a name that is not known is not made up. */
    @Test
    void aRunWithoutARecordedNameIsNamedByItsIdAlone() throws IOException {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(
                    new Ledger.Administrative("start", "0.1.0", ReportLedger.IN_JULY.plus(Duration.ofDays(4))));
            ledger.recordAct(new Ledger.Administrative(
                    "policies_loaded",
                    "ef".repeat(32),
                    ReportLedger.IN_JULY.plus(Duration.ofDays(4)),
                    new Ledger.LoadedPacks(List.of("base"), List.of())));
        }
        Filled.signed(data);
        assertThat(report().tallies().events().policies())
                .extracting(PolicyUse::gateway)
                .containsExactly("gateway-a", null);
        assertThat(text(ReportFormat.CSV, report(), Language.EN)).containsPattern("\"[0-9a-f-]{12}\"");
    }

    @Test
    void aReportIsMadeAgainFromTheSameRecords() throws IOException {
        var first = take(null);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int call = 0; call < 5; call++) {
                ledger.refuse(ReportLedger.askedAt(ReportLedger.IN_JULY.plusSeconds(60 + call)), Sample.refuse());
                var late = ledger.recordPermit(
                        ReportLedger.askedAt(ReportLedger.IN_JULY.plusSeconds(90 + call)), Sample.permit());
                ledger.close(late, new Ledger.Ending("ok", "", 1, 1000));
            }
        }
        Filled.signed(data);
        assertThat(take(null).calls().decided()).isGreaterThan(first.calls().decided());
        var again = take(first.basis().position().records());
        assertThat(lasting(again)).isEqualTo(lasting(first));
    }

    /** An outcome that came later is not counted when the earlier log is counted again. */
    @Test
    void aLaterOutcomeIsNotCountedAgain() {
        TransparencyReport first;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var open = ledger.recordPermit(ReportLedger.askedAt(ReportLedger.IN_JULY.plusSeconds(99)), Sample.permit());
            Filled.signed(data);
            first = take(null);
            ledger.close(open, new Ledger.Ending("ok", "", 1, 1000));
        }
        Filled.signed(data);
        assertThat(take(null).calls().unended()).isEqualTo(first.calls().unended() - 1);
        assertThat(take(first.basis().position().records()).calls()).isEqualTo(first.calls());
    }

    private TransparencyReport take(@Nullable Long records) {
        try (var reports = TransparencyReports.open(LedgerAddress.ofFolder(data))) {
            return reports.take(ReportLedger.QUARTER, "report-json", "m.roe", records);
        }
    }

    private static ObjectNode lasting(TransparencyReport report) throws IOException {
        var json = (ObjectNode) JsonMappers.PLAIN.readTree(ReportFormat.JSON.write(report, Language.EN));
        json.remove("made");
        return json;
    }

    @Test
    void moreRecordsThanThereAreIsAMistakeAndLeavesNoRecord() {
        assertThatThrownBy(() -> take(1_000_000L)).isInstanceOf(IllegalArgumentException.class);
        try (var search = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            assertThat(search.find(RecordQuery.matchAll(10).withFacet(SearchFacet.ACT, "export")))
                    .isEmpty();
        }
    }

    @Test
    void whoTakesAReportIsOnRecordFirst() {
        take(null);
        try (var search = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            assertThat(search.find(RecordQuery.matchAll(10).withFacet(SearchFacet.ACT, "export")))
                    .singleElement()
                    .satisfies(act ->
                            assertThat(act.fields().path("subject").asText()).startsWith("report-json/"));
        }
    }

    @Test
    void aReportSaysWhatItRestsOn() {
        assertThat(report().basis().isVerified()).isTrue();
        assertThat(report().shortfalls()).isEmpty();
        assertThat(report(ReportLedger.QUARTER, LATER, verifiedUpTo(3)).basis().isVerified())
                .isFalse();
        assertThat(report(ReportLedger.QUARTER, LATER, AuditState.NONE).basis().isVerified())
                .isFalse();
        var early = report(ReportLedger.QUARTER, ReportLedger.IN_JULY.plus(Duration.ofDays(9)), verifiedUpTo(1_000));
        assertThat(early.shortfalls()).extracting(CompletenessIssue::reason).containsExactly(Reason.NOT_OVER);
        var found = new AuditState(
                new AuditState.CleanPass(LATER, 1_000),
                0,
                0,
                new AuditState.Finding(LATER, 4, "changed", 1),
                null,
                null);
        assertThat(report(ReportLedger.QUARTER, LATER, found).shortfalls())
                .containsExactly(new CompletenessIssue(Reason.TAMPERED, 5));
    }

    /** A log cannot tell that nothing happened before its first record. */
    @Test
    void aPeriodThatBeginsBeforeTheLogIsNotComplete() throws IOException {
        var begin = ReportLedger.IN_JULY.minus(Duration.ofDays(40));
        var year = report(ReportPeriod.ofYear(2026), Instant.parse("2027-01-05T09:00:00Z"), verifiedUpTo(1_000));
        assertThat(year.shortfalls()).extracting(CompletenessIssue::reason).containsExactly(Reason.BEFORE_LOG);
        assertThat(year.tallies().events().gaps())
                .contains(new RecordingGap(
                        RecordingGap.Kind.BEFORE_LOG, Instant.parse("2026-01-01T00:00:00Z"), begin, null));
        assertThat(text(ReportFormat.JSON, year, Language.EN))
                .contains("\"complete\" : false", "before_log", begin.toString());
        assertThat(text(ReportFormat.HTML, year, Language.FR)).contains("Non", "Ce journal commence le 31 mai 2026.");
        for (var form : List.of(ReportFormat.HTML, ReportFormat.CSV)) {
            assertThat(text(form, year, Language.EN))
                    .contains("This log begins on 31 May 2026. Nothing is known of the time before.")
                    .contains("The log had not begun")
                    .doesNotContain("Nothing is missing", "None is on record");
        }
        try (var pdf = Loader.loadPDF(ReportFormat.PDF.write(year, Language.EN))) {
            assertThat(new PDFTextStripper().getText(pdf)).contains("This log begins on 31 May 2026.");
        }
        var before = report(ReportPeriod.ofQuarter(2026, 1), LATER, verifiedUpTo(1_000));
        assertThat(before.tallies().events().gaps())
                .singleElement()
                .satisfies(
                        gap -> assertThat(gap.until()).isEqualTo(before.period().until()));
    }

    /** That numbers were verified is no reason why others are missing. */
    @Test
    void whatWasVerifiedIsToldApartFromTheReasons() {
        var year = report(ReportPeriod.ofYear(2026), LATER, verifiedUpTo(21));
        var sections = ReportComposer.compose(year, Language.EN).sections();
        assertThat(sections.getFirst().text())
                .containsExactly(
                        "Not yet: the year ends on 31 December 2026. The numbers are those so far.",
                        "These are more reasons:");
        assertThat(sections.getFirst().items()).hasSize(1).noneMatch(line -> line.contains("verified"));
        assertThat(sections.get(1).text().getFirst())
                .startsWith(
                        "This report counts the first 21 records. Later ones are not in it yet. Each number that it has"
                                + " was verified: ");
        assertThat(sections.get(1).text().getLast())
                .isEqualTo("Verified is not the same as complete: what is missing is in no number, and the first"
                        + " section names it.");
        assertThat(ReportComposer.compose(year, Language.FR).sections().get(1).text())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("Vérifié ne veut pas dire complet"));
        assertThat(text(ReportFormat.CSV, year, Language.EN))
                .contains("\"verified\",\"How far was it verified?\",,\"This report counts the first 21 records");
    }

    @Test
    void aPeriodThatIsNotOverSaysWhenItEnds() {
        var early = report(ReportLedger.QUARTER, ReportLedger.IN_JULY.plus(Duration.ofDays(9)), verifiedUpTo(1_000));
        assertThat(ReportComposer.compose(early, Language.EN)
                        .sections()
                        .getFirst()
                        .text())
                .containsExactly("Not yet: the quarter ends on 30 September 2026. The numbers are those so far.");
        assertThat(ReportComposer.compose(early, Language.FR)
                        .sections()
                        .getFirst()
                        .text()
                        .getFirst())
                .startsWith("Pas encore : le trimestre se termine le 30 septembre 2026.");
        assertThat(ReportComposer.compose(report(), Language.EN)
                        .sections()
                        .getFirst()
                        .text())
                .as("one that is over")
                .containsExactly("Yes. Nothing is missing from it as far as the gateway knows.");
    }

    /** Altered records are told in a red section of their own, by number; without any there is none. */
    @Test
    void alteredRecordsHaveASectionOfTheirOwn() {
        var found = new AuditState.Finding(LATER, 4, "changed", 2, List.of(4L, 9L));
        var altered = new AuditState(new AuditState.CleanPass(LATER, 1_000), 0, 0, found, null, null);
        var report = report(ReportLedger.QUARTER, LATER, altered);
        var sections = ReportComposer.compose(report, Language.EN).sections();
        assertThat(sections.getFirst().text())
                .containsExactly(
                        "No. The log, or the search index that is made from it, was tampered with. The red box below says how.");
        assertThat(sections.get(1).id()).isEqualTo("altered");
        assertThat(sections.get(1).items())
                .singleElement()
                .asString()
                .startsWith("The last check of the whole log found 2 records changed after writing: 5, 10.");
        assertThat(text(ReportFormat.HTML, report, Language.EN))
                .contains("<div class=\"state partial\">", "<div class=\"state wrong\">");
        assertThat(text(ReportFormat.HTML, report(), Language.EN)).doesNotContain("state wrong");
        assertThat(ReportComposer.compose(report(), Language.EN).sections())
                .extracting("id")
                .doesNotContain("altered");
    }

    /** The list of digests is long, and few read it. */
    @Test
    void policiesAreListedAtTheEnd() throws IOException {
        var sections = ReportComposer.compose(report(), Language.EN).sections();
        assertThat(sections.getLast().id()).isEqualTo("appendix");
        assertThat(sections.getLast().tables()).extracting("name").containsExactly("policies", "decided");
        assertThat(sections)
                .filteredOn(section -> section.id().equals("policies"))
                .singleElement()
                .satisfies(section -> {
                    assertThat(section.tables()).isEmpty();
                    assertThat(section.text())
                            .containsExactly("Which gateway used which policies, and when, is listed in the appendix at"
                                    + " the end of this report.");
                });
        assertThat(text(ReportFormat.CSV, report(), Language.EN)).contains("\"policies\",\"", "\"decided\",\"");
        assertThat(text(ReportFormat.CSV, report(), Language.EN)).containsPattern("gateway-a \\([0-9a-f-]{12}\\)");
        assertThat(text(ReportFormat.JSON, report(), Language.EN)).contains("\"gateway\" : \"gateway-a\"");
        assertThat(text(ReportFormat.HTML, report(), Language.FR)).contains("Annexe : politiques appliquées");
    }

    @Test
    void builtInRulesHaveTheirOwnSentence() throws IOException {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (var code : List.of("no_rule_permits", "purpose_expired", "policy_error")) {
                var told = BuiltinRefusals.refusal(code, "as told");
                ledger.refuse(
                        ReportLedger.askedAt(ReportLedger.IN_JULY.plusSeconds(200)),
                        new Decision.Refuse(told, "x", List.of(), Sample.DIGEST));
            }
        }
        Filled.signed(data);
        assertThat(report().refusals())
                .filteredOn(rule -> rule.rule().startsWith("facegate/"))
                .hasSize(3)
                .allMatch(rule -> rule.sentence() != null);
        assertThat(text(ReportFormat.HTML, report(), Language.EN))
                .contains("No rule permits this.", "The evidence for the declared purpose has ended.");
    }

    /** A busy log is always ahead of its audit: a report of a period that is over rests on what was audited. */
    @Test
    void aPeriodThatIsOverIsCountedFromWhatWasAudited() {
        var audited = report(ReportLedger.QUARTER, LATER, verifiedUpTo(21));
        assertThat(audited.basis().position().records()).isEqualTo(21);
        assertThat(audited.basis().position().root())
                .isNotEqualTo(report().basis().position().root());
        assertThat(audited.basis().isVerified()).isTrue();
        assertThat(audited.calls()).isEqualTo(report().calls());
    }

    /** A record that was changed before it was counted is in no number, and the report says so. */
    @Test
    void aChangedRecordIsToldAndNotCounted() throws SQLException {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var statement = file.createStatement()) {
            statement.executeUpdate("UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT),"
                    + " '\"verdict\":\"refuse\"', '\"verdict\":\"permit\"') AS BLOB)");
        }
        var report = report();
        assertThat(report.calls().refused()).isZero();
        assertThat(report.calls().permitted()).isEqualTo(5);
        assertThat(report.basis().unverified()).isEqualTo(6);
        assertThat(report.shortfalls()).contains(new CompletenessIssue(Reason.UNVERIFIED, 6));
    }

    @Test
    void numbersThatNobodyVerifiedHaveAStar() {
        var starred = text(ReportFormat.HTML, report(ReportLedger.QUARTER, LATER, AuditState.NONE), Language.EN);
        assertThat(starred).contains(">9*<", "Numbers with a star");
        assertThat(text(ReportFormat.HTML, report(), Language.EN))
                .contains(">9<")
                .doesNotContain("9*");
    }

    @Test
    void everyFormTellsTheSameInBothLanguages() throws IOException {
        var report = report();
        assertThat(text(ReportFormat.HTML, report, Language.FR))
                .contains("Rapport de transparence\u00a0: troisième trimestre 2026", "Oui. À la connaissance");
        assertThat(text(ReportFormat.CSV, report, Language.EN))
                .contains("\"calls\",\"Calls decided\",\"Calls\",\"9\"\r\n");
        for (var language : Language.values()) {
            try (var pdf = Loader.loadPDF(ReportFormat.PDF.write(report, language))) {
                assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo(language.code());
                assertThat(pdf.getDocumentInformation().getTitle())
                        .isEqualTo(ReportComposer.compose(report, language).title());
                assertThat(pdf.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
                assertThat(new PDFTextStripper().getText(pdf))
                        .contains(language == Language.EN ? "Refusals by rule" : "Refus par règle")
                        .contains(report.basis().position().root().substring(0, 20))
                        .contains("1 / " + pdf.getNumberOfPages());
                assertThat(new PDFTextStripper().getText(pdf).replaceAll("\\s", ""))
                        .contains(report.basis().position().log());
            }
        }
    }

    /** A search in stored pictures is a search, and a call that does two things counts for both. */
    @Test
    void volumesByCapabilityAndReviewsAreThoseOfTheRecords() {
        var july = ReportLedger.IN_JULY.plusSeconds(100);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var search = Sample.askedByPolice();
            ledger.refuse(new Ledger.Question(search.caller(), search.call(), "", july), Sample.refuse());
            var held = ledger.recordPermit(ReportLedger.askedAt(july), Sample.permit());
            ledger.close(held, new Ledger.Ending("held", "", 1, 1000));
            for (var act : List.of("review_approve", "review_approve", "review_reject", "appeal_file")) {
                ledger.recordAct(new Ledger.Administrative(act, held.decision(), "m.roe", july));
            }
            ledger.recordAct(new Ledger.Administrative(
                    "review_approve", held.decision(), "m.roe", Instant.parse("2026-10-02T00:00:00Z")));
        }
        Filled.signed(data);
        var csv = text(ReportFormat.CSV, report(), Language.EN);
        assertThat(rows(csv, "capability"))
                .containsExactly(
                        "Locate faces, Calls, 10",
                        "Locate faces, Permitted, 6",
                        "Locate faces, Refused, 4",
                        "Search for a person among many, Calls, 1",
                        "Search for a person among many, Permitted, 0",
                        "Search for a person among many, Refused, 1",
                        "Search for a person in stored pictures, Calls, 1",
                        "Search for a person in stored pictures, Permitted, 0",
                        "Search for a person in stored pictures, Refused, 1",
                        "Search for a person live, Calls, 1",
                        "Search for a person live, Permitted, 0",
                        "Search for a person live, Refused, 1");
        assertThat(rows(csv, "reviews"))
                .containsExactly(
                        "Answers held for review, Times, 1",
                        "Approvals by a reviewer, Times, 2",
                        "Rejections by a reviewer, Times, 1",
                        "Appeals filed or added to, Times, 1");
        assertThat(text(ReportFormat.HTML, report(), Language.FR)).contains("Réponses retenues");
    }

    private static List<String> rows(String csv, String table) {
        return csv.lines()
                .filter(line -> line.startsWith('"' + table + "\","))
                .map(line ->
                        line.substring(table.length() + 4, line.length() - 1).replace("\",\"", ", "))
                .toList();
    }

    @Test
    void aReportOfADemoSaysSo() {
        var real = report();
        var basis = real.basis();
        var head = new TreeHead(basis.position().records(), basis.position().root(), true, "demo.facegate.local/1");
        var demo = new TransparencyReport(
                real.period(),
                real.made(),
                new ReportBasis(
                        head,
                        basis.counted(),
                        basis.unverified(),
                        basis.firstKept(),
                        basis.earliest(),
                        basis.audit(),
                        false),
                real.calls(),
                real.volumes(),
                real.refusals(),
                real.tallies());
        assertThat(text(ReportFormat.HTML, demo, Language.EN))
                .contains("Log: demo.facegate.local/1. A demo made these records");
        assertThat(text(ReportFormat.HTML, demo, Language.FR)).contains("Une démonstration a produit");
        assertThat(text(ReportFormat.HTML, real, Language.EN))
                .contains("Log: " + basis.position().log() + '.')
                .doesNotContain("A demo made");
    }

    private static String text(ReportFormat format, TransparencyReport report, Language language) {
        return new String(format.write(report, language), StandardCharsets.UTF_8);
    }

    /** What somebody could write where a report shows a text. */
    @Test
    void hostileTextIsTextInEveryForm() throws IOException {
        var hostile = "<script>alert(1)</script>\u202e&\u0000\ud800'\"";
        var report = report();
        var bad = new TransparencyReport(
                report.period(),
                report.made(),
                report.basis(),
                report.calls(),
                List.of(new Breakdown("purpose", List.of(new Breakdown.Row(hostile, 0, 1, 1, 0)))),
                List.of(new RefusedRule(hostile, hostile, hostile, 1), new RefusedRule("=1+1", null, null, 1)),
                report.tallies());
        assertThat(text(ReportFormat.HTML, bad, Language.EN))
                .contains("&lt;script")
                .doesNotContain("<script", "\u202e", "\u0000");
        assertThat(text(ReportFormat.CSV, bad, Language.EN))
                .contains("\"'=1+1\"")
                .doesNotContain("\"=1+1");
        try (var pdf = Loader.loadPDF(ReportFormat.PDF.write(bad, Language.EN))) {
            assertThat(new PDFTextStripper().getText(pdf)).contains("<script>");
        }
    }
}
