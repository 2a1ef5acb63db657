package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.app.policies.PoliciesInForce;
import io.facegate.app.server.RepeatedMessages.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** A condition that recurs is written when it begins, then counted, and its end is written. */
class RepeatedMessagesTest {
    private final List<Summary> summaries = new ArrayList<>();
    private final RepeatedMessages filter =
            new RepeatedMessages(() -> Instant.parse("2026-11-27T12:00:00Z"), summaries::add);

    @Test
    void aFloodOfWarningsIsOneLineAMinuteWithItsCount() {
        assertThat(written(11_046, "A call was turned away: the disk is full")).isEqualTo(1);
        filter.endWindow();
        assertThat(summaries)
                .containsExactly(new Summary(
                        Level.WARNING,
                        "The same 11045 more times within a minute, 11046 since 2026-11-27T12:00:00Z: "
                                + "A call was turned away: the disk is full"));
        assertThat(written(3, "A call was turned away: the disk is full")).isZero();
        filter.endWindow();
        assertThat(summaries.getLast().text()).startsWith("The same 3 more times within a minute, 11049 since");
        filter.endWindow();
        assertThat(summaries.getLast())
                .isEqualTo(new Summary(
                        Level.INFO,
                        "No longer, after 11049 times since 2026-11-27T12:00:00Z: "
                                + "A call was turned away: the disk is full"));
        assertThat(written(1, "A call was turned away: the disk is full"))
                .as("what comes back is written again")
                .isEqualTo(1);
    }

    @Test
    void messagesThatDifferInNumbersAloneAreTheSame() {
        assertThat(written(1, "Record 17 of 0a1b2c3d4e5f failed")).isEqualTo(1);
        assertThat(written(1, "Record 18 of ffff2c3d4e5f failed")).isZero();
        assertThat(written(1, "The registry failed")).isEqualTo(1);
    }

    @Test
    void aCallerThatMakesUpMessagesFillsNeitherMemoryNorLog() {
        int written = 0;
        for (int word = 0; word < 10_000; word++) {
            written += written(1, "Turned away: " + "x".repeat(1 + word % 300) + "y".repeat(1 + word / 300));
        }
        assertThat(written).isLessThan(300);
    }

    @Test
    void whatIsNoWarningIsNeverHeldBack() {
        var info = new LogRecord(Level.INFO, "Policies in force");
        assertThat(filter.isLoggable(info)).isTrue();
        assertThat(filter.isLoggable(info)).isTrue();
    }

    @Test
    void eachRejectionOfChangedPoliciesIsWritten() {
        var logger = PoliciesInForce.class.getName();
        assertThat(written(logger, 1, "Rejected: ban.yaml:5:1: unknown key")).isEqualTo(1);
        assertThat(written(logger, 1, "Rejected: ban.yaml:9:1: unknown key")).isEqualTo(1);
        filter.endWindow();
        assertThat(summaries).isEmpty();
    }

    private int written(int times, String message) {
        return written("test", times, message);
    }

    private int written(String logger, int times, String message) {
        int written = 0;
        for (int time = 0; time < times; time++) {
            var record = new LogRecord(Level.WARNING, message);
            record.setLoggerName(logger);
            written += filter.isLoggable(record) ? 1 : 0;
        }
        return written;
    }
}
