package io.facegate.registry;

import java.io.IOException;
import java.sql.SQLException;

/** What a registry is opened for. */
enum RegistryOpening {
    /** Its changes. */
    CHANGE,
    /** A gateway, which follows the changes of others. */
    FOLLOW,
    /** A gateway that only reads: nothing is made, brought up to date, followed or adopted. */
    READ;

    RegistryConnection connect(RegistryAddress address) throws SQLException, IOException {
        var database = address.database();
        if (database != null) {
            return this == CHANGE
                    ? PostgresRegistryConnection.open(database)
                    : PostgresRegistryConnection.follow(database);
        }
        return this == READ
                ? SqliteRegistryConnection.openReadOnly(address.data())
                : SqliteRegistryConnection.open(address.data());
    }

    SecretCipher vault(RegistryConnection connection, RegistryAddress address) throws SQLException {
        return this == READ
                ? connection.read(reader -> RegistryVault.openReadOnly(reader, address))
                : RegistryVault.open(connection, address);
    }
}
