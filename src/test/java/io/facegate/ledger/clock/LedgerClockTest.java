package io.facegate.ledger.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.MachineClock;
import io.facegate.ledger.clock.LedgerClock.State;
import io.facegate.ledger.clock.NewestTime.NewestTimes;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The machine's clock is compared with the newest record, counted on by the clock that nobody can set. */
class LedgerClockTest {
    private static final Instant NEWEST = Instant.parse("2026-11-27T12:00:00Z");

    private Instant wall = NEWEST;
    private long nanos;

    private LedgerClock clock(Instant any, Instant trusted) {
        return new LedgerClock(() -> new MachineClock.Reading(wall, nanos), new NewestTimes(any, trusted));
    }

    @Test
    void aMinuteBehindAndAnHourAheadAreNothing() {
        wall = NEWEST.minusSeconds(60);
        assertThat(clock(NEWEST, NEWEST).read().state()).isEqualTo(State.AGREES);
        wall = NEWEST.minusSeconds(61);
        assertThat(clock(NEWEST, NEWEST).read().state()).isEqualTo(State.BEHIND);
        wall = NEWEST.plus(Duration.ofHours(1));
        assertThat(clock(NEWEST, NEWEST).read().state()).isEqualTo(State.AGREES);
        wall = NEWEST.plus(Duration.ofHours(1)).plusMillis(1);
        var ahead = clock(NEWEST, NEWEST).read();
        assertThat(ahead.state()).isEqualTo(State.AHEAD);
        assertThat(ahead.expected()).isEqualTo(NEWEST);
    }

    @Test
    void aClockThatIsSetWhileTheGatewayRunsIsNoticedHoweverSmallItsSteps() {
        var clock = clock(NEWEST, NEWEST);
        for (int step = 0; step < 5; step++) {
            wall = wall.plus(Duration.ofMinutes(20));
            nanos += Duration.ofMinutes(1).toNanos();
        }
        assertThat(clock.read().state()).isEqualTo(State.AHEAD);
        assertThat(clock.read().expected()).isEqualTo(NEWEST.plus(Duration.ofMinutes(5)));
        clock.accept();
        assertThat(clock.read().state()).isEqualTo(State.AGREES);
        wall = wall.minus(Duration.ofMinutes(2));
        assertThat(clock.read().state()).isEqualTo(State.BEHIND);
    }

    @Test
    void aClockThatRunsIsRight() {
        var clock = clock(NEWEST, NEWEST);
        wall = wall.plus(Duration.ofDays(300));
        nanos += Duration.ofDays(300).toNanos();
        assertThat(clock.read().state()).isEqualTo(State.AGREES);
    }

    @Test
    void whatACommandWroteUnderAnotherClockIsAFloorAndNoReasonToTrust() {
        var command = NEWEST.plus(Duration.ofDays(200));
        wall = command.plusSeconds(1);
        assertThat(clock(command, NEWEST).read().state()).isEqualTo(State.AHEAD);
        wall = NEWEST.plusSeconds(1);
        assertThat(clock(command, NEWEST).read().state()).isEqualTo(State.BEHIND);
    }
}
