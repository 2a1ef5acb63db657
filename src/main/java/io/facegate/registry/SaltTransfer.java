package io.facegate.registry;

import io.facegate.integrity.SaltPages;
import java.sql.SQLException;

/** Takes the salts that gateways share to the data folder that their registry is moved to. */
public interface SaltTransfer {
    /** Copies all salts, inside the transaction that has the database for itself. */
    void copyToFolder(SaltPages shared) throws SQLException;

    /** Removes what was copied and was not in the folder before, as the registry stays where it is. */
    void takeBack() throws SQLException;
}
