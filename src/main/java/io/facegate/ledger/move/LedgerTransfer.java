package io.facegate.ledger.move;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.StoredHead;
import io.facegate.ledger.store.TreeCheck;
import io.facegate.ledger.store.TreeCheck.Damage;
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
 * Moves a ledger: closes what is open, seals it, copies every byte while hashing it again, hashes again what arrived, and
 * only then lets it go on there. At no moment do two ledgers take records.
 *
 * @param from where it is
 * @param to where it goes on
 */
public record LedgerTransfer(LedgerAddress from, LedgerAddress to) {
    private static final int BATCHES = 16;

    /** The tree that was moved. */
    public record Moved(long size, String root) {}

    /**
     * Moves it.
     *
     * @param build the version of Facegate that the record of it names
     * @throws Fault.LedgerDown when somebody writes, when a ledger is at the destination, or when this one does not verify
     */
    public Moved carryOut(String build) {
        return carryOut(build, UnaryOperator.identity());
    }

    /** The same in somebody's name, which is added to the record. */
    public Moved carryOut(String build, UnaryOperator<Administrative> named) {
        try {
            // What cannot arrive is not sealed.
            MoveTarget.at(to, from).close();
            record(from, build, named.apply(act("ledger_move", build)));
            return sealed();
        } catch (SQLException | IOException failed) {
            throw new Fault.LedgerDown("The ledger was not moved: " + failed.getMessage());
        }
    }

    /**
     * Takes the seal off a ledger whose move was cut short before it arrived.
     *
     * @throws Fault.LedgerDown when that is not possible
     */
    public static void undo(LedgerAddress from, String build) {
        undo(from, build, UnaryOperator.identity());
    }

    /** The same in somebody's name, which is added to the record. */
    public static void undo(LedgerAddress from, String build, UnaryOperator<Administrative> named) {
        try {
            try (var seal = MoveSeal.of(from)) {
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
        try (var open = Ledger.open(ledger.forOne(), LedgerSettings.usual(build))) {
            open.administrative(act);
        }
    }

    private Moved sealed() throws SQLException, IOException {
        try (var seal = MoveSeal.of(from)) {
            seal.demandDrained();
            seal.set(true);
            boolean moved = false;
            try (var arrival = MoveTarget.at(to, from);
                    var ledger = from.reader()) {
                var head = copy(ledger, arrival);
                arrival.goOn();
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
        var check = new TreeCheck(new CompactRange(), 0);
        for (var batches = next(ledger, check); !batches.isEmpty(); batches = next(ledger, check)) {
            for (var batch : batches) {
                demandSound(check.take(batch));
                arrival.take(batch);
            }
        }
        demandSound(check.end(head));
        arrival.end(head);
        if (!Arrays.equals(TreeCheck.since(arrival.reader()).root(), head.root())) {
            throw new SQLException("what arrived has another root");
        }
        return head;
    }

    private static List<RecordBatch> next(LedgerReader ledger, TreeCheck check) throws SQLException {
        return ledger.from(check.range().size(), BATCHES).batches();
    }

    private static void demandSound(@Nullable Damage damage) {
        if (damage != null) {
            throw TreeCheck.changed(damage);
        }
    }
}
