package io.facegate.registry.store;

import io.facegate.identity.seal.RowAuthenticator;
import io.facegate.identity.seal.TamperAlarm;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Authenticates rows that come and go by themselves: handles, answers that are held, beginnings of uses. */
public final class RowSeal {
    private final RowAuthenticator authenticator;
    private final TamperAlarm alarm;

    RowSeal(RowAuthenticator authenticator, TamperAlarm alarm) {
        this.authenticator = authenticator;
        this.alarm = alarm;
    }

    /** Writes the HMAC of a row that was written in this transaction. */
    void seal(Connection connection, SealedTable table, Object... key) throws SQLException {
        var row = table.one(connection, key);
        if (row != null) {
            table.seal(connection, authenticator.of(table.name(), row.values()), key);
        }
    }

    /** Whether a row is there and as it was written; where it is not as it was, that is told. */
    boolean holds(Connection connection, SealedTable table, Object... key) throws SQLException {
        var row = table.one(connection, key);
        boolean holds = row != null && authenticator.holds(row.mac(), table.name(), row.values());
        if (row != null && !holds) {
            alarm.altered(table.name(), named(connection, table, key));
        }
        return holds;
    }

    /** Ids of these rows can be names that must not stand in the ledger; their numbers can. */
    private static String named(Connection connection, SealedTable table, Object... key) throws SQLException {
        return table.equals(SealedTable.HELD)
                ? Arrays.stream(key).map(String::valueOf).findFirst().orElse("")
                : "row-" + Sql.number(connection, "SELECT rowid FROM " + table.name() + table.where(), bound(key));
    }

    private static @Nullable Object[] bound(Object... key) {
        return key;
    }

    /** Seals all rows as they are: those that an earlier version wrote. */
    void sealAll(Connection connection, SealedTable table) throws SQLException {
        for (var key : table.keys(connection)) {
            seal(connection, table, key);
        }
    }
}
