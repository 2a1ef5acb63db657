package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is named like a policy and cannot be read as one is a mistake; nothing of a folder is skipped in silence. */
class PolicyFolderEntriesTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private PolicyShell shell;

    @BeforeEach
    void open() throws IOException {
        shell = new PolicyShell(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ban.yaml", "ban_test.yaml", "invariants.yaml", "overrides.yaml"})
    void aDanglingLinkIsAMistake(String name) throws IOException {
        Files.createSymbolicLink(folder.resolve(name), elsewhere.resolve("gone.yaml"));
        expect(name + ": is a link to a file that does not exist");
    }

    @Test
    void aFolderIsAMistakeAlsoBehindALink() throws IOException {
        Files.createDirectory(folder.resolve("ban.yaml"));
        expect("ban.yaml: is a folder; a policy must be a regular file");
        Files.delete(folder.resolve("ban.yaml"));
        Files.createSymbolicLink(folder.resolve("ban.yaml"), elsewhere);
        expect("ban.yaml: is a link to a folder; a policy must be a regular file");
    }

    @Test
    void aLoopIsAMistake() throws IOException {
        Files.createSymbolicLink(folder.resolve("ban.yaml"), folder.resolve("nab.yaml"));
        Files.createSymbolicLink(folder.resolve("nab.yaml"), folder.resolve("ban.yaml"));
        expect("ban.yaml: is a link that leads back to itself");
        assertThat(shell.err()).contains("nab.yaml: is a link that leads back to itself", "2 mistakes.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "/dev/zero"})
    void aDeviceIsAMistake(String device) throws IOException {
        Files.createSymbolicLink(folder.resolve("ban.yaml"), Path.of(device));
        expect("ban.yaml: is a link to a pipe, socket or device");
    }

    /** Opening a pipe waits for its writer, so it is not opened. */
    @Test
    void aPipeIsAMistakeAndIsNotWaitedFor() throws Exception {
        var pipe = folder.resolve("ban.yaml").toString();
        assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> expect("ban.yaml: is a pipe, socket or device"));
    }

    /** The memory of the process is a regular file that nobody can read from its beginning, not even root. */
    @Test
    void aFileThatCannotBeReadIsAMistake() throws IOException {
        Files.createSymbolicLink(folder.resolve("ban.yaml"), Path.of("/proc/self/mem"));
        expect("ban.yaml: cannot be read: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ban.yml", "ban.YAML", "ban.Yml", "ban_test.YAML"})
    void anotherSpellingOfTheEndingIsAMistake(String name) throws IOException {
        Files.writeString(folder.resolve(name), PolicyShell.PACK);
        expect(name + ": would not be read; rename it so that it ends in .yaml");
    }

    @Test
    void aLargeFileIsAMistakeAlsoBehindALink() throws IOException {
        var large = Files.writeString(elsewhere.resolve("large"), "#".repeat((1 << 20) + 1));
        Files.createSymbolicLink(folder.resolve("ban.yaml"), large);
        expect("ban.yaml: is larger than 1048576 bytes");
    }

    /** As Kubernetes mounts a config map: each file a link into a hidden folder that is itself a link. */
    @Test
    void linksToRegularFilesAreFollowed() throws IOException {
        var first = Files.createDirectory(folder.resolve("..2026_01_01"));
        Files.writeString(first.resolve("b.yaml"), PolicyShell.PACK.replace("pack: a", "pack: b"));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_01_01"));
        Files.createSymbolicLink(folder.resolve("b.yaml"), Path.of("..data/b.yaml"));
        assertThat(shell.run("check")).isZero();
        assertThat(shell.out()).contains("a: A test", "b: A test");
    }

    @Test
    void hiddenFilesAndOthersAreNoPolicies() throws IOException {
        Files.writeString(folder.resolve(".a.yaml.swp"), "x");
        Files.writeString(folder.resolve(".hidden.yaml"), "x");
        Files.writeString(folder.resolve("a.yaml~"), "x");
        Files.createDirectory(folder.resolve("notes"));
        assertThat(shell.run("check")).isZero();
    }

    private void expect(String sentence) {
        assertThat(shell.run("check")).isEqualTo(3);
        assertThat(shell.err()).contains(sentence);
        assertThat(shell.out()).isEmpty();
    }
}
