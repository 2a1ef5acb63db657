package io.facegate.ledger;

import io.facegate.call.MachineClock;
import io.facegate.integrity.RegistriesOnDisk;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a ledger.
 *
 * @param deadline how long a decision may take to become durable
 * @param linger how long a batch waits for more records
 * @param queue records that may wait for the disk
 * @param build the version of Facegate that records name
 * @param log the required name of the log, or null to keep the present one
 * @param time whose clock dates records, and whether it is compared with the newest record
 * @param registries compared with acts from the socket
 * @param accepting whether the ledger is opened as it is, to record that somebody accepts that
 */
public record LedgerSettings(
        Duration deadline,
        Duration linger,
        int queue,
        String build,
        @Nullable String log,
        LedgerTime time,
        RegistriesOnDisk registries,
        boolean accepting) {
    public LedgerSettings {
        if (deadline.isNegative() || deadline.isZero() || linger.isNegative() || queue < 1) {
            throw new IllegalArgumentException("A ledger needs a positive deadline and queue.");
        }
    }

    /** 250 ms, 1 ms, 4096 records. */
    public static LedgerSettings defaults(String build) {
        return new LedgerSettings(
                Duration.ofMillis(Ledger.DEADLINE_MILLIS),
                Duration.ofMillis(1),
                4096,
                build,
                null,
                LedgerTime.MACHINE,
                RegistriesOnDisk.NONE,
                false);
    }

    /** Same, with another deadline. */
    public LedgerSettings withDeadline(Duration other) {
        return new LedgerSettings(other, linger, queue, build, log, time, registries, accepting);
    }

    /** Same, with room for that many records that wait for the disk. */
    public LedgerSettings withQueue(int records) {
        return new LedgerSettings(deadline, linger, records, build, log, time, registries, accepting);
    }

    /** Same, for a log of that name. */
    public LedgerSettings withLogName(@Nullable String name) {
        return new LedgerSettings(deadline, linger, queue, build, name, time, registries, accepting);
    }

    /** Same, comparing the machine's clock with the newest record's time; deviations are recorded. */
    public LedgerSettings withClockCheck() {
        return new LedgerSettings(deadline, linger, queue, build, log, time.checked(), registries, accepting);
    }

    /** Same, with records dated by that clock. */
    public LedgerSettings withClock(MachineClock clock) {
        return new LedgerSettings(
                deadline, linger, queue, build, log, new LedgerTime(clock, time.isCompared()), registries, accepting);
    }

    /**
     * The clock of a ledger.
     *
     * @param isCompared whether it is compared with the newest record
     */
    public record LedgerTime(MachineClock clock, boolean isCompared) {
        static final LedgerTime MACHINE = new LedgerTime(MachineClock.SYSTEM, false);

        LedgerTime checked() {
            return new LedgerTime(clock, true);
        }
    }

    /** Same, comparing acts from the socket with these registries. */
    public LedgerSettings withRegistries(RegistriesOnDisk others) {
        return new LedgerSettings(deadline, linger, queue, build, log, time, others, accepting);
    }

    /** Same, for a ledger that somebody accepts as it is, regardless of what is remembered of its log. */
    public LedgerSettings withAcceptedLog() {
        return new LedgerSettings(deadline, linger, queue, build, log, time, registries, true);
    }
}
