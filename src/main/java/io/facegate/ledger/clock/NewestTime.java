package io.facegate.ledger.clock;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.TamperedRecord.Cause;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.reading.VerifiedRecords;
import io.facegate.ledger.record.RecordScanner;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the time of a ledger's newest record that was written while the clock was right. A {@code CLOCK} record that
 * states that the clock was off makes the times of later records unreliable, until a record accepts the clock.
 */
public final class NewestTime {
    /** The act that accepts the machine's clock. */
    public static final String ACCEPT = "clock_accept";

    /** The act's subject when a person accepted it. */
    public static final String BY_A_PERSON = "person";

    /**
     * How many records at the end are read. A gateway repeats its CLOCK record far more often while its clock is off.
     */
    public static final int RECORDS = 4_000;

    /** The build name in records that a command wrote directly, under whatever clock it ran. */
    public static final String COMMAND = "cli";

    /**
     * Newest record times.
     *
     * @param any of all records; the present time is not earlier
     * @param trusted of records by gateways: a command under another clock does not advance it
     */
    public record NewestTimes(Instant any, Instant trusted) {}

    /** Information about one position at the end of the ledger. */
    private sealed interface TailEntry {}

    /**
     * Times that a record states.
     *
     * @param expected null unless it states that the clock was off
     * @param pruned index before which it states that records were pruned
     */
    private record Time(Instant time, @Nullable Instant expected, boolean accepts, boolean byCommand, long pruned)
            implements TailEntry {}

    /** A record that does not verify. It may have stated that the clock was off. */
    private record Unknown(TamperedRecord tampered) implements TailEntry {}

    /** Records whose bytes are gone. */
    private record ErasedRecords(long first, long until) implements TailEntry {}

    private NewestTime() {}

    /**
     * Reads the newest times; null if no record states one. Each record is verified. Records before the newest one that
     * accepted the clock, or stated that it was off, are ignored.
     *
     * @throws Fault.LedgerTampered if a relevant record does not verify
     */
    @Nullable
    public static NewestTimes read(LedgerAddress address) throws SQLException {
        try (var ledger = address.reader();
                var records = VerifiedRecords.of(address)) {
            long size = records.refresh(ledger).size();
            return newest(readClaims(ledger, records, size));
        }
    }

    private static List<TailEntry> readClaims(LedgerReader ledger, VerifiedRecords records, long size)
            throws SQLException {
        var told = new ArrayList<TailEntry>();
        var next = new long[] {-1};
        ledger.forEachBatch(Math.max(0, size - RECORDS), batch -> {
            if (batch.first() >= size) {
                return false;
            }
            if (next[0] >= 0 && batch.first() != next[0]) {
                told.add(new Unknown(new TamperedRecord(next[0], Cause.MISSING)));
            }
            add(told, records, batch);
            next[0] = batch.first() + batch.count();
            return true;
        });
        if (next[0] < size && size > 0) {
            told.add(new Unknown(new TamperedRecord(Math.max(0, next[0]), Cause.MISSING)));
        }
        return told;
    }

    private static void add(List<TailEntry> told, VerifiedRecords records, RecordBatch batch) {
        if (batch.isPruned()) {
            told.add(new ErasedRecords(batch.first(), batch.first() + batch.count()));
            return;
        }
        var scanner = new RecordScanner();
        for (var record : records.of(batch)) {
            switch (record) {
                case TamperedRecord tampered -> told.add(new Unknown(tampered));
                case VerifiedRecord entry -> {
                    if (scanner.scan(entry.json(), 0, entry.json().length)) {
                        add(told, scanner);
                    }
                }
            }
        }
    }

    private static void add(List<TailEntry> told, RecordScanner record) {
        var time = parseInstant(record.time());
        if (time != null) {
            var expected = record.isClock() ? parseInstant(record.expectedTime()) : null;
            var off = expected != null && isOff(time, expected) ? expected : null;
            told.add(new Time(time, off, record.isAct(ACCEPT), record.isOfBuild(COMMAND), record.pruneMinimum()));
        }
    }

    private static @Nullable NewestTimes newest(List<TailEntry> told) {
        Instant any = null;
        Instant trusted = null;
        long pruned = 0;
        for (var each : told.reversed()) {
            if (!(each instanceof Time said)) {
                if (isPruned(each, pruned)) {
                    break;
                }
                throw tamperedFault(each);
            }
            if (said.expected != null) {
                return new NewestTimes(said.expected, said.expected);
            }
            any = later(any, said.time);
            trusted = said.byCommand && !said.accepts ? trusted : later(trusted, said.time);
            pruned = Math.max(pruned, said.pruned);
            if (said.accepts) {
                break;
            }
        }
        return any == null ? null : new NewestTimes(any, trusted == null ? any : trusted);
    }

    /** True if a later, verified record states that these were pruned. */
    private static boolean isPruned(TailEntry told, long pruned) {
        return told instanceof ErasedRecords emptied && emptied.until <= pruned;
    }

    private static Fault.LedgerTampered tamperedFault(TailEntry told) {
        var tampered = told instanceof Unknown unknown
                ? unknown.tampered
                : new TamperedRecord(((ErasedRecords) told).first, Cause.EMPTIED);
        return new Fault.LedgerTampered(
                tampered.index(),
                tampered.cause().description()
                        + ". It is one of the newest records, from which the gateway knows the time. Put it back, or"
                        + " check the machine's clock against another source and confirm it with: facegate ledger"
                        + " clock accept");
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }

    static boolean isOff(Instant time, Instant expected) {
        var ahead = Duration.between(expected, time);
        return ahead.compareTo(LedgerClock.AHEAD) > 0 || ahead.negated().compareTo(LedgerClock.BEHIND) > 0;
    }

    private static @Nullable Instant parseInstant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
