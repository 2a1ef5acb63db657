package io.facegate.integrity;

/** Receiver of tamper alarms: rows altered by something other than Facegate. */
@FunctionalInterface
public interface TamperAlarm {
    /** Ignores alarms; for tests and commands. */
    TamperAlarm NONE = (table, row) -> {};

    /**
     * A row does not verify; it is ignored from now on.
     *
     * @param row its id; never a secret or a name that must stay out of the ledger
     */
    void reportAlteredRow(String table, String row);

    /** The list of a whole store verifies, perhaps again. */
    default void reportVerifiedList(String store) {}
}
