package io.facegate.ledger.audit;

import io.facegate.ledger.store.MerkleTreeVerifier.Damage;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.tree.CompactRange;
import io.facegate.ledger.tree.ConsistencyProof.Tree;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signed trees that must be prefixes of a ledger. */
final class SignedPrefixes {
    private final List<Tree> signed;
    private int next;

    SignedPrefixes(List<Tree> signed) {
        this.signed = signed.stream()
                .filter(tree -> tree.size() > 0)
                .sorted(Comparator.comparingLong(Tree::size))
                .toList();
    }

    /** Returns the damage at a signed tree that ends within the batch after that range; null if there is none. */
    @Nullable
    Damage findDamage(CompactRange before, RecordBatch batch) {
        if (batch.first() != before.size()) {
            return null;
        }
        CompactRange range = null;
        while (next < signed.size() && signed.get(next).size() <= batch.first() + batch.count()) {
            var tree = signed.get(next);
            range = range == null ? new CompactRange(before.size(), before.subtreeRoots()) : range;
            while (range.size() < tree.size()) {
                range.append(batch.leaf((int) (range.size() - batch.first())));
            }
            if (!Arrays.equals(range.root(), tree.root())) {
                return new Damage(
                        next == 0 ? 0 : signed.get(next - 1).size(),
                        null,
                        "this record, or one after it, is not the signed one: the first " + tree.size()
                                + " records do not match the checkpoint of that size");
            }
            next++;
        }
        return null;
    }

    /** Returns the damage if the ledger ends at this size, before a signed tree; null if there is none. */
    @Nullable
    Damage findMissing(long size) {
        return next == signed.size()
                ? null
                : new Damage(
                        size,
                        null,
                        "this record and all that follow are lost: a checkpoint of "
                                + signed.getLast().size() + " records was signed, and " + size + " are there");
    }
}
