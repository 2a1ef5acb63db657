package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.MachineClock.Reading;
import io.facegate.ledger.clock.ClockJumpDetector;
import io.facegate.ledger.store.OutageCounter;
import io.facegate.ledger.store.RunMarkerFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could not be written down is told afterwards, and so is a clock that was set. */
class ClockAndGapTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path data = Path.of("");

    @Test
    void aClockThatRunsIsNoNews() {
        var clock = new ClockJumpDetector(new Reading(Sample.NOW, 0));
        assertThat(clock.detectStep(new Reading(Sample.NOW.plusMillis(1900), SECOND)))
                .isNull();
        assertThat(clock.detectStep(new Reading(Sample.NOW.plusMillis(2900), 2 * SECOND)))
                .isNull();
    }

    @Test
    void aStepInEitherDirectionIsToldOnceWithWhereTheClockShouldStand() {
        var clock = new ClockJumpDetector(new Reading(Sample.NOW, 0));
        var yearAhead = Sample.NOW.plus(Duration.ofDays(365));
        assertThat(clock.detectStep(new Reading(yearAhead, SECOND))).isEqualTo(Sample.NOW.plusSeconds(1));
        assertThat(clock.detectStep(new Reading(yearAhead.plusSeconds(1), 2 * SECOND)))
                .isNull();
        assertThat(clock.detectStep(new Reading(Sample.NOW, 3 * SECOND))).isEqualTo(yearAhead.plusSeconds(2));
    }

    @Test
    void callsThatNobodyCouldWriteDownAreCountedFromTheFirst() {
        var gap = new OutageCounter();
        assertThat(gap.takeCount()).isNull();
        gap.count(Sample.NOW);
        gap.count(Sample.NOW.plusSeconds(5));
        assertThat(gap.takeCount()).isEqualTo(new OutageCounter.OutageCount(2, Sample.NOW));
        assertThat(gap.takeCount()).isNull();
    }

    @Test
    void aRunThatWasCutOffLeavesAGapAndOneThatStoppedLeavesNone() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            assertThat(ledger.head().size()).isZero();
            assertThat(data.resolve(RunMarkerFile.NAME)).exists();
        }
        assertThat(data.resolve(RunMarkerFile.NAME)).doesNotExist();
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(Records.of(data)).noneMatch(line -> line.contains("\"GAP\""));
        var lastAlive = Instant.parse("2026-11-24T22:00:00Z");
        Files.setLastModifiedTime(Files.createFile(data.resolve(RunMarkerFile.NAME)), FileTime.from(lastAlive));
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(Records.of(data))
                .singleElement()
                .asString()
                .contains("\"kind\":\"GAP\"", "\"since\":\"2026-11-24T22:00:00.000Z\"")
                .doesNotContain("attempts");
    }
}
