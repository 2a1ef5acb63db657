package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.MerkleTreeVerifier;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.StoredHead;
import io.facegate.ledger.tree.CompactRange;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the roots of registries that other gateways of a shared ledger recorded. It hashes every new record into the
 * tree and compares the tree with the ledger's head, so that no record can be hidden from it. Not thread-safe.
 */
final class RecordedRootsFollower {
    /** Any registry's roots. */
    private static final String ANY = "";

    private final LedgerAddress ledger;
    private @Nullable LedgerReader reader;
    private @Nullable CompactRange read;

    RecordedRootsFollower(LedgerAddress ledger) {
        this.ledger = ledger;
    }

    /**
     * The roots recorded since the last time, oldest first; none at the first time, which only notes where the ledger
     * ends.
     *
     * @throws Fault.LedgerDown if the ledger cannot be read, or was changed
     */
    List<RegistryRoots> readNew() {
        try {
            var key = key();
            return readNew(open(), key);
        } catch (SQLException unreadable) {
            close();
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * The authenticated roots of a registry in durable records that wait for their place in the tree.
     *
     * @throws Fault.LedgerDown if the ledger cannot be read
     */
    List<RegistryRoots> readWaiting(String registry) {
        try {
            var key = key();
            var found = new ArrayList<RegistryRoots>();
            for (var lines : open().waitingLines('"' + registry + '"')) {
                var batch = new RecordBatch(0, 0, lines, new byte[0], new byte[0]);
                batch.forEachRecord((_, from, to) -> {
                    var roots = NewestRoots.mayHave(registry, lines, from, to)
                            ? NewestRoots.parse(lines, from, to, key)
                            : null;
                    return roots == null || found.add(roots);
                });
            }
            return found;
        } catch (SQLException unreadable) {
            close();
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * How many records the ledger has.
     *
     * @throws Fault.LedgerDown if the ledger cannot be read
     */
    long size() {
        try {
            return open().head().size();
        } catch (SQLException unreadable) {
            close();
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    private LedgerReader open() throws SQLException {
        var open = reader;
        if (open == null) {
            open = ledger.follower();
            reader = open;
        }
        return open;
    }

    private List<RegistryRoots> readNew(LedgerReader open, byte[] key) throws SQLException {
        var head = open.head();
        var tree = read;
        if (tree == null) {
            read = begin(head);
            return List.of();
        }
        var found = new ArrayList<RegistryRoots>();
        if (head.size() == tree.size() && Arrays.equals(head.root(), tree.root())) {
            return found;
        }
        // A failure in between leaves the tree as it was: the records are read again.
        var grown = new MerkleTreeVerifier(new CompactRange(tree.size(), tree.subtreeRoots()), 0);
        var damage = append(open, grown, head, each -> addIfAny(found, each, key));
        if (damage != null) {
            close();
            throw MerkleTreeVerifier.tamperedFault(damage);
        }
        read = grown.range();
        return found;
    }

    private static void addIfAny(List<RegistryRoots> found, RecordBatch batch, byte[] key) {
        var lines = batch.lines();
        batch.forEachRecord((_, from, to) -> {
            var roots = NewestRoots.mayHave(ANY, lines, from, to) ? NewestRoots.parse(lines, from, to, key) : null;
            return roots == null || found.add(roots);
        });
    }

    /** The ledger's key: a record of a registry's roots counts only with its HMAC. */
    byte[] key() throws SQLException {
        try {
            return LedgerKeyFile.read(ledger.data());
        } catch (IOException unreadable) {
            throw new SQLException("ledger.key cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static CompactRange begin(StoredHead head) throws SQLException {
        try {
            var tree = new CompactRange(head.size(), head.range());
            if (Arrays.equals(tree.root(), head.root())) {
                return tree;
            }
        } catch (IllegalArgumentException changed) {
            throw new SQLException("The ledger's tree head was changed.", changed);
        }
        throw new SQLException("The ledger's tree head was changed.");
    }

    private static MerkleTreeVerifier.@Nullable Damage append(
            LedgerReader open, MerkleTreeVerifier grown, StoredHead head, Consumer<RecordBatch> each)
            throws SQLException {
        var damage = new MerkleTreeVerifier.@Nullable Damage[1];
        if (head.size() > grown.range().size()) {
            open.forEachBatch(grown.range().size(), batch -> {
                if (batch.first() < grown.range().size()) {
                    return true;
                }
                damage[0] = grown.check(batch);
                each.accept(batch);
                return damage[0] == null && grown.range().size() < head.size();
            });
        }
        return damage[0] == null ? grown.finish(head) : damage[0];
    }

    /** Closes the connection; the next read opens another, and goes on where this one ended. */
    void close() {
        var open = reader;
        reader = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException alreadyBroken) {
            System.getLogger(RecordedRootsFollower.class.getName())
                    .log(System.Logger.Level.DEBUG, "close", alreadyBroken);
        }
    }
}
