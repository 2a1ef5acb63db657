package io.facegate.ledger.move;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.MerkleTreeVerifier;
import io.facegate.ledger.store.MerkleTreeVerifier.Damage;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.StoredHead;
import io.facegate.ledger.tree.CompactRange;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Moves a ledger between stores: closes what is open, seals the source, copies and rehashes every byte, rehashes the
 * copy, and only then enables it. At no time do two ledgers take records.
 *
 * @param from the source
 * @param to the destination
 */
public record LedgerTransfer(LedgerAddress from, LedgerAddress to) {
    private static final int BATCHES = 16;

    /** Head of the moved tree. */
    public record Moved(long size, String root) {}

    /**
     * Moves the ledger.
     *
     * @param build the version of Facegate that the move's record names
     * @throws Fault.LedgerDown if somebody writes, if the destination has a ledger, or if this one does not verify
     */
    public Moved move(String build) {
        return move(build, UnaryOperator.identity());
    }

    /** Same, in the name of a person, who is added to the record. */
    public Moved move(String build, UnaryOperator<Administrative> named) {
        try {
            // The destination is checked before the source is sealed.
            MoveTarget.open(to, from).close();
            record(from, build, named.apply(act("ledger_move", build)));
            return sealed();
        } catch (SQLException | IOException failed) {
            throw new Fault.LedgerDown("The ledger was not moved: " + failed.getMessage());
        }
    }

    /**
     * Unseals a ledger whose move was interrupted before it was complete.
     *
     * @throws Fault.LedgerDown if that is not possible
     */
    public static void undo(LedgerAddress from, String build) {
        undo(from, build, UnaryOperator.identity());
    }

    /** Same, in the name of a person, who is added to the record. */
    public static void undo(LedgerAddress from, String build, UnaryOperator<Administrative> named) {
        try {
            try (var seal = MoveWriteFence.acquire(from)) {
                seal.set(false);
            }
            record(from, build, named.apply(act("ledger_move_undone", build)));
        } catch (SQLException | IOException failed) {
            throw new Fault.LedgerDown("The seal could not be taken off: " + failed.getMessage());
        }
    }

    private static Administrative act(String act, String build) {
        return new Administrative(act, build, Instant.now());
    }

    private static void record(LedgerAddress ledger, String build, Administrative act) {
        try (var open = Ledger.open(ledger.withExclusiveAccess(), LedgerSettings.defaults(build))) {
            open.recordAct(act);
        }
    }

    private Moved sealed() throws SQLException, IOException {
        try (var seal = MoveWriteFence.acquire(from)) {
            seal.requireDrained();
            seal.set(true);
            boolean moved = false;
            try (var arrival = MoveTarget.open(to, from);
                    var ledger = from.reader()) {
                var head = copy(ledger, arrival);
                arrival.activate();
                moved = true;
                return new Moved(head.size(), HexFormat.of().formatHex(head.root()));
            } finally {
                if (!moved) {
                    seal.set(false);
                }
            }
        }
    }

    private static StoredHead copy(LedgerReader ledger, MoveTarget arrival) throws SQLException, IOException {
        var head = ledger.head();
        var check = new MerkleTreeVerifier(new CompactRange(), 0);
        for (var batches = next(ledger, check); !batches.isEmpty(); batches = next(ledger, check)) {
            for (var batch : batches) {
                requireSound(check.check(batch));
                arrival.write(batch);
            }
        }
        requireSound(check.finish(head));
        arrival.finish(head);
        if (!Arrays.equals(MerkleTreeVerifier.rehashSinceMark(arrival.reader()).root(), head.root())) {
            throw new SQLException("what arrived has another root");
        }
        return head;
    }

    private static List<RecordBatch> next(LedgerReader ledger, MerkleTreeVerifier check) throws SQLException {
        return ledger.batchesFrom(check.range().size(), BATCHES);
    }

    private static void requireSound(@Nullable Damage damage) {
        if (damage != null) {
            throw MerkleTreeVerifier.tamperedFault(damage);
        }
    }
}
