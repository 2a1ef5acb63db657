package io.facegate.integrity;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Authenticated list of a store's sealed rows. Used inside the caller's transactions, by one thread at a time. */
public interface RowList {
    /** Opens the list and verifies it, and that it is no older than the version known to the ledger. */
    RowInventory.Opening open(Connection connection) throws SQLException;

    /**
     * Detects changes by others; called at the beginning of each transaction.
     *
     * @return true if all rows need checking
     */
    boolean refresh(Connection connection) throws SQLException;

    /** The transaction's changes are on disk; older versions are rejected from now on. */
    void markCommitted();

    /** Why none of the rows can be trusted, or null. */
    @Nullable
    String problem();

    /** Version and HMAC prefix of the newest trusted head, or null. */
    @Nullable
    String root();

    /** True if the list is intact, regardless of the ledger. */
    boolean isIntact(Connection connection) throws SQLException;

    /** Starts an empty list in place of any other. */
    void reset(Connection connection) throws SQLException;

    /** The version number for a row written now. */
    long next(Connection connection) throws SQLException;

    /** Adds a row with its HMAC. */
    void put(Connection connection, String ref, byte[] mac) throws SQLException;

    /** Removes a row. */
    void remove(Connection connection, String ref) throws SQLException;

    /** True if a row is listed with that HMAC. */
    boolean lists(Connection connection, String ref, byte @Nullable [] mac) throws SQLException;

    /** True if a row is listed. */
    boolean lists(Connection connection, String ref) throws SQLException;

    /** All listed rows. */
    Set<String> refs(Connection connection) throws SQLException;

    /** The column that numbers rows in records, where their ids may be personal. */
    String rowNumber();
}
