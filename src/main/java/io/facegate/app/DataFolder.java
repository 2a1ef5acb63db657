package io.facegate.app;

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
        } catch (IOException broken) {
            throw new UncheckedIOException(
                    "The data folder " + folder + " cannot be used: " + broken.getMessage(), broken);
        }
    }
}
