package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.MachineClock;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.NewestTime.NewestTimes;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The time of the ledger that a signed bundle waits for is not the machine's. */
class PolicyOpeningTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    private Instant wall = NOON;
    private long nanos;
    private final MachineClock machine = () -> new MachineClock.Reading(wall, nanos);

    @Test
    void aMachineWhoseClockWasSetForwardBringsNoMomentSooner() {
        var clock = LedgerClock.of(new NewestTimes(NOON, NOON), machine);
        var latest = PolicyOpening.latest(() -> clock);
        assertThat(latest.get()).isEqualTo(NOON.plus(LedgerClock.AHEAD));

        wall = NOON.plus(Duration.ofDays(30));
        assertThat(latest.get()).as("no time passed").isEqualTo(NOON.plus(LedgerClock.AHEAD));

        nanos = Duration.ofMinutes(10).toNanos();
        assertThat(latest.get()).isEqualTo(NOON.plus(Duration.ofMinutes(10)).plus(LedgerClock.AHEAD));

        clock.accept();
        assertThat(latest.get()).as("a person accepted the clock").isAfter(NOON.plus(Duration.ofDays(30)));
    }

    /** The clock is asked for each time: a gateway compares it anew when its ledger is opened again. */
    @Test
    void theClockThatIsInUseIsAsked() {
        var clocks = new LedgerClock[] {LedgerClock.of(new NewestTimes(NOON, NOON), machine)};
        var latest = PolicyOpening.latest(() -> clocks[0]);
        var later = NOON.plus(Duration.ofDays(1));
        wall = later;
        clocks[0] = LedgerClock.of(new NewestTimes(later, later), machine);
        assertThat(latest.get()).isEqualTo(later.plus(LedgerClock.AHEAD));
    }
}
