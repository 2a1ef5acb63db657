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
        var policySet = PolicyReader.read(files);
        archive().store(policySet, files);
        assertThat(archive().read(policySet.digest())).isEqualTo(policySet);
    }

    @Test
    void onlyFilesThatTheDigestCoversAreItsFiles() throws IOException {
        var policySet = PolicyReader.read(files);
        archive().store(policySet, files);
        var place = data.resolve("policies").resolve(policySet.digest());
        var key = Files.writeString(data.resolve("registry.key"), "secret");
        Files.createSymbolicLink(place.resolve("x"), key);
        Files.createSymbolicLink(place.resolve("x_test.yaml"), key);
        Files.createDirectory(place.resolve("folder"));
        var kept = archive().files(policySet.digest());
        assertThat(kept).containsOnlyKeys("a.yaml");
        assertThat(kept.get("a.yaml")).isEqualTo(bytes(PACK));
        Files.writeString(place.resolve("a.yaml"), PACK.replace("detect", "compare"));
        assertThatThrownBy(() -> archive().files(policySet.digest())).isInstanceOf(PolicyErrors.class);
    }

    @Test
    void onlyTheOwnerCanReadItAndTestsAreLeftOut() throws IOException {
        var policySet = PolicyReader.read(files);
        archive().store(policySet, files);
        var place = data.resolve("policies").resolve(policySet.digest());
        try (Stream<Path> all = Files.walk(data.resolve("policies"))) {
            assertThat(all.map(path -> data.relativize(path) + " " + mode(path)))
                    .containsExactlyInAnyOrder(
                            "policies rwx------",
                            "policies/" + policySet.digest() + " rwx------",
                            "policies/" + policySet.digest() + "/a.yaml rw-------");
        }
        assertThat(place.resolve("a.yaml")).hasContent(PACK);
    }

    @Test
    void aSetIsWrittenOnce() throws IOException {
        var policySet = PolicyReader.read(files);
        archive().store(policySet, files);
        var file = data.resolve("policies").resolve(policySet.digest()).resolve("a.yaml");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        archive().store(policySet, files);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(1_000));
    }

    @Test
    void whatWasAlteredIsNeitherReadNorTrusted() throws IOException {
        var policySet = PolicyReader.read(files);
        archive().store(policySet, files);
        var place = data.resolve("policies").resolve(policySet.digest());
        Files.writeString(place.resolve("a.yaml"), PACK.replace("detect", "identify"));
        assertThatThrownBy(() -> archive().read(policySet.digest()))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("were altered");
        assertThatThrownBy(() -> archive().store(policySet, files)).isInstanceOf(PolicyErrors.class);
        Files.writeString(place.resolve("a.yaml"), "[");
        assertThatThrownBy(() -> archive().read(policySet.digest()))
                .as("verified before it is parsed")
                .hasMessageContaining("were altered");
        assertThatThrownBy(() -> archive().store(policySet, files)).hasMessageContaining("were altered");
        Files.writeString(place.resolve("a.yaml"), PACK);
        Files.writeString(place.resolve("b.yaml"), PACK.replace("pack: a", "pack: b"));
        assertThatThrownBy(() -> archive().read(policySet.digest())).hasMessageContaining("were altered");
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
        var policySet = PolicyReader.read(files);
        archive().store(policySet, files);
        assertThat(half).doesNotExist();
        assertThat(archive().read(policySet.digest())).isEqualTo(policySet);
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsAFault() throws IOException {
        Files.writeString(data.resolve("policies"), "a file");
        assertThatThrownBy(() -> archive().store(PolicyReader.read(files), files))
                .isInstanceOf(UncheckedIOException.class);
    }

    private PolicyArchive archive() {
        return PolicyArchive.ofFolder(data);
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
