package io.facegate.usecase.reconcile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One file of a trail's folder.
 *
 * @param name within the folder
 * @param state tells whether it is still the same; null if it cannot be looked at
 * @param content opens it
 */
record TrailFile(String name, Supplier<TrailFileCache.@Nullable State> state, Content content) {
    /** Opens a file. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    /** A file of a folder on this machine; a link is none. */
    static TrailFile of(Path folder, Path file) {
        return new TrailFile("./" + folder.relativize(file), () -> TrailFileCache.State.of(file), () -> {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("no file");
            }
            return Files.newInputStream(file);
        });
    }
}
