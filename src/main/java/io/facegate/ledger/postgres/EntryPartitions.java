package io.facegate.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;

/** Daily partitions of entries. The schema's owner creates them when a gateway asks, through a function. */
final class EntryPartitions {
    private EntryPartitions() {}

    /** Creates the missing partitions, and commits. */
    static void createMissing(Connection connection, LocalDate since, LocalDate until) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT facegate.make_partitions(?, ?)")) {
            statement.setObject(1, since);
            statement.setObject(2, until);
            statement.execute();
        }
        connection.commit();
    }
}
