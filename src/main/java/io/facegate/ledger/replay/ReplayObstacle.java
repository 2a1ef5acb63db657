package io.facegate.ledger.replay;

/** Reason why a recorded decision cannot be replayed. */
public enum ReplayObstacle {
    SCHEMA("its record is of a schema that does not hold all inputs"),
    ERASED("inputs were erased"),
    PRUNED("its record was pruned"),
    UNREADABLE("its record cannot be read; run: facegate ledger verify"),
    TAMPERED("its record does not verify; run: facegate ledger verify"),
    OPERATION("the operation had a name that is not on record"),
    POLICIES_GONE("the policies that judged it are not kept"),
    POLICIES_CHANGED("the policies kept under its digest were altered, or do not compile any more"),
    BEYOND("something that comes after the policies refused it");

    private final String reason;

    ReplayObstacle(String reason) {
        this.reason = reason;
    }

    /** Description of the reason. */
    public String reason() {
        return reason;
    }
}
