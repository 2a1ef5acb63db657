package io.facegate.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;

/** The partitions of entries, one a day, which the schema's owner makes when a gateway asks. */
final class Partitions {
    private Partitions() {}

    /** Makes those that are missing, and commits. */
    static void make(Connection connection, LocalDate since, LocalDate until) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT facegate.make_partitions(?, ?)")) {
            statement.setObject(1, since);
            statement.setObject(2, until);
            statement.execute();
        }
        connection.commit();
    }
}
