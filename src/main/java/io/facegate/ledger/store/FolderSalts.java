package io.facegate.ledger.store;

import io.facegate.integrity.AppealStepLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The salts of a data folder, in its own file. */
record FolderSalts(Path data) implements SaltStorage {
    @Override
    public Salts read() throws SQLException {
        return SaltFile.read(data);
    }

    @Override
    public int erase(List<String> records) throws SQLException, IOException {
        try (var file = SaltFile.open(data)) {
            return file.erase(records);
        }
    }

    @Override
    public void prune(List<String> records) throws SQLException, IOException {
        erase(records);
    }

    @Override
    public void share() {}

    @Override
    public AppealStepLock claims() {
        return AppealStepLock.NONE;
    }
}
