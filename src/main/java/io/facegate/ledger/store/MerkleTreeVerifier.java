package io.facegate.ledger.store;

import io.facegate.call.Fault;
import io.facegate.ledger.tree.CompactRange;
import io.facegate.ledger.tree.Rfc6962;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Verification of stored batches: rebuilds the tree, and reports the first record that does not match. */
public final class MerkleTreeVerifier {
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    private final CompactRange range;
    private final Rfc6962 hashes = new Rfc6962();
    private @Nullable Damage damage;
    private long kept;

    /**
     * The damage found.
     *
     * @param index the record, or the first record of the batch
     * @param id the record's id if it is still readable
     */
    public record Damage(long index, @Nullable String id, String description) {}

    /**
     * Starts at the end of {@code range}.
     *
     * @param kept index of the first earlier record that was not pruned
     */
    public MerkleTreeVerifier(CompactRange range, long kept) {
        this.range = range;
        this.kept = kept;
    }

    /**
     * Rehashes every record of a ledger since the last check.
     *
     * @return the tree of all its records
     * @throws Fault.LedgerDown if a record was changed or lost
     */
    public static CompactRange rehashSinceMark(LedgerReader ledger) throws SQLException {
        var head = ledger.head();
        var range = fromMark(ledger.checkedMark());
        // Later records may be pruned only if all earlier ones are.
        var check = new MerkleTreeVerifier(range, Math.min(ledger.minimum(), range.size()));
        var damage = new @Nullable Damage[1];
        ledger.forEachBatch(check.range().size(), batch -> {
            if (batch.first() >= check.range().size()) {
                damage[0] = check.check(batch);
            }
            return damage[0] == null;
        });
        var found = damage[0] == null ? check.finish(head) : damage[0];
        if (found != null) {
            throw tamperedFault(found);
        }
        return check.range();
    }

    private static CompactRange fromMark(LedgerReader.CheckedUpTo mark) throws SQLException {
        try {
            return new CompactRange(mark.size(), mark.range());
        } catch (IllegalArgumentException changed) {
            throw new SQLException("The ledger's own mark of how far it was checked was changed.", changed);
        }
    }

    /** The fault that a gateway throws on damage. */
    public static Fault.LedgerDown tamperedFault(Damage found) {
        return new Fault.LedgerDown("The ledger was changed at record " + (found.index() + 1) + ": "
                + found.description() + ". Run: facegate ledger verify");
    }

    /** Checks the next batch; null if all of it matches. */
    public @Nullable Damage check(RecordBatch batch) {
        var wrong = checkUnstored(batch);
        if (wrong == null && !Arrays.equals(range.root(), batch.root())) {
            wrong = new Damage(
                    batch.first(),
                    null,
                    "the tree of records " + (batch.first() + 1) + " to " + range.size() + " is not the one stored");
        }
        return wrong;
    }

    /** Checks the next batch, whose tree is not stored yet; null if all of its records match their hashes. */
    public @Nullable Damage checkUnstored(RecordBatch batch) {
        damage = null;
        if (batch.first() != range.size()) {
            return new Damage(
                    Math.min(batch.first(), range.size()),
                    null,
                    "records are missing or out of place: expected record " + (range.size() + 1) + ", found record "
                            + (batch.first() + 1));
        }
        if (batch.isPruned()) {
            damage = checkPruned(batch);
        }
        batch.forEachRecord((place, from, to) -> {
            damage = record(batch, place, from, to);
            return damage == null && place + 1 < batch.count();
        });
        return damage;
    }

    /** Checks a pruned batch; only a prefix may be pruned. */
    private @Nullable Damage checkPruned(RecordBatch batch) {
        if (batch.first() != kept || batch.leaves().length != batch.count() * Rfc6962.HASH) {
            return new Damage(batch.first(), null, "its bytes are gone, and it is not among the first records");
        }
        for (int place = 0; place < batch.count(); place++) {
            range.append(batch.leaf(place));
        }
        kept = range.size();
        return null;
    }

    /** Index of the first record that was not pruned. */
    public long firstKept() {
        return kept;
    }

    private @Nullable Damage record(RecordBatch batch, int place, int from, int to) {
        var leaf = hashes.leaf(batch.lines(), from, to);
        var stored = batch.leaf(place);
        if (!Arrays.equals(leaf, stored)) {
            return damageAt(batch, place, "its bytes are not the ones that were hashed", from, to);
        }
        range.append(leaf);
        boolean last = place + 1 >= batch.count();
        if (last && (to != batch.lines().length || batch.leaves().length != batch.count() * Rfc6962.HASH)) {
            return damageAt(batch, place, "more is stored after it than its batch counts", from, to);
        }
        return !last && to == batch.lines().length
                ? damageAt(batch, place, "records after it are missing from its batch", from, to)
                : null;
    }

    private static Damage damageAt(RecordBatch batch, int place, String what, int from, int to) {
        return new Damage(batch.first() + place, id(batch.lines(), from, to), what);
    }

    /** The id of a possibly damaged record, if it is readable. */
    private static @Nullable String id(byte[] lines, int from, int to) {
        var found = ID.matcher(new String(lines, from, to - from, StandardCharsets.ISO_8859_1));
        return found.find() ? found.group(1) : null;
    }

    /** Compares the rebuilt tree with this head; null if they match. */
    public @Nullable Damage finish(StoredHead head) {
        if (head.size() != range.size()) {
            return new Damage(
                    Math.min(head.size(), range.size()),
                    null,
                    "the tree head counts " + head.size() + " records, and " + range.size() + " are stored");
        }
        return Arrays.equals(head.root(), range.root()) && Arrays.equals(head.range(), range.subtreeRoots())
                ? null
                : new Damage(range.size(), null, "the stored tree head is not the one of the stored records");
    }

    public CompactRange range() {
        return range;
    }
}
