package io.facegate.ledger.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Crash marker: a file that exists while a gateway runs, and remains after an unclean stop. */
public final class RunMarkerFile {
    public static final String NAME = "ledger.running";

    private final Path file;

    private RunMarkerFile(Path file) {
        this.file = file;
    }

    public static RunMarkerFile in(Path folder) {
        return new RunMarkerFile(folder.resolve(NAME));
    }

    /** When the previous run was last alive, if it did not stop cleanly; else null. */
    @Nullable
    public Instant cutOff() throws IOException {
        return Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : null;
    }

    /** Marks the start of this run. */
    public void begin() throws IOException {
        SqliteSettings.createPrivate(file);
        alive(Instant.now());
    }

    /** Records that this run is alive; if that fails, a later gap seems to begin earlier. */
    public void alive(Instant now) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(now));
        } catch (IOException gone) {
            System.getLogger(RunMarkerFile.class.getName())
                    .log(System.Logger.Level.DEBUG, "The gateway's run marker is not updated.", gone);
        }
    }

    /** Removes the marker after a clean stop, with everything on disk. */
    public void end() throws IOException {
        Files.deleteIfExists(file);
    }
}
