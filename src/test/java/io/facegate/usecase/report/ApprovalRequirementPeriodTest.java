package io.facegate.usecase.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.report.ApprovalRequirementPeriod.RecordedApprovals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report says how many people it took to permit more, and since when. */
class ApprovalRequirementPeriodTest {
    private static final ReportPeriod PERIOD = ReportLedger.QUARTER;
    private static final Instant BEFORE = ReportLedger.IN_JULY.minus(Duration.ofDays(30));
    private static final Instant IN = ReportLedger.IN_JULY;

    @TempDir
    private Path data;

    @Test
    void itIsToldFromTheRecordsAndOtherwiseNotKnown() {
        var two = new RecordedApprovals(BEFORE, "two");
        var one = new RecordedApprovals(IN, "one");
        assertThat(ApprovalRequirementPeriod.of(List.of(), PERIOD, true))
                .containsExactly(new ApprovalRequirementPeriod(null, null, "one"));
        assertThat(ApprovalRequirementPeriod.of(List.of(), PERIOD, false))
                .containsExactly(new ApprovalRequirementPeriod(null, null, null));
        assertThat(ApprovalRequirementPeriod.of(List.of(two), PERIOD, false))
                .containsExactly(new ApprovalRequirementPeriod(BEFORE, null, "two"));
        assertThat(ApprovalRequirementPeriod.of(List.of(two, one), PERIOD, false))
                .containsExactly(
                        new ApprovalRequirementPeriod(BEFORE, IN, "two"),
                        new ApprovalRequirementPeriod(IN, null, "one"));
        assertThat(ApprovalRequirementPeriod.of(List.of(one), PERIOD, false))
                .containsExactly(
                        new ApprovalRequirementPeriod(null, IN, null), new ApprovalRequirementPeriod(IN, null, "one"));
        assertThat(RecordedApprovals.of(IN, "three").people()).isNull();
    }

    @Test
    void everyFormOfTheReportHasIt() throws IOException {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(new Administrative("start", "0.2.0", BEFORE.minusSeconds(9)));
            ledger.recordAct(new Administrative("approvals_change", "two", "m.roe", BEFORE));
            ledger.recordAct(new Administrative("approvals_change", "one", "m.roe", IN));
            ledger.recordAct(new Administrative("approvals_change", "two", "m.roe", PERIOD.until()));
        }
        Filled.signed(data);
        var report = report();
        assertThat(report.tallies().events().approvals())
                .containsExactly(
                        new ApprovalRequirementPeriod(BEFORE, IN, "two"),
                        new ApprovalRequirementPeriod(IN, null, "one"));
        assertThat(json(report).path("approvals")).hasSize(2).last().satisfies(last -> {
            assertThat(last.path("from").asText()).isEqualTo(IN.toString());
            assertThat(last.path("people").asText()).isEqualTo("one");
        });
        var english = ReportComposer.compose(report, Language.EN);
        assertThat(new String(ReportFormat.CSV.write(english), StandardCharsets.UTF_8))
                .contains("\"approvals\",\"10 Jun 2026", "\"People\",\"two\"", "\"People\",\"one\"");
        assertThat(new String(ReportFormat.HTML.write(english), StandardCharsets.UTF_8))
                .contains("How many people it took to permit more");
        assertThat(new String(
                        ReportFormat.CSV.write(ReportComposer.compose(report, Language.FR)), StandardCharsets.UTF_8))
                .contains("\"Personnes\",\"deux\"");
    }

    private static JsonNode json(TransparencyReport report) throws IOException {
        return JsonMappers.PLAIN.readTree(ReportJson.write(report));
    }

    private TransparencyReport report() {
        var ledger = LedgerAddress.ofFolder(data);
        try (var reports = new TransparencyReports(
                ledger,
                ProjectionSearch.open(ledger),
                new ViewAudit(_ -> {}, InstantSource.system()),
                () -> AuditState.NONE,
                () -> PERIOD.until().plus(Duration.ofDays(4)))) {
            return reports.view(PERIOD, "m.roe");
        }
    }
}
