package io.facegate.ledger.store;

import io.facegate.integrity.AppealStepLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Where the salts of a ledger's commitments are kept, with the words that are kept beside them. */
public interface SaltStorage {
    /** The storage of a data folder: its own file. */
    static SaltStorage ofFolder(Path data) {
        return new FolderSalts(data);
    }

    /** Opens them for reading. */
    Salts read() throws SQLException;

    /**
     * Erases the salts of these records for ever, wherever they are.
     *
     * @return how many are gone
     */
    int erase(List<String> records) throws SQLException, IOException;

    /** Deletes the salts of records that are removed themselves. */
    void prune(List<String> records) throws SQLException, IOException;

    /**
     * Moves what this folder has to where every gateway reads it, for a command; a gateway does so by itself.
     *
     * @throws SQLException if it stays in the folder for now
     */
    void share() throws SQLException, IOException;

    /** How gateways agree on who makes the next step of an appeal. */
    AppealStepLock claims();
}
