package io.facegate.ledger.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Consistency proof: a later tree only appended to an earlier one (RFC 9162, 2.1.4). */
public final class ConsistencyProof {
    private final Roots roots;

    /** Roots over ranges of records. */
    @FunctionalInterface
    public interface Roots {
        /** The root over the records from {@code from} to before {@code to}. */
        byte[] root(long from, long to);
    }

    public ConsistencyProof(Roots roots) {
        this.roots = roots;
    }

    /** The proof that the tree of {@code later} records begins with that of {@code earlier}. */
    public List<byte[]> proof(long earlier, long later) {
        if (earlier < 0 || earlier > later) {
            throw new IllegalArgumentException("A tree of " + later + " records does not begin with " + earlier + '.');
        }
        var proof = new ArrayList<byte[]>();
        if (earlier > 0 && earlier < later) {
            prove(earlier, 0, later, proof);
        }
        return proof;
    }

    private void prove(long earlier, long from, long to, List<byte[]> proof) {
        if (earlier == to) {
            if (from > 0) {
                proof.add(roots.root(from, to));
            }
            return;
        }
        long middle = from + Long.highestOneBit(to - from - 1);
        if (earlier <= middle) {
            prove(earlier, from, middle, proof);
            proof.add(roots.root(middle, to));
        } else {
            prove(earlier, middle, to, proof);
            proof.add(roots.root(from, middle));
        }
    }

    /**
     * Head of a tree.
     *
     * @param root of its first {@code size} records
     */
    public record Tree(long size, byte[] root) {}

    /** True if the proof leads from the earlier tree to the later one. */
    public static boolean verify(Tree earlier, Tree later, List<byte[]> proof) {
        if (earlier.size < 0 || earlier.size > later.size || !hashes(earlier, later, proof)) {
            return false;
        }
        if (earlier.size == later.size) {
            return proof.isEmpty() && Arrays.equals(earlier.root, later.root);
        }
        if (earlier.size == 0) {
            return proof.isEmpty() && Arrays.equals(earlier.root, new Rfc6962().emptyRoot());
        }
        boolean whole = Long.bitCount(earlier.size) == 1;
        return (whole || !proof.isEmpty())
                && new ProofPath(earlier, whole ? earlier.root : proof.getFirst())
                        .verify(earlier, later, whole ? proof : proof.subList(1, proof.size()));
    }

    private static boolean hashes(Tree earlier, Tree later, List<byte[]> proof) {
        return earlier.root.length == Rfc6962.HASH
                && later.root.length == Rfc6962.HASH
                && proof.stream().allMatch(hash -> hash.length == Rfc6962.HASH);
    }

    /** Computes both roots at once. */
    private static final class ProofPath {
        private final Rfc6962 hashes = new Rfc6962();
        private final int below;
        private byte[] first;
        private byte[] second;

        ProofPath(Tree earlier, byte[] start) {
            below = Long.numberOfTrailingZeros(earlier.size);
            first = start;
            second = start;
        }

        boolean verify(Tree earlier, Tree later, List<byte[]> proof) {
            long at = (earlier.size - 1) >>> below;
            long last = (later.size - 1) >>> below;
            for (var beside : proof) {
                if (last == 0) {
                    return false;
                }
                if ((at & 1) == 1 || at == last) {
                    first = hashes.node(beside, first);
                    second = hashes.node(beside, second);
                    int up = (at & 1) == 1 ? 0 : Long.numberOfTrailingZeros(at);
                    at >>>= up;
                    last >>>= up;
                } else {
                    second = hashes.node(second, beside);
                }
                at >>>= 1;
                last >>>= 1;
            }
            return last == 0 && Arrays.equals(first, earlier.root) && Arrays.equals(second, later.root);
        }
    }
}
