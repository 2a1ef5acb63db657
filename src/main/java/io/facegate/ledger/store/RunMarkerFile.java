package io.facegate.ledger.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The file that stands in the data folder while a gateway runs, and stays behind when it did not stop by itself. */
public final class RunMarkerFile {
    public static final String NAME = "ledger.running";

    private final Path file;

    private RunMarkerFile(Path file) {
        this.file = file;
    }

    public static RunMarkerFile in(Path folder) {
        return new RunMarkerFile(folder.resolve(NAME));
    }

    /** When the run before was last alive, if it did not stop by itself; else null. */
    @Nullable
    public Instant cutOff() throws IOException {
        return Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : null;
    }

    /** This run begins. */
    public void begin() throws IOException {
        SqliteSettings.createPrivate(file);
        alive(Instant.now());
    }

    /** This run was alive at that moment; where that cannot be noted, a gap would seem to begin earlier. */
    public void alive(Instant now) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(now));
        } catch (IOException gone) {
            System.getLogger(RunMarkerFile.class.getName()).log(System.Logger.Level.DEBUG, "No sign of life.", gone);
        }
    }

    /** It stopped by itself, with everything on disk. */
    public void end() throws IOException {
        Files.deleteIfExists(file);
    }
}
