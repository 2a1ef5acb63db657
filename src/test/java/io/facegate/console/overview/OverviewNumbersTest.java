package io.facegate.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.console.ListQueries;
import io.facegate.console.PageLanguage;
import io.facegate.ledger.Bulk;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.overview.DecisionStatistics;
import io.facegate.usecase.overview.RefusedOrganisations;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each number of the overview is the number of decisions in the list that it leads to. */
class OverviewNumbersTest {
    private static final PageLanguage ENGLISH = new PageLanguage(Language.EN, "/console");

    private static final RuleDescriptions NO_WORDS = RuleDescriptions.of(ENGLISH, Optional.empty());

    @TempDir
    Path data;

    private ProjectionSearch search;
    private AuditedRecords records;
    private OverviewPeriod period;

    @BeforeEach
    void fill() throws Exception {
        Bulk.fill(data, 3000, 11);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordPermit(Sample.askedInSandbox(), Sample.permit());
            ledger.refuse(Sample.askedInSandbox(), Sample.refuse());
            ledger.recordEvaluation(Sample.asked(), Sample.permit());
            ledger.close(
                    ledger.recordPermit(Sample.asked(), Sample.permit()),
                    new Ledger.Ending("unknown", "restart", 0, 0));
        }
        search = ProjectionSearch.open(LedgerAddress.ofFolder(data));
        var words = new SearchWords(search, Map::of, List::of);
        records = new AuditedRecords(search, words, new ViewAudit(_ -> {}, InstantSource.system()));
    }

    @AfterEach
    void close() {
        records.close();
    }

    private DecisionStatistics count(LocalDate from, LocalDate until) {
        period = new OverviewPeriod(from, until, null);
        return DecisionStatistics.count(records, from, until);
    }

    /** The decisions of a list, page after page, as its reader counts them. */
    private long listed(String address) {
        var query = ListQueries.of(address, records.words());
        long count = 0;
        Long before = null;
        do {
            var page = search.page(query.beforeIndex(before));
            count += page.size();
            before = page.isEmpty() ? null : page.getLast().index();
        } while (before != null);
        return count;
    }

    @Test
    void everyNumberIsThatOfItsList() {
        var days = LocalDate.parse("2026-01-01");
        var found = count(days, LocalDate.parse("2026-11-30"));
        assertThat(found.total().permitted()).isGreaterThan(500);
        assertThat(found.total().refused()).isGreaterThan(100);
        assertThat(found.total().faults()).isGreaterThan(50);
        assertThat(found.sandbox()).isEqualTo(2);
        var view = view(found);
        assertThat(listed(view.address(""))).isEqualTo(found.total().all());
        assertThat(listed(view.address("permit"))).isEqualTo(found.total().permitted());
        assertThat(listed(view.address("refuse"))).isEqualTo(found.total().refused());
        assertThat(listed(view.address("fault"))).isEqualTo(found.total().faults());
        assertThat(listed(view.sandboxAddress())).isEqualTo(2);
        int checked = 0;
        int failed = 0;
        for (var table : view.breakdowns()) {
            for (var row : table.rows()) {
                var as = table.field() + " " + row.value();
                var tally = row.value().tally();
                assertThat(row.cells())
                        .extracting(OverviewBreakdown.Cell::name)
                        .containsExactly("Permitted", "Of these, failed", "Refused");
                assertThat(row.cells().stream().map(this::listed))
                        .as(as)
                        .containsExactly(tally.permitted(), tally.faults(), tally.refused());
                failed += tally.faults() > 0 ? 1 : 0;
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(30);
        assertThat(failed).isGreaterThan(20);
    }

    /** How many decisions a number leads to; none where it counts none. */
    private long listed(OverviewBreakdown.Cell cell) {
        assertThat(cell.address().isEmpty()).isEqualTo(cell.number().equals("0"));
        return cell.address().isEmpty() ? 0 : listed(cell.address());
    }

    /** Who was refused by which rule: each number is that of its list, and no organisation is left out. */
    @Test
    void everyRefusalOfAnOrganisationByARuleIsInItsList() {
        period = new OverviewPeriod(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-11-30"), null);
        var all = RefusedOrganisations.count(records, period.from(), period.until(), 0, 10_000);
        assertThat(all.rows()).hasSize(all.organisations()).hasSizeGreaterThan(9);
        var ranked = DecisionStatistics.count(records, period.from(), period.until())
                .by()
                .get(SearchFacet.ORGANISATION);
        assertThat(all.rows())
                .allSatisfy(row -> assertThat(ranked)
                        .anyMatch(one -> one.value().equals(row.organisation())
                                && one.tally().refused() == row.refused()));
        var part = RefusedOrganisations.count(records, period.from(), period.until(), 2, 5);
        assertThat(part.rows()).isEqualTo(all.rows().subList(2, 7));
        var query = new CountsQuery(null, period, null, 2);
        var view = new CountsView(ENGLISH, query, null, part, Map.of(), NO_WORDS, LocalDate.parse("2026-11-30"));
        for (var row : view.refused()) {
            assertThat(listed(row.address())).isEqualTo(row.row().refused());
            for (var rule : row.rules()) {
                assertThat(listed(rule.address())).isEqualTo(rule.count().refused());
            }
        }
        assertThat(view.before()).endsWith("until=2026-11-30");
    }

    @Test
    void everyBarIsItsDaysAndTogetherTheyAreTheTotal() {
        var first = LocalDate.ofInstant(
                Instant.ofEpochMilli(search.counts(RecordQuery.matchAll(1000)).oldest()), ZoneOffset.UTC);
        var found = count(first, first.plusDays(6));
        var chart = Histogram.of(ENGLISH, found, 1);
        assertThat(chart.bars()).hasSize(7);
        for (var bar : chart.bars()) {
            var tally = bar.sum().tally();
            assertThat(listed(bar.address())).as(bar.from()).isEqualTo(tally.all());
            assertThat(listed(bar.addressOf("fault"))).as(bar.from()).isEqualTo(tally.faults());
        }
        assertThat(chart.bars().stream()
                        .mapToLong(bar -> bar.sum().tally().all())
                        .sum())
                .isEqualTo(found.total().all())
                .isPositive();
        var weeks = Histogram.of(ENGLISH, count(first, first.plusDays(99)), 7);
        assertThat(weeks.bars()).hasSize(15);
        assertThat(weeks.bars().getLast().from())
                .isEqualTo(weeks.bars().getLast().sum().until().minusDays(1).toString());
        assertThat(listed(weeks.bars().getFirst().address()))
                .isEqualTo(found.total().all());
    }

    /** What does not verify is in every list, in no number, and the page says so. */
    @Test
    void aRecordThatDoesNotVerifyIsInNoNumber() throws Exception {
        var before = count(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-11-30"));
        assertThat(before.unverified()).isZero();
        records.close();
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var change = file.prepareStatement(
                        "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), '\"verdict\":\"refuse\"',"
                                + " '\"verdict\":\"permit\"') AS BLOB) WHERE first = 0")) {
            assertThat(change.executeUpdate()).isEqualTo(1);
        }
        java.nio.file.Files.delete(data.resolve("search.db"));
        fillAgain();
        var after = count(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-11-30"));
        assertThat(after.unverified()).isPositive();
        assertThat(after.total().permitted()).isEqualTo(before.total().permitted());
        assertThat(after.total().refused()).isEqualTo(before.total().refused() - after.unverified());
        assertThat(view(after).unverified()).contains("in no number of this page, and in every list");
    }

    private void fillAgain() {
        search = ProjectionSearch.open(LedgerAddress.ofFolder(data));
        records = new AuditedRecords(
                search, new SearchWords(search, Map::of, List::of), new ViewAudit(_ -> {}, InstantSource.system()));
    }

    /** A field with more values than a page counts is said to be partial, and no number is wrong. */
    @Test
    void anExportIsCutAtTheNewestAndNothingElseIsLost() {
        var query = RecordQuery.matchAll(1).withFacet(SearchFacet.KIND, "DECISION");
        long all = records.count(query).total();
        assertThat(records.export(query, io.facegate.ledger.export.ExportFormat.JSON, 5000, "me")
                        .records())
                .isEqualTo(all)
                .isGreaterThan(1000);
        var newest = new String(
                records.export(query, io.facegate.ledger.export.ExportFormat.JSON, 1, "me")
                        .file(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(newest).contains("\"time\":\"2026-11-24T22:51:07.042Z\"").hasLineCount(3);
    }

    private OverviewView view(DecisionStatistics found) {
        return new OverviewView(
                ENGLISH,
                period,
                found,
                Map.of(),
                NO_WORDS,
                new OverviewView.Beside(
                        new io.facegate.usecase.overview.WorkCounts(0L, 0L, 0L, 0L, 0L),
                        new io.facegate.usecase.overview.UpcomingEnd.Found(List.of(), List.of()),
                        io.facegate.ledger.audit.AuditState.NONE,
                        records.reach(),
                        Instant.now()));
    }
}
