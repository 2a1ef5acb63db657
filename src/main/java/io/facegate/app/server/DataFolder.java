package io.facegate.app.server;

import io.facegate.cli.FileErrorFormatter;
import io.facegate.registry.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** The data folder, which holds all persistent state of a gateway. */
public final class DataFolder {
    private DataFolder() {}

    /** Creates the folder, readable by its owner only, unless it exists. Leaves existing content alone. */
    public static void prepare(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else if (Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new IOException("anybody may write there; run chmod o-w " + folder);
            }
            requirePrivate(folder.resolve("ledger.key"), "hides names in the ledger", "treat those names as known");
            requirePrivate(folder.resolve("log.skey"), "signs the log", "run facegate ledger key rotate");
            requirePrivate(folder.resolve("galleries.key"), "guards the galleries", "treat their templates as known");
        } catch (IOException broken) {
            throw new UncheckedIOException(
                    "--data: the data folder " + folder + " cannot be used: " + FileErrorFormatter.sentence(broken),
                    broken);
        }
    }

    /** Checks file permissions for stores that do not check their own key. The registry does on every open. */
    private static void requirePrivate(Path secret, String purpose, String otherwise) throws IOException {
        if (Files.exists(secret)) {
            PrivateFiles.requirePrivate(secret, purpose, otherwise);
        }
    }
}
