package io.facegate.registry;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs between the two kinds of databases that hold a registry's rows. */
interface RegistrySchemaCheck {
    /**
     * Requires that nothing in the database can show one thing and store another, such as a trigger.
     *
     * @throws RegistryException.Unusable if there is something
     */
    void requirePlainTables(Connection connection) throws SQLException;

    /** True if several gateways share the database. */
    default boolean isShared() {
        return false;
    }
}
