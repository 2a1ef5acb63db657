package io.facegate.app.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The demo's photographs, fetched by the build.
 *
 * @param group several faces
 * @param one one face
 * @param same the same person in another picture
 */
record DemoPictures(Path group, Path one, Path same) {
    static @Nullable DemoPictures find() {
        var home = System.getenv().getOrDefault("FACEGATE_HOME", "");
        var folder = Path.of(home, ".fetched", "photos").toAbsolutePath();
        var found = new DemoPictures(
                folder.resolve("sample1.jpg"), folder.resolve("franck_02159.jpg"), folder.resolve("franck_03979.jpg"));
        return Files.isReadable(found.group) && Files.isReadable(found.one) && Files.isReadable(found.same)
                ? found
                : null;
    }
}
