package io.facegate.ledger.audit;

import io.facegate.ledger.audit.AuditState.Finding;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.TamperedRecord.Cause;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.reading.VerifiedRecords;
import io.facegate.ledger.record.RecordScanner;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.tree.CompactRange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One audit pass over the log: checks each record against the tree, each stored root, and the search projection against
 * the records.
 */
final class AuditPass {
    private static final int BATCHES = 64;

    private final LedgerReader ledger;
    private final VerifiedRecords records;
    private final ProjectionSearch archive;
    private final AppealListingCheck appeals;
    private final long size;
    private final CompactRange range = new CompactRange();
    private final RecordScanner scanner = new RecordScanner();
    private boolean comparable = true;
    private long next;
    private long emptied;
    private long pruned;
    private @Nullable Finding log;
    private @Nullable Finding projection;

    AuditPass(LedgerReader ledger, VerifiedRecords records, ProjectionSearch archive) throws SQLException {
        this.ledger = ledger;
        this.records = records;
        this.archive = archive;
        this.appeals = new AppealListingCheck(archive);
        this.size = records.refresh(ledger).size();
    }

    long size() {
        return size;
    }

    /** The number of records checked so far. */
    long next() {
        return next;
    }

    @Nullable
    Finding log() {
        return log;
    }

    @Nullable
    Finding projection() {
        return projection;
    }

    /** Checks the next few batches; returns false at the end. */
    boolean advance() throws SQLException {
        if (next >= size) {
            return false;
        }
        long begin = next;
        var batches = ledger.batchesFrom(next, BATCHES);
        var sound = new ArrayList<VerifiedRecord>();
        for (var batch : batches) {
            if (next < size) {
                process(batch, sound);
            }
        }
        if (batches.isEmpty()) {
            addLogFinding(next, Cause.MISSING.description(), size - next);
            next = size;
        }
        compareProjection(begin, sound);
        if (next >= size && emptied > pruned) {
            addLogFinding(pruned, "its bytes are missing, and no record says that it was pruned", emptied - pruned);
        }
        return next < size;
    }

    private void compareProjection(long begin, List<VerifiedRecord> sound) {
        var left = archive.findOmitted(sound);
        if (left.isPresent()) {
            addProjectionFinding(left.getAsLong(), "the search file does not match it");
            return;
        }
        var unfounded = appeals.findUnfounded(begin, next);
        if (unfounded.isPresent()) {
            addProjectionFinding(
                    unfounded.getAsLong(), "the search file lists it under an appeal that no record tells of");
            return;
        }
        var wrong = archive.tally(file -> Optional.ofNullable(file.findWrongRollUp(begin, next)));
        if (wrong.isPresent()) {
            addProjectionFinding(wrong.get(), "the search file counts what follows it wrongly");
        }
    }

    private void addProjectionFinding(long index, String what) {
        projection = mergeFinding(projection, index, what, 1);
        archive.rebuild();
    }

    private void process(RecordBatch batch, List<VerifiedRecord> sound) {
        if (batch.first() > next) {
            addLogFinding(next, Cause.MISSING.description(), batch.first() - next);
            comparable = false;
        }
        if (batch.isPruned()) {
            hashes(batch);
        } else {
            for (var record : records.of(batch)) {
                process(record, sound);
            }
        }
        next = Math.max(next + 1, batch.first() + batch.count());
        if (comparable && range.size() == batch.first() + batch.count() && !Arrays.equals(range.root(), batch.root())) {
            addLogFinding(batch.first(), "the root stored with it does not match the tree that ends there", 1);
        }
    }

    private void process(CheckedRecord record, List<VerifiedRecord> sound) {
        switch (record) {
            case TamperedRecord tampered ->
                addLogFinding(tampered.index(), tampered.cause().description(), 1);
            case VerifiedRecord entry -> {
                sound.add(entry);
                scanner.scan(entry.json(), 0, entry.json().length);
                pruned = Math.max(pruned, scanner.pruneMinimum());
            }
        }
        grow(record.index());
    }

    /** Checks that the hashes of pruned records are still those of the tree. */
    private void hashes(RecordBatch batch) {
        for (int place = 0; place < batch.count(); place++) {
            long index = batch.first() + place;
            if (!Arrays.equals(records.trustedLeaf(index), batch.leaf(place))) {
                addLogFinding(index, Cause.UNPROVEN.description(), 1);
            }
            grow(index);
        }
        emptied = Math.max(emptied, batch.first() + batch.count());
    }

    private void grow(long index) {
        var leaf = comparable && index == range.size() ? records.trustedLeaf(index) : null;
        if (leaf == null) {
            comparable = false;
        } else {
            range.append(leaf);
        }
    }

    private void addLogFinding(long index, String what, long count) {
        log = mergeFinding(log, index, what, count);
    }

    private static Finding mergeFinding(@Nullable Finding before, long index, String what, long count) {
        return before == null ? Finding.ofRange(index, what, count) : before.withRange(index, count);
    }
}
