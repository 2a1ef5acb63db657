package io.facegate.integrity;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sealed rows in a database that several gateways change, for one who seals them; it connects again by itself. */
public interface SealedRowTransactions extends AutoCloseable {
    /** Runs a transaction that sees one moment. */
    <T extends @Nullable Object> T read(Work<T> work) throws SQLException;

    /** Runs a transaction that no other gateway's change interleaves; durable on return. */
    <T extends @Nullable Object> T write(Work<T> work) throws SQLException;

    /**
     * Waits until a change was committed, by whatever gateway, or some time has passed. A change may be missed while the
     * connection that listens is down; so whoever waits asks the rows in any case.
     */
    void awaitChange(Duration most) throws SQLException;

    @Override
    void close();

    /** Statements of one transaction, and the keys that hold in it. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(Connection connection, Keys keys) throws SQLException;
    }

    /**
     * How the rows are sealed; the same object as long as the key is the same and the connection lasts.
     *
     * @param list of all rows; it was compared with its head
     */
    record Keys(RowList list, RowAuthenticator authenticator, AesGcmCipher cipher) {}
}
