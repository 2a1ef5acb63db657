package io.facegate.usecase.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.audit.AuditState;
import io.facegate.policy.vocabulary.Language;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The report of a year that may be published. */
class PublicReportWriterTest {
    private static final Instant LATER = Instant.parse("2027-01-05T09:00:00Z");

    private static TransparencyReport report(long permitted, long refused, List<RefusedRule> rules) {
        var basis =
                new ReportBasis(new TreeHead(500, "ab".repeat(32), true, ""), 500, 0, 0, LATER, AuditState.NONE, true);
        var none = new ReportEvents(Map.of("appeal_file", 4L), 0, List.of(), List.of(), List.of(), List.of(), false);
        var tallies = new TransparencyReport.Tallies(
                new TreeMap<>(Map.of("ok", permitted)),
                new TreeMap<>(),
                new Breakdown("exemption", List.of()),
                Map.of(),
                none);
        var types = new Breakdown(
                "organisation",
                List.of(
                        new Breakdown.Row("nonprofit", 0, permitted + refused - 3, 1, 1),
                        new Breakdown.Row("nonprofit.child_protection", 1, 77, 1, 1),
                        new Breakdown.Row("media", 0, 3, 1, 1)));
        return new TransparencyReport(
                ReportPeriod.ofYear(2026),
                LATER,
                basis,
                new CallCounts(permitted + refused, permitted, refused, 0, 0, 0),
                List.of(types),
                rules,
                tallies);
    }

    private static String published(TransparencyReport report) {
        return new String(
                ReportFormat.CSV.write(PublicReportWriter.compose(report, Language.EN)), StandardCharsets.UTF_8);
    }

    @Test
    void smallCountsAndWhatWouldRevealThemAreHidden() {
        var csv = published(report(
                100,
                60,
                List.of(
                        new RefusedRule("a/one", "One.", null, 40),
                        new RefusedRule("b/two", "Two.", null, 17),
                        new RefusedRule("c/three", "Three.", null, 3))));
        assertThat(csv)
                .contains("\"calls\",\"Calls decided\",\"Calls\",\"160\"")
                .contains("\"organisation\",\"Nonprofit\",\"Calls\",\"withheld\"")
                .contains("\"refusals\",\"a/one\",\"Calls\",\"withheld\"")
                .contains("\"refusals\",\"b/two\",\"Calls\",\"17\"")
                .contains("\"refusals\",\"c/three\",\"Calls\",\"< 10\"")
                .contains("\"reviews\",\"Appeals filed or added to\",\"Times\",\"< 10\"")
                .doesNotContain("child", "\"77\"", "\"157\"");
    }

    /** A table of refusals would add up to the number of refusals that is hidden. */
    @Test
    void noTableAddsUpToAHiddenTotal() {
        var csv = published(report(100, 4, List.of(new RefusedRule("a/one", "One.", null, 4))));
        assertThat(csv)
                .contains("\"calls\",\"Refused\",\"Calls\",\"< 10\"")
                .contains("\"calls\",\"Permitted\",\"Calls\",\"withheld\"")
                .doesNotContain("a/one", "\"outcomes\"", "\"100\"");
    }

    /** The public has no use for a command; the report of the officer names it. */
    @Test
    void itNamesNoCommand() {
        var report = report(100, 60, List.of(new RefusedRule("a/one", "One.", null, 60)));
        for (var language : Language.values()) {
            var whole = PublicReportWriter.compose(report, language);
            assertThat(whole.toString()).doesNotContain("facegate report", "--", "Command", "Commande");
        }
        assertThat(published(report)).contains("How to make this report again");
        assertThat(ReportComposer.compose(report, Language.EN).toString()).contains("facegate report --from");
    }

    @Test
    void onlyAWholeYearIsPublished() {
        var report = report(100, 60, List.of());
        var quarter = new TransparencyReport(
                ReportLedger.QUARTER,
                report.made(),
                report.basis(),
                report.calls(),
                report.volumes(),
                report.refusals(),
                report.tallies());
        assertThatThrownBy(() -> PublicReportWriter.compose(quarter, Language.EN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(PublicReportWriter.compose(report, Language.FR).title()).contains("Rapport annuel", "2026");
    }
}
