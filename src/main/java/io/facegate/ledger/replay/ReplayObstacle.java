package io.facegate.ledger.replay;

/** Reason why a recorded decision cannot be replayed. */
public enum ReplayObstacle {
    SCHEMA("its record has an older schema that does not hold all inputs"),
    ERASED("inputs were erased"),
    PRUNED("its record was pruned"),
    UNREADABLE("its record cannot be read; run: facegate ledger verify"),
    TAMPERED("its record does not verify; run: facegate ledger verify"),
    OPERATION("the name of the operation is not on record"),
    POLICIES_GONE("the policies that judged it are not kept"),
    POLICIES_CHANGED("the policies kept under its digest were altered, or do not compile any more"),
    BEYOND("it was refused by something other than the policies");

    private final String reason;

    ReplayObstacle(String reason) {
        this.reason = reason;
    }

    /** Description of the reason. */
    public String reason() {
        return reason;
    }
}
