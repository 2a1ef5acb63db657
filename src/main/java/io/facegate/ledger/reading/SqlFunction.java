package io.facegate.ledger.reading;

import java.sql.SQLException;

/** A function that reads a database. */
@FunctionalInterface
public interface SqlFunction<A, T> {
    T apply(A value) throws SQLException;
}
