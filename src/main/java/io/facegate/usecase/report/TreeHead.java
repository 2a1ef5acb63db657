package io.facegate.usecase.report;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.UpperTileCache;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How much of the log a report counts: its first records, and the root over them.
 *
 * @param root in lowercase hex
 * @param signed whether the signed checkpoint covers these records
 * @param log the name of the log; empty if nothing is signed
 */
public record TreeHead(long records, String root, boolean signed, String log) {
    /** The newest signed checkpoint; the whole log, unsigned, if there is none. */
    static TreeHead newest(LedgerAddress ledger) throws SQLException {
        var signed = signed(ledger);
        if (signed != null) {
            return new TreeHead(
                    signed.checkpoint().size(),
                    hex(signed.checkpoint().root()),
                    true,
                    signed.checkpoint().origin());
        }
        try (var reader = ledger.reader()) {
            var head = reader.head();
            return new TreeHead(head.size(), hex(head.root()), false, "");
        }
    }

    /**
     * The first records of the log.
     *
     * @throws IllegalArgumentException if it has fewer
     */
    static TreeHead of(LedgerAddress ledger, long records) throws SQLException {
        var newest = newest(ledger);
        if (newest.records == records) {
            return newest;
        }
        try (var reader = ledger.reader();
                var log = StoreLogSource.open(ledger);
                var tiles = new UpperTileCache(ledger.data(), log)) {
            var head = reader.head();
            if (records < 0 || records > head.size()) {
                throw new IllegalArgumentException("the log has " + head.size() + " records");
            }
            var tree = tiles.tree(head.size());
            requireRoot(tree.root(head.size()), head.root());
            var signed = signed(ledger);
            if (signed != null) {
                requireRoot(
                        tree.root(signed.checkpoint().size()),
                        signed.checkpoint().root());
            }
            return new TreeHead(
                    records,
                    hex(tree.root(records)),
                    signed != null && records <= signed.checkpoint().size(),
                    newest.log);
        }
    }

    private static void requireRoot(byte[] found, byte[] known) {
        if (!Arrays.equals(found, known)) {
            throw new Fault.LedgerDown("The hashes of the log do not lead to its root. Run: facegate ledger verify");
        }
    }

    private static @Nullable SignedCheckpoint signed(LedgerAddress ledger) {
        return Files.isDirectory(ledger.data()) ? SignedCheckpoint.readFrom(ledger.data()) : null;
    }

    private static String hex(byte[] root) {
        return HexFormat.of().formatHex(root);
    }
}
