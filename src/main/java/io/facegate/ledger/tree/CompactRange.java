package io.facegate.ledger.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Growing Merkle tree as a compact range: the roots of its perfect subtrees, which suffice to append and to compute the
 * root.
 */
public final class CompactRange {
    private static final int LEVELS = 63;

    private final Rfc6962 hashes = new Rfc6962();
    private final byte[] @Nullable [] roots = new byte[LEVELS] @Nullable [];
    private long size;

    /** Creates an empty tree. */
    public CompactRange() {}

    /**
     * Creates the tree of {@code size} records from the roots of its perfect subtrees, largest first.
     *
     * @throws IllegalArgumentException if a tree of that size has another number of subtrees
     */
    public CompactRange(long size, byte[] stored) {
        if (size < 0 || stored.length != Long.bitCount(size) * Rfc6962.HASH) {
            throw new IllegalArgumentException("A tree of " + size + " records has other subtrees than stored.");
        }
        this.size = size;
        int from = 0;
        for (int level = LEVELS - 1; level >= 0; level--) {
            if (((size >>> level) & 1) == 1) {
                roots[level] = Arrays.copyOfRange(stored, from, from += Rfc6962.HASH);
            }
        }
    }

    public long size() {
        return size;
    }

    /** Appends the hash of one record. */
    public void append(byte[] leaf) {
        var hash = leaf;
        int level = 0;
        for (var left = roots[0]; left != null; left = roots[level]) {
            hash = hashes.node(left, hash);
            roots[level++] = null;
        }
        roots[level] = hash;
        size++;
    }

    /** The RFC 6962 root hash. */
    public byte[] root() {
        byte[] root = null;
        for (var left : roots) {
            if (left != null) {
                root = root == null ? left : hashes.node(left, root);
            }
        }
        return root == null ? hashes.emptyRoot() : root;
    }

    /** The roots of the perfect subtrees, largest first. */
    public byte[] subtreeRoots() {
        var stored = new byte[Long.bitCount(size) * Rfc6962.HASH];
        int to = stored.length;
        for (var root : roots) {
            if (root != null) {
                to -= Rfc6962.HASH;
                System.arraycopy(root, 0, stored, to, Rfc6962.HASH);
            }
        }
        return stored;
    }
}
