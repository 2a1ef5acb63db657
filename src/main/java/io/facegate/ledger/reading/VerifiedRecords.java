package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.address.PersistentReader;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.reading.TamperedRecord.Cause;
import io.facegate.ledger.search.QueryMatcher;
import io.facegate.ledger.store.LastHeadFile;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.StoredHead;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.UpperTileCache;
import io.facegate.ledger.tiles.VerifiedLeafHashes;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Verifying reader of records: checks the bytes against their hash, and the hash against the tree. Everything that is
 * shown, exported, proven or sent comes from here, since nothing else creates a {@link VerifiedRecord}. Not
 * thread-safe.
 *
 * <p>The trusted tree is that of the newest signed checkpoint. Later records are checked against the ledger's head,
 * which must extend that checkpoint and the head that the folder remembers.
 */
public final class VerifiedRecords implements AutoCloseable {
    /** Positions that are read together. */
    private static final int AT_ONCE = 64;

    private final LedgerAddress address;
    private final StoreLogSource log;
    private final UpperTileCache file;
    private final VerifiedLeafHashes signed;
    private final VerifiedLeafHashes newest;
    private final Rfc6962 hashes = new Rfc6962();
    private long size;
    private long minimum;
    private @Nullable RecordBatch held;
    private List<int[]> spans = List.of();

    private VerifiedRecords(LedgerAddress address, StoreLogSource log) {
        this.address = address;
        this.log = log;
        this.file = new UpperTileCache(folder(address), log);
        this.signed = new VerifiedLeafHashes(log, file);
        this.newest = new VerifiedLeafHashes(log, file);
    }

    /** Opens the records of a ledger. */
    public static VerifiedRecords of(LedgerAddress address) {
        return new VerifiedRecords(address, StoreLogSource.open(address));
    }

    /** Same, with database reads on a shared connection, which its owner closes. */
    static VerifiedRecords of(LedgerAddress address, PersistentReader shared) {
        return new VerifiedRecords(address, StoreLogSource.open(address, shared));
    }

    private static java.nio.file.Path folder(LedgerAddress address) {
        var data = address.data();
        return Files.isDirectory(data) ? data : java.util.Objects.requireNonNullElse(data.getParent(), data);
    }

    /** Updates the trusted tree; to be called before each look-up. */
    public StoredHead refresh(LedgerReader ledger) throws SQLException {
        held = null;
        var last = Files.isDirectory(address.data()) ? SignedCheckpoint.readFrom(address.data()) : null;
        var seen = lastHead();
        var head = ledger.head();
        size = head.size();
        if (last != null) {
            trust(signed, last.checkpoint().size(), last.checkpoint().root());
        }
        if (head.size() > signed.size()) {
            trust(newest, head.size(), head.root());
            boolean grown = last == null
                    || newest.beginsWith(
                            last.checkpoint().size(), last.checkpoint().root());
            boolean remembered = seen == null || newest.beginsWith(seen.size(), seen.root());
            if (!grown || !remembered) {
                newest.trustNothing();
            }
        }
        return head;
    }

    private static void trust(VerifiedLeafHashes leaves, long size, byte[] root) {
        try {
            leaves.trust(size, root);
        } catch (Fault.LedgerTampered missing) {
            leaves.trustNothing();
        }
    }

    private LastHeadFile.@Nullable LastHead lastHead() throws SQLException {
        try {
            return Files.isDirectory(address.data()) ? LastHeadFile.readFrom(address.data()) : null;
        } catch (IOException damaged) {
            throw new SQLException(String.valueOf(damaged.getMessage()), damaged);
        }
    }

    /** The record at an index; its neighbours cost one read together. */
    public CheckedRecord read(LedgerReader ledger, long index) throws SQLException {
        var batch = held;
        if (batch == null || index < batch.first() || index >= batch.first() + batch.count()) {
            batch = ledger.readAround(index, 1).stream().findFirst().orElse(null);
            held = batch;
            spans = batch == null ? List.of() : spans(batch);
        }
        if (batch == null || index < batch.first() || index >= batch.first() + batch.count()) {
            return new TamperedRecord(index, Cause.MISSING);
        }
        return check(batch, spans, (int) (index - batch.first()));
    }

