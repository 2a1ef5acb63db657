package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a vendor costs, measured on the one that was added for it: docs/vendors.md has the figures. */
class VendorCostTest {
    /** The most lines of catalogue, wire and client, with the neutral API. */
    private static final long MOST = 1540;

    private static long lines(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            long all = 0;
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all += Files.readAllLines(file).size();
            }
            return all;
        }
    }

    @Test
    void aVendorTakesAtMostSoManyLines() throws IOException {
        var code = lines(Path.of("src/main/java/io/facegate/vendor/faceplusplus"));
        var catalogue = lines(Path.of("src/main/resources/io/facegate/vendor/faceplusplus"));
        assertThat(code).isGreaterThan(0);
        assertThat(catalogue).isGreaterThan(0);
        assertThat(code + catalogue).isLessThanOrEqualTo(MOST);
    }

    /** The count can exceed the limit: it is of all files of a folder, blank lines included. */
    @Test
    void everyLineCounts(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("wire"));
        Files.writeString(folder.resolve("wire/A.java"), "a\n\nb\n");
        Files.writeString(folder.resolve("B.java"), "import a;\n".repeat(1540));
        assertThat(lines(folder)).isEqualTo(1543).isGreaterThan(MOST);
    }
}
