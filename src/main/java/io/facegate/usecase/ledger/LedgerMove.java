package io.facegate.usecase.ledger;

import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.move.LedgerTransfer;
import java.util.function.UnaryOperator;

/** Moves a ledger from a data folder into a database, or back, with every byte and every proof. */
public final class LedgerMove {
    private static final String BUILD = "cli";

    private LedgerMove() {}

    /** Moves the ledger. Every gateway must be stopped; no ledger may be at the other place. */
    public static LedgerTransfer.Moved move(LedgerAddress from, LedgerAddress to, ActingPerson by) {
        return new LedgerTransfer(from, to).move(BUILD, named(by));
    }

    /** Removes the seal that an interrupted move left behind. */
    public static void undo(LedgerAddress from, ActingPerson by) {
        LedgerTransfer.undo(from, BUILD, named(by));
    }

    private static UnaryOperator<Administrative> named(ActingPerson by) {
        return act -> by.act(act.act(), act.subject());
    }
}
