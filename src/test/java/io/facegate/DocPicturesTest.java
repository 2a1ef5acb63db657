package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each picture that README and the pages of docs show is there, has words for who does not see it, and each is shown. */
class DocPicturesTest {
    private static final Path FOLDER = Path.of("docs/images");
    private static final Pattern SHOWN = Pattern.compile("!\\[([^\\]]*)]\\(([^)\\s]+)\\)");
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    /** A picture and what stands for it. */
    private record Picture(Path file, String words) {}

    private static List<Picture> shown(Path page) {
        try {
            return SHOWN.matcher(Files.readString(page))
                    .results()
                    .filter(found -> !found.group(2).contains("://"))
                    .map(found -> new Picture(
                            page.toAbsolutePath().resolveSibling(found.group(2)).normalize(), found.group(1)))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Picture> all() throws IOException {
        var all = new ArrayList<>(shown(Path.of("README.md")));
        try (var pages = Files.list(Path.of("docs"))) {
            pages.filter(page -> page.toString().endsWith(".md")).forEach(page -> all.addAll(shown(page)));
        }
        return all;
    }

    @Test
    void eachPictureIsThereAndHasWords() throws IOException {
        assertThat(all()).isNotEmpty().allSatisfy(picture -> {
            assertThat(picture.words()).as("words for %s", picture.file()).hasSizeGreaterThan(20);
            assertThat(picture.file()).isRegularFile();
            assertThat(Files.readAllBytes(picture.file()))
                    .as("a PNG of a size that a page can load: %s", picture.file())
                    .startsWith(PNG)
                    .hasSizeBetween(5_000, 400_000);
        });
    }

    @Test
    void noPictureIsKeptThatNoPageShows() throws IOException {
        try (var kept = Files.list(FOLDER)) {
            assertThat(kept.map(file -> file.toAbsolutePath().normalize()))
                    .hasSameElementsAs(all().stream().map(Picture::file).toList());
        }
    }
}
