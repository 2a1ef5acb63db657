package io.facegate.ledger;

import io.facegate.storage.RegistriesOnDisk;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a ledger is run.
 *
 * @param deadline how long a decision may take to become durable
 * @param linger how long a batch waits for company
 * @param queue records that may wait for the disk
 * @param build the version of Facegate that records name
 * @param log the name that the log must have, or null for the one it has
 * @param clockChecked whether the machine's clock is compared with the newest record
 * @param registries that acts from the socket are compared with
 * @param accepting whether the ledger is opened as it is, to put on record that somebody accepts that
 */
public record LedgerSettings(
        Duration deadline,
        Duration linger,
        int queue,
        String build,
        @Nullable String log,
        boolean clockChecked,
        RegistriesOnDisk registries,
        boolean accepting) {
    public LedgerSettings {
        if (deadline.isNegative() || deadline.isZero() || linger.isNegative() || queue < 1) {
            throw new IllegalArgumentException("A ledger needs a positive deadline and queue.");
        }
    }

    /** 250 ms, 1 ms, 4096 records. */
    public static LedgerSettings usual(String build) {
        return new LedgerSettings(
                Duration.ofMillis(Ledger.DEADLINE_MILLIS),
                Duration.ofMillis(1),
                4096,
                build,
                null,
                false,
                RegistriesOnDisk.NONE,
                false);
    }

    /** The same with another deadline. */
    public LedgerSettings within(Duration other) {
        return new LedgerSettings(other, linger, queue, build, log, clockChecked, registries, accepting);
    }

    /** The same with room for that many records that wait for the disk. */
    public LedgerSettings queueing(int records) {
        return new LedgerSettings(deadline, linger, records, build, log, clockChecked, registries, accepting);
    }

    /** The same for a log of that name. */
    public LedgerSettings named(@Nullable String name) {
        return new LedgerSettings(deadline, linger, queue, build, name, clockChecked, registries, accepting);
    }

    /** The same, with the machine's clock compared with the time of the newest record, and what is found put on record. */
    public LedgerSettings checkingClock() {
        return new LedgerSettings(deadline, linger, queue, build, log, true, registries, accepting);
    }

    /** The same, with acts from the socket compared with these registries. */
    public LedgerSettings beside(RegistriesOnDisk others) {
        return new LedgerSettings(deadline, linger, queue, build, log, clockChecked, others, accepting);
    }

    /** The same for a ledger that somebody accepts as it is, whatever is remembered of its log. */
    public LedgerSettings acceptingLog() {
        return new LedgerSettings(deadline, linger, queue, build, log, clockChecked, registries, true);
    }
}
