package io.facegate.policy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.reading.PolicyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyArchiveTest {
    private static final String PACK = """
            pack: a
            title: A test
            binds: Everybody.
            rules:
              - id: r
                effect: permit
                match: {capability: detect}
            """;

    @TempDir
    private Path data;

    private final Map<String, byte[]> files =
            new TreeMap<>(Map.of("a.yaml", bytes(PACK), "a_test.yaml", bytes("x: y")));

    @Test
    void whatWasKeptIsReadBackAsItWas() {
        var book = PolicyReader.of(files);
        archive().keep(book, files);
        assertThat(archive().read(book.digest())).isEqualTo(book);
    }

    @Test
    void onlyTheOwnerCanReadItAndTestsAreLeftOut() throws IOException {
        var book = PolicyReader.of(files);
        archive().keep(book, files);
        var place = data.resolve("policies").resolve(book.digest());
        try (Stream<Path> all = Files.walk(data.resolve("policies"))) {
            assertThat(all.map(path -> data.relativize(path) + " " + mode(path)))
                    .containsExactlyInAnyOrder(
                            "policies rwx------",
                            "policies/" + book.digest() + " rwx------",
                            "policies/" + book.digest() + "/a.yaml rw-------");
        }
        assertThat(place.resolve("a.yaml")).hasContent(PACK);
    }

    @Test
    void aSetIsWrittenOnce() throws IOException {
        var book = PolicyReader.of(files);
        archive().keep(book, files);
        var file = data.resolve("policies").resolve(book.digest()).resolve("a.yaml");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        archive().keep(book, files);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(1_000));
    }

    @Test
    void whatWasAlteredIsNeitherReadNorTrusted() throws IOException {
        var book = PolicyReader.of(files);
        archive().keep(book, files);
        var place = data.resolve("policies").resolve(book.digest());
        Files.writeString(place.resolve("a.yaml"), PACK.replace("detect", "identify"));
        assertThatThrownBy(() -> archive().read(book.digest()))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("were altered");
        assertThatThrownBy(() -> archive().keep(book, files)).isInstanceOf(PolicyErrors.class);
        Files.writeString(place.resolve("a.yaml"), PACK);
        Files.writeString(place.resolve("b.yaml"), PACK.replace("pack: a", "pack: b"));
        assertThatThrownBy(() -> archive().read(book.digest())).hasMessageContaining("were altered");
    }

    @Test
    void whatWasNeverKeptIsSaidSo() {
        assertThatThrownBy(() -> archive().read("ab".repeat(32)))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("no such policies are kept");
        for (var name : new String[] {"", ".", "../..", "AB".repeat(32), "ab".repeat(32) + "/.."}) {
            assertThatThrownBy(() -> archive().read(name)).hasMessageContaining("no digest");
        }
    }

    @Test
    void whatACrashLeftHalfWrittenIsClearedAway() throws IOException {
        var half = Files.createDirectories(data.resolve("policies/.unfinished-123"));
        Files.writeString(half.resolve("a.yaml"), "pack");
        var book = PolicyReader.of(files);
        archive().keep(book, files);
        assertThat(half).doesNotExist();
        assertThat(archive().read(book.digest())).isEqualTo(book);
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsAFault() throws IOException {
        Files.writeString(data.resolve("policies"), "a file");
        assertThatThrownBy(() -> archive().keep(PolicyReader.of(files), files))
                .isInstanceOf(UncheckedIOException.class);
    }

    private PolicyArchive archive() {
        return PolicyArchive.in(data);
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
