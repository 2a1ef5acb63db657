package io.facegate.usecase.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.json.JsonMappers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Comparisons that go on are a row a day in a report, and hide nothing that one of them found. */
class RecordedReconciliationTest {
    private static final Instant DAY = Instant.parse("2026-11-24T00:00:00Z");

    private static RecordedReconciliation found(int minute, String vendor, long around, long undecided, long unread) {
        return new RecordedReconciliation(
                DAY.plus(Duration.ofMinutes(minute)), vendor, vendor + minute, around, undecided, unread, 1);
    }

    @Test
    void aDayOfAVendorHasTheHighestNumbersOfItsComparisons() {
        var days = RecordedReconciliation.byDay(List.of(
                found(45, "aws", 0, 9, 0),
                found(30, "aws", 3, 0, 0),
                found(15, "aws", 3, 0, 0),
                found(0, "aws", 0, 0, 2),
                found(10, "azure", 1, 0, 0),
                found(24 * 60, "aws", 0, 0, 0)));
        assertThat(days)
                .containsExactly(
                        found(10, "azure", 1, 0, 0),
                        new RecordedReconciliation(DAY.plus(Duration.ofMinutes(30)), "aws", "aws30", 3, 9, 2, 4),
                        found(24 * 60, "aws", 0, 0, 0));
    }

    @Test
    void eachAccountOfAVendorIsARowOfItsOwn() {
        var days = RecordedReconciliation.byDay(
                List.of(found(0, "aws/eu", 2, 0, 0), found(5, "aws", 1, 0, 0), found(10, "aws/eu", 0, 0, 0)));
        assertThat(days).extracting(RecordedReconciliation::vendor).containsExactly("aws/eu", "aws");
        assertThat(read("aws/eu&%s&round=2&undecided=1&unread=0&calls=9"))
                .isEqualTo(new RecordedReconciliation(DAY, "aws/eu", "ab".repeat(32), 2, 1, 0, 1));
        assertThat(read("aws&%s&round=2&undecided=1&unread=0").vendor()).isEqualTo("aws");
        assertThat(read("aws/&%s&round=2&undecided=1&unread=0")).isNull();
    }

    private static RecordedReconciliation read(String subject) {
        return PeriodEventReader.comparison(JsonMappers.PLAIN
                .createObjectNode()
                .put("time", DAY.toString())
                .put("subject", subject.formatted("ab".repeat(32))));
    }

    @Test
    void theOrderOfTheRecordsDoesNotMatter() {
        var forwards = new ArrayList<RecordedReconciliation>();
        for (int run = 0; run < 96; run++) {
            forwards.add(found(run * 15, "aws", run % 7, run % 5, run % 3));
        }
        assertThat(RecordedReconciliation.byDay(forwards))
                .hasSize(1)
                .isEqualTo(RecordedReconciliation.byDay(forwards.reversed()));
        assertThat(RecordedReconciliation.byDay(List.of())).isEmpty();
    }
}
