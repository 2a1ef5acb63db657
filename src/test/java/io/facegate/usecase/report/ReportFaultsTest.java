package io.facegate.usecase.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.overview.DecisionStatistics;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults are counted alike in a report and on the overview, whatever became of the other calls. */
class ReportFaultsTest {
    private static final Instant LATER = Instant.parse("2026-10-05T09:00:00Z");
    private static final ViewAudit VIEWS = new ViewAudit(_ -> {}, InstantSource.system());

    @TempDir
    Path data;

    @BeforeEach
    void callsThatEndedInEachWay() {
        var ends = List.of(
                new Ending("ok", "", 1, 1000),
                new Ending("held", "", 1, 1000),
                new Ending("not_forwarded", "late", 0),
                new Ending("not_forwarded", "overloaded", 0),
                new Ending("vendor_error", "throttled", 1000),
                new Ending("fault", "overloaded", 1000),
                new Ending("fault", "", 1000),
                new Ending("unknown", "restart", 0));
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int call = 0; call < ends.size(); call++) {
                var asked = ReportLedger.askedAt(ReportLedger.IN_JULY.plusSeconds(call));
                ledger.close(ledger.recordPermit(asked, Sample.permit()), ends.get(call));
            }
            ledger.recordPermit(ReportLedger.askedAt(ReportLedger.IN_JULY.plusSeconds(60)), Sample.permit());
        }
        Filled.signed(data);
    }

    private TransparencyReport report() {
        var ledger = LedgerAddress.ofFolder(data);
        try (var reports = new TransparencyReports(
                ledger, ProjectionSearch.open(ledger), VIEWS, () -> AuditState.NONE, () -> LATER)) {
            return reports.view(ReportLedger.QUARTER, "m.roe");
        }
    }

    @Test
    void aCallThatWasNotSentIsNoFault() {
        assertThat(report().tallies().faultCodes())
                .containsOnly(
                        Map.entry("", 1L),
                        Map.entry("overloaded", 1L),
                        Map.entry("restart", 1L),
                        Map.entry("throttled", 1L));
        assertThat(report().tallies().outcomes()).containsEntry("not_forwarded", 2L);
    }

    @Test
    void theOverviewCountsAsManyFaults() {
        var search = RecordSearch.open(LedgerAddress.ofFolder(data));
        try (var records = new AuditedRecords(search, new SearchWords(search, Map::of, List::of), VIEWS)) {
            var overview = DecisionStatistics.count(records, ReportLedger.QUARTER.first(), ReportLedger.QUARTER.last());
            long reported = report().tallies().faultCodes().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(reported).isEqualTo(overview.total().faults()).isEqualTo(4);
        }
    }

    @Test
    void theTableSaysWhatItCounts() {
        var table = ReportComposer.compose(report(), Language.EN).sections().stream()
                .flatMap(section -> section.tables().stream())
                .filter(one -> one.name().equals("faults"))
                .findFirst();
        assertThat(table).get().satisfies(found -> {
            assertThat(found.caption())
                    .contains("Faults: ", "an error of the provider", "a fault on the way", "an unknown outcome");
            assertThat(found.rows()).hasSize(4).anyMatch(row -> row.head().equals("No reason on record"));
        });
    }
}
