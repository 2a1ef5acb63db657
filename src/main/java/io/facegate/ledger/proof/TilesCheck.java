package io.facegate.ledger.proof;

import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.record.RecordScanner;
import io.facegate.ledger.store.MerkleTreeVerifier.Damage;
import io.facegate.ledger.tiles.FolderLogSource;
import io.facegate.ledger.tiles.TilePath;
import io.facegate.ledger.tree.CompactRange;
import io.facegate.ledger.tree.ConsistencyProof.Tree;
import io.facegate.ledger.tree.Rfc6962;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verification of published tiles: rebuilds the tree from the entry bundles, and reports the first record whose bundle
 * or tile differs from the signed tree.
 */
final class TilesCheck {
    private final FolderLogSource log;
    private final long size;
    private final List<Tree> signed;
    private final CompactRange range = new CompactRange();
    private final Rfc6962 hashes = new Rfc6962();
    private final RecordScanner scanner = new RecordScanner();
    private final List<byte[]> rows = new ArrayList<>();
    private long kept;
    private long pruned;

    /** @param signed trees that the log must begin with */
    TilesCheck(FolderLogSource log, long size, List<Tree> signed) {
        this.log = log;
        this.size = size;
        this.signed = signed;
        this.kept = log.minimum();
    }

    /** Verifies everything against the newest signed tree. */
    LedgerVerification verify(Tree last) {
        var damage = verifyAll();
        if (damage == null && !Arrays.equals(range.root(), last.root())) {
            damage = new Damage(
                    0,
                    null,
                    "this record, or one after it, is not the signed one: the " + size
                            + " records do not match the checkpoint");
        }
        var root = HexFormat.of().formatHex(range.root());
        return new LedgerVerification(damage == null ? size : damage.index(), root, damage, List.of());
    }

    private @Nullable Damage verifyAll() {
        for (long number = 0; number * TilePath.FULL < size; number++) {
            long first = number * TilePath.FULL;
            try {
                var leaves = log.read(TilePath.find(size, 0, number).orElseThrow());
                var wrong = first < kept ? extend(leaves) : block(first, bundle(number), leaves);
                boolean full = leaves.length == TilePath.FULL * Rfc6962.HASH;
                wrong = wrong == null && full ? checkAbove(1, number, root(leaves)) : wrong;
                if (wrong != null) {
                    return wrong;
                }
            } catch (VerificationException wrong) {
                return new Damage(first, null, "its tile is not whole: " + wrong.reason());
            }
        }
        return kept <= pruned
                ? null
                : new Damage(
                        pruned,
                        null,
                        "this record and those up to record " + kept
                                + " are missing, and no record says that they were pruned");
    }

    private List<byte[]> bundle(long number) throws VerificationException {
        return log.bundle(TilePath.find(size, TilePath.ENTRIES, number).orElseThrow());
    }

    private @Nullable Damage block(long first, List<byte[]> records, byte[] leaves) {
        for (int i = 0; i < records.size(); i++) {
            var record = records.get(i);
            if (record.length == 0 && first + i == kept) {
                kept++;
                continue;
            }
            var leaf = hashes.leaf(record);
            boolean readable = scanner.scan(record, 0, record.length);
            if (!Arrays.equals(leaf, 0, Rfc6962.HASH, leaves, i * Rfc6962.HASH, (i + 1) * Rfc6962.HASH)) {
                return new Damage(
                        first + i,
                        readable ? scanner.id() : null,
                        "its bytes in the bundle are not the ones whose hash is in the tile");
            }
            pruned = Math.max(pruned, readable ? scanner.pruneMinimum() : 0);
        }
        return extend(leaves);
    }

    private @Nullable Damage extend(byte[] leaves) {
        for (int at = 0; at < leaves.length; at += Rfc6962.HASH) {
            range.append(Arrays.copyOfRange(leaves, at, at + Rfc6962.HASH));
            for (var tree : signed) {
                if (tree.size() == range.size() && !Arrays.equals(tree.root(), range.root())) {
                    return new Damage(
                            0,
                            null,
                            "this record, or one after it, is not the signed one: the first " + tree.size()
                                    + " records do not match the checkpoint of that size");
                }
            }
        }
        return null;
    }

    /** Compares the root of a full tile with its hash in the tile above, and so on upwards. */
    private @Nullable Damage checkAbove(int level, long place, byte[] root) throws VerificationException {
        long number = place / TilePath.FULL;
        int at = (int) (place % TilePath.FULL) * Rfc6962.HASH;
        while (rows.size() < level) {
            rows.add(new byte[0]);
        }
        if (at == 0) {
            rows.set(level - 1, log.read(TilePath.find(size, level, number).orElseThrow()));
        }
        var row = rows.get(level - 1);
        if (!Arrays.equals(root, 0, Rfc6962.HASH, row, at, at + Rfc6962.HASH)) {
            return new Damage(
                    place << (level * TilePath.HEIGHT),
                    null,
                    "the hash over it and those beside it is not the one in tile "
                            + new TilePath(level, number, TilePath.FULL));
        }
        return at + Rfc6962.HASH == TilePath.FULL * Rfc6962.HASH ? checkAbove(level + 1, number, root(row)) : null;
    }

    private static byte[] root(byte[] row) {
        var whole = new CompactRange();
        for (int at = 0; at < row.length; at += Rfc6962.HASH) {
            whole.append(Arrays.copyOfRange(row, at, at + Rfc6962.HASH));
        }
        return whole.root();
    }
}
