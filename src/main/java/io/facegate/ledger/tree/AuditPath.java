package io.facegate.ledger.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Inclusion proof: the audit path of one record, the sibling hashes from its leaf to the root. */
public final class AuditPath {
    private final Rfc6962 hashes = new Rfc6962();
    private final Subtrees known;
    private final LongFunction<byte[]> leaves;

    /** Known hashes of perfect subtrees, which need not be computed again. */
    @FunctionalInterface
    public interface Subtrees {
        /** The root over the {@code 2^level} records from {@code from} on, or null if unknown. */
        byte @Nullable [] root(int level, long from);
    }

    /** Computes paths over the given leaves. */
    public AuditPath(LongFunction<byte[]> leaves, Subtrees known) {
        this.leaves = leaves;
        this.known = known;
    }

    /** The audit path of a record in the tree of the first {@code size}, from the leaf up. */
    public List<byte[]> path(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("There is no record " + (index + 1) + " in a tree of " + size + ".");
        }
        var path = new ArrayList<byte[]>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + Long.highestOneBit(to - from - 1);
            if (index < middle) {
                path.add(root(middle, to));
                to = middle;
            } else {
                path.add(root(from, middle));
                from = middle;
            }
        }
        Collections.reverse(path);
        return path;
    }

    /** The root over the records from {@code from} to before {@code to}, a subtree of the whole. */
    public byte[] root(long from, long to) {
        long count = to - from;
        if (count == 1) {
            return leaves.apply(from);
        }
        if (Long.bitCount(count) == 1) {
            var root = known.root(Long.numberOfTrailingZeros(count), from);
            if (root != null) {
                return root;
            }
        }
        long middle = from + Long.highestOneBit(count - 1);
        return hashes.node(root(from, middle), root(middle, to));
    }

    /** Computes the root from a leaf and its path (RFC 9162, 2.1.3.2); null if they fit no tree of that size. */
    public static byte @Nullable [] computeRoot(byte[] leaf, long index, long size, List<byte[]> path) {
        if (index < 0 || index >= size || leaf.length != Rfc6962.HASH) {
            return null;
        }
        var hashes = new Rfc6962();
        long at = index;
        long last = size - 1;
        var root = leaf;
        for (var beside : path) {
            if (last == 0 || beside.length != Rfc6962.HASH) {
                return null;
            }
            if ((at & 1) == 1 || at == last) {
                root = hashes.node(beside, root);
                int up = (at & 1) == 1 ? 0 : Long.numberOfTrailingZeros(at);
                at >>>= up;
                last >>>= up;
            } else {
                root = hashes.node(root, beside);
            }
            at >>>= 1;
            last >>>= 1;
        }
        return last == 0 ? root : null;
    }
}
