package io.facegate.app.server;

import io.facegate.cli.FileProblem;
import io.facegate.registry.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder that holds everything a gateway must not lose. */
public final class DataFolder {
    private DataFolder() {}

    /** Makes it, readable by its owner alone, where it is not there yet; what stands in it is left alone. */
    public static void prepare(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else if (Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new IOException("anybody may write there; run chmod o-w " + folder);
            }
            demandPrivate(folder.resolve("ledger.key"), "hides names in the ledger", "take those names for known");
            demandPrivate(folder.resolve("log.skey"), "signs the log", "run facegate ledger key rotate");
            demandPrivate(folder.resolve("galleries.key"), "guards the galleries", "take their templates for known");
        } catch (IOException broken) {
            throw new UncheckedIOException(
                    "--data: the data folder " + folder + " cannot be used: " + FileProblem.said(broken), broken);
        }
    }

    /** The registry looks at its own key whenever it is opened; this is for the rooms that do not. */
    private static void demandPrivate(Path secret, String purpose, String otherwise) throws IOException {
        if (Files.exists(secret)) {
            PrivateFiles.demandPrivate(secret, purpose, otherwise);
        }
    }
}