    /** The records at these indexes, in their order; a page of them costs two reads, wherever they are. */
    public List<CheckedRecord> read(LedgerReader ledger, List<Long> places) throws SQLException {
        var found = new ArrayList<CheckedRecord>(places.size());
        for (int from = 0; from < places.size(); from += AT_ONCE) {
            found.addAll(readTogether(ledger, places.subList(from, Math.min(places.size(), from + AT_ONCE))));
        }
        return found;
    }

    private List<CheckedRecord> readTogether(LedgerReader ledger, List<Long> places) throws SQLException {
        var sorted = new TreeSet<>(places);
        signed.prove(sorted.headSet(signed.size()));
        newest.prove(sorted.tailSet(signed.size()));
        var found = new HashMap<Long, CheckedRecord>();
        ledger.forEachHolding(sorted, batch -> {
            var all = spans(batch);
            for (long index : sorted.subSet(batch.first(), batch.first() + Math.max(0, batch.count()))) {
                found.put(index, check(batch, all, (int) (index - batch.first())));
            }
            return true;
        });
        var records = new ArrayList<CheckedRecord>(places.size());
        for (long place : places) {
            var record = found.get(place);
            records.add(record == null ? read(ledger, place) : record);
        }
        return records;
    }

    /** The records of a batch, one result for each position, whatever the batch holds; never empty. */
    public List<CheckedRecord> of(RecordBatch batch) {
        if (batch.count() <= 0) {
            return List.of(new TamperedRecord(batch.first(), Cause.MISSING));
        }
        var all = spans(batch);
        var found = new ArrayList<CheckedRecord>(batch.count());
        for (int place = 0; place < batch.count(); place++) {
            found.add(check(batch, all, place));
        }
        return found;
    }

    /** Same; empty if they were pruned, which is possible only at the beginning of a ledger. */
    public List<CheckedRecord> of(LedgerReader ledger, RecordBatch batch) throws SQLException {
        return batch.isPruned() && batch.count() > 0 && isBeforeMinimum(ledger, batch.first()) ? List.of() : of(batch);
    }

    /** The minimum only grows, and finding it costs a read of all pruned batches. */
    private boolean isBeforeMinimum(LedgerReader ledger, long first) throws SQLException {
        if (first >= minimum) {
            minimum = ledger.minimum();
        }
        return first < minimum;
    }

    private static List<int[]> spans(RecordBatch batch) {
        var found = new ArrayList<int[]>(Math.max(0, batch.count()));
        batch.forEachRecord((_, from, to) -> found.add(new int[] {from, to}));
        return found;
    }

    private CheckedRecord check(RecordBatch batch, List<int[]> all, int place) {
        long index = batch.first() + place;
        if (place >= all.size()) {
            return new TamperedRecord(index, batch.isPruned() ? Cause.EMPTIED : Cause.MISSING);
        }
        var span = all.get(place);
        var leaf = hashes.leaf(batch.lines(), span[0], span[1]);
        var proven = trustedLeaf(index);
        if (proven == null) {
            return new TamperedRecord(index, Cause.UNPROVEN);
        }
        return Arrays.equals(leaf, proven)
                ? new VerifiedRecord(
                        index, Arrays.copyOfRange(batch.lines(), span[0], span[1]), leaf, index < signed.size())
                : new TamperedRecord(index, Cause.CHANGED);
    }

    /** The leaf hash of a record in the trusted tree; null if the stored hashes do not lead to it. */
    public byte @Nullable [] trustedLeaf(long index) {
        return index < signed.size() ? signed.leaf(index) : newest.leaf(index);
    }

    /**
     * Details of a decision: its outcome, and its path in the newest trusted tree.
     *
     * @throws SQLException if the projection names another record's outcome
     */
    DecisionDetails details(LedgerReader ledger, VerifiedRecord decision, @Nullable Long ended, String id)
            throws SQLException {
        var outcome = ended == null ? null : read(ledger, ended);
        if (outcome instanceof VerifiedRecord other && !QueryMatcher.hasId(other.json(), "decision_ref", id)) {
            throw ProjectionSearch.wrongProjection(other.index());
        }
        var tree = newest.size() > signed.size() ? newest : signed;
        return new DecisionDetails(
                decision,
                outcome instanceof VerifiedRecord sound ? sound : null,
                outcome instanceof TamperedRecord tampered ? tampered : null,
                tree.size(),
                tree.root(),
                tree.path(decision.index()));
    }

    /** Number of records at the last update. */
    public long size() {
        return size;
    }

    @Override
    public void close() {
        file.close();
        log.close();
    }
}
