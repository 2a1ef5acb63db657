package io.facegate.integrity;

import io.facegate.call.OlderDataFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQLite file of a data folder's store whose rows move into the database that gateways share. The file is renamed
 * once its rows are there, and what is left is deleted after that: whatever is interrupted, the next start ends it.
 *
 * @param store name of the store in records
 * @param key the store's own key, deleted with the file; null if both are kept, the file under its new name
 * @param what the rows, for messages
 */
public record MovingStoreFile(
        String store, Path file, @Nullable Path key, String what) {
    private static final System.Logger LOG = System.getLogger(MovingStoreFile.class.getName());

    /** Work on one file. */
    @FunctionalInterface
    interface FileStep {
        void run(Path file) throws IOException;
    }

    /** How the file is called after its rows moved. */
    public Path moved() {
        return Path.of(file + ".moved");
    }

    /**
     * True if the folder has rows to move. If not, ends the deletion that an interrupted move has begun.
     *
     * @param policy of the file; once the ledger knows the folder's stores without this one, another file is foreign
     * @throws IOException if the file is an older copy that somebody put back
     */
    public boolean begin(SealOptions policy) throws IOException {
        if (!Files.exists(file)) {
            if (Files.exists(moved()) || policy.isShared()) {
                deleteRest(Files::deleteIfExists);
            }
            return false;
        }
        if (!policy.adoptsOlder() && !policy.isAcceptedByOperator() && policy.root(store) == null) {
            throw new IOException("The " + what + " of this folder are in the registry's database, and " + file
                    + " is an older copy that somebody put back. Move it away.");
        }
        return true;
    }

    /** Ends the move: nothing is read from the file any more. */
    public void retire() throws IOException {
        retire(Files::deleteIfExists);
        LOG.log(Level.INFO, "The {0} of this folder are in the registry''s database now.", what);
    }

    void retire(FileStep delete) throws IOException {
        Files.move(file, moved(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        deleteRest(delete);
    }

    /** The renamed file is the last: as long as it is there, the next start goes on. */
    private void deleteRest(FileStep delete) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        var rest = new ArrayList<>(List.of(Path.of(file + "-wal"), Path.of(file + "-shm")));
        if (key != null) {
            OlderDataFile.deleteBackups(file);
            rest.addAll(List.of(key, moved()));
        }
        for (var each : rest) {
            delete.run(each);
        }
    }
}
