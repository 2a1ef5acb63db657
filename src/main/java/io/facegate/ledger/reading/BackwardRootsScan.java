package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.reading.TamperedRecord.Cause;
import io.facegate.ledger.store.RecordBatch;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The newest roots of all registries in a ledger, by one reading backwards from its end. A question about another
 * registry goes on where the reading stopped, so that the ledger is read once whatever is asked. No record in between
 * may be missing. Not thread-safe.
 */
final class BackwardRootsScan {
    /** First step, small because records newer than the root are verified, and a gateway's run ends with a root. */
    private static final int STEP = 8;

    private static final int LONGEST_STEP = 65_536;

    private final UnaryOperator<String> keys;
    private final byte @Nullable [] macKey;
    private final Map<String, Place> any = new HashMap<>();
    private final Map<String, Place> genuine = new HashMap<>();
    private boolean begun;
    private long from;
    private long until;
    private long step = STEP;
    private long recordsRead;

    /**
     * Roots and the index of their record.
     *
     * @param end how many records there are up to this one
     */
    record Place(RegistryRoots roots, long end) {}

    /**
     * A reading that has not begun.
     *
     * @param keys the name under which a registry's roots are asked for
     * @param macKey the ledger's key, or null if no record has to be genuine
     */
    BackwardRootsScan(UnaryOperator<String> keys, byte @Nullable [] macKey) {
        this.keys = keys;
        this.macKey = macKey;
    }

    /** True if it tells records with the HMAC of the ledger's key from others. */
    boolean hasKey() {
        return macKey != null;
    }

    /** How many records were read so far; one that was read twice counts twice. */
    long recordsRead() {
        return recordsRead;
    }

    /**
     * The newest roots under a key, or null.
     *
     * @param demanded whether only records with the HMAC of the ledger's key count
     * @throws Fault.LedgerTampered if a record is missing or does not verify
     */
    @Nullable
    Place find(VerifiedReader ledger, String key, boolean demanded) throws SQLException {
        readNewer(ledger);
        var found = demanded ? genuine : any;
        while (!found.containsKey(key) && from > 0) {
            long start = Math.max(0, from - step);
            var older = read(ledger, start, from);
            older.any.forEach(any::putIfAbsent);
            older.genuine.forEach(genuine::putIfAbsent);
            from = start;
            step = Math.min(2 * step, LONGEST_STEP);
        }
        return found.get(key);
    }

    private void readNewer(VerifiedReader ledger) throws SQLException {
        long size = ledger.head().size();
        if (!begun) {
            from = size;
            until = size;
            begun = true;
        } else if (size < until) {
            throw new Fault.LedgerTampered(size, Cause.MISSING.description());
        } else if (size > until) {
            var newer = read(ledger, until, size);
            any.putAll(newer.any);
            genuine.putAll(newer.genuine);
            until = size;
        }
    }

    /** Reads these records, oldest first; nothing of it counts if one cannot be read. */
    private BackwardRootsScan read(VerifiedReader ledger, long first, long to) throws SQLException {
        var part = new BackwardRootsScan(keys, macKey);
        part.until = -1;
        ledger.forEachBatch(first, batch -> {
            part.requireNext(batch, first);
            part.add(batch);
            part.until = batch.first() + batch.count();
            return part.until < to;
        });
        if (part.until < to) {
            throw new Fault.LedgerTampered(Math.max(first, part.until), Cause.MISSING.description());
        }
        recordsRead += to - first;
        return part;
    }

    private void requireNext(RecordBatch batch, long first) {
        long expected = until < 0 ? Math.min(first, batch.first()) : until;
        if (batch.first() != expected) {
            throw new Fault.LedgerTampered(expected, Cause.MISSING.description());
        }
    }

    private void add(RecordBatch batch) {
        batch.forEachRecord((at, start, end) -> {
            if (NewestRoots.mayHave("", batch.lines(), start, end)) {
                add(batch, at, start, end);
            }
            return true;
        });
    }

    private void add(RecordBatch batch, int at, int start, int end) {
        var roots = NewestRoots.parse(batch.lines(), start, end, null);
        if (roots == null) {
            return;
        }
        var place = new Place(roots, batch.first() + at + 1);
        any.put(keys.apply(roots.registry()), place);
        if (macKey != null && NewestRoots.parse(batch.lines(), start, end, macKey) != null) {
            genuine.put(keys.apply(roots.registry()), place);
        }
    }
}
