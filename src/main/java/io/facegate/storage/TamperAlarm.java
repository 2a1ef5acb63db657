package io.facegate.storage;

/** Who is told of rows that were changed by something else than Facegate. */
@FunctionalInterface
public interface TamperAlarm {
    /** For tests and commands: nobody is told. */
    TamperAlarm NONE = (table, row) -> {};

    /**
     * One row does not verify. It counts for nothing from now on.
     *
     * @param row its id; never a secret, and no name that must not stand in the ledger
     */
    void altered(String table, String row);
}
