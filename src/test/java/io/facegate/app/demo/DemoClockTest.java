package io.facegate.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.MachineClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DemoClockTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:30:00Z");
    private static final Instant BEGIN = Instant.parse("2026-11-14T06:00:00Z");

    private Duration passed = Duration.ZERO;
    private final DemoClock clock =
            new DemoClock(() -> new MachineClock.Reading(NOW.plus(passed), passed.toNanos()), BEGIN);

    @Test
    void runsFromItsBeginning() {
        assertThat(clock.instant()).isEqualTo(BEGIN);
        passed = Duration.ofMillis(3);
        assertThat(clock.instant()).isEqualTo(BEGIN.plusMillis(3));
    }

    /** So a gateway that has this clock never finds it set. */
    @Test
    void bothClocksAreMovedTogether() {
        var before = clock.read();
        clock.advanceTo(BEGIN.plus(Duration.ofDays(3)));
        var after = clock.read();
        assertThat(Duration.between(before.wall(), after.wall()))
                .isEqualTo(Duration.ofDays(3))
                .isEqualTo(Duration.ofNanos(after.nanos() - before.nanos()));
    }

    @Test
    void isNeverSetBackNorBeyondTheMachinesTime() {
        clock.advanceTo(BEGIN.plusSeconds(60));
        clock.advanceTo(BEGIN);
        assertThat(clock.instant()).isEqualTo(BEGIN.plusSeconds(60));
        clock.advanceTo(NOW.plusSeconds(60));
        assertThat(clock.instant()).isEqualTo(NOW);
    }

    @Test
    void becomesTheMachinesOwn() {
        clock.catchUp();
        assertThat(clock.instant()).isEqualTo(NOW);
        passed = Duration.ofHours(1);
        assertThat(clock.instant()).isEqualTo(NOW.plus(passed));
    }

    @Test
    void beginsInThePast() {
        assertThatThrownBy(() -> new DemoClock(() -> new MachineClock.Reading(NOW, 0), NOW.plusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
