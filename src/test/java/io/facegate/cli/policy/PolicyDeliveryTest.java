package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.policy.reading.PolicyReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that make bundles, as docs/policy-delivery.md gives them. */
class PolicyDeliveryTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern FILE = Pattern.compile("(.*\\.(skey|bundle)|signers|\\./policies|facegate-data.*)");

    @TempDir
    private Path folder;

    private String digest = "";
    private String said = "";
    private String complained = "";

    @BeforeEach
    void policies() throws IOException {
        var policies = Files.createDirectory(folder.resolve("policies"));
        Files.writeString(policies.resolve("a.yaml"), PolicyShell.PACK);
        Files.writeString(policies.resolve("a_test.yaml"), PolicyShell.TEST);
        var files = PolicyFiles.read(policies);
        var read = PolicyReader.read(files);
        digest = read.digest();
        PolicyArchive.ofFolder(Files.createDirectory(folder.resolve("facegate-data")))
                .store(read, files);
    }

    @Test
    void theCommandsOfThePageWork() throws IOException {
        var page = Files.readString(Path.of("docs/policy-delivery.md"));
        var bundles = page.substring(page.indexOf("\n## From keys to a running gateway\n"));
        var blocks =
                BLOCK.matcher(bundles).results().map(block -> block.group(1)).toList();
        assertThat(blocks).hasSize(4);
        for (var line : String.join("", blocks).lines().toList()) {
            assertThat(run(line)).as(line + '\n' + complained).isZero();
        }
        assertThat(run("facegate policy show-bundle first.bundle --signers signers"))
                .isZero();
        assertThat(said)
                .contains("serial: 1", "policies: " + digest, "commit: 4f2a9c1", "activation: at once")
                .contains("signers: jane.doe, omar.diaz", "Enough signed it for one that permits more.");
        assertThat(run("facegate policy show-bundle second.bundle --signers signers --json"))
                .isZero();
        assertThat(said).contains("\"activation\":\"2030-01-01T08:00:00Z\"", "\"signers\":[\"jane.doe\"]");
        assertThat(run("facegate policy show-bundle third.bundle --signers signers"))
                .isZero();
        assertThat(said).contains("serial: 3", "policies: " + digest);
    }

    @Test
    void aSecretKeyIsItsOwnersAndIsNotOverwritten() throws IOException {
        assertThat(run("facegate policy key --name jane --to jane.skey")).isZero();
        assertThat(said).matches("signer jane\\+[0-9a-f]{8}\\+[A-Za-z0-9+/=]+\n");
        var key = folder.resolve("jane.skey");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        var before = Files.readString(key);
        assertThat(run("facegate policy key --name omar --to jane.skey")).isEqualTo(2);
        assertThat(Files.readString(key)).isEqualTo(before);
        assertThat(run("facegate policy key --name jane+doe --to other.skey")).isEqualTo(2);
    }

    @Test
    void aBundleOfOtherPoliciesIsNotSigned() throws IOException {
        keys();
        assertThat(run("facegate policy sign ./policies --key jane.skey --to p.bundle --serial 1"))
                .isZero();
        var before = Files.readAllBytes(folder.resolve("p.bundle"));
        Files.writeString(folder.resolve("policies/a.yaml"), PolicyShell.PACK.replace("detect", "verify"));
        assertThat(run("facegate policy sign ./policies --key omar.skey --to p.bundle"))
                .isEqualTo(2);
        assertThat(complained).contains("the bundle holds other policies than the folder");
        for (var other : List.of("--serial 2", "--commit abc", "--activate 2030-01-01")) {
            assertThat(run("facegate policy sign ./policies --key omar.skey --to p.bundle " + other))
                    .isEqualTo(2);
            assertThat(complained).contains("holds the bundle with serial 1");
        }
        assertThat(Files.readAllBytes(folder.resolve("p.bundle"))).isEqualTo(before);
    }

    /** A file that a bundle cannot hold is not left out in silence. */
    @Test
    void aFileOfAnotherNameIsNotLeftOut() throws IOException {
        keys();
        Files.writeString(folder.resolve("policies/B.yaml"), PolicyShell.PACK);
        assertThat(run("facegate policy sign ./policies --key jane.skey --to p.bundle --serial 1"))
                .isEqualTo(3);
        assertThat(complained).contains("B.yaml");
        assertThat(folder.resolve("p.bundle")).doesNotExist();
    }

    @Test
    void whatCannotBeSignedIsSaid() throws IOException {
        keys();
        assertThat(run("facegate policy sign ./policies --key jane.skey --to p.bundle"))
                .isEqualTo(2);
        assertThat(complained).contains("--serial N or --after FILE");
        assertThat(run("facegate policy sign ./policies --key jane.skey --to p.bundle --serial 0"))
                .isEqualTo(2);
        assertThat(run("facegate policy sign ./policies --key jane.skey --to p.bundle --serial 1 --commit a\"b"))
                .isEqualTo(2);
        Files.writeString(folder.resolve("bad.skey"), "PRIVATE+KEY+hunter2");
        assertThat(run("facegate policy sign ./policies --key bad.skey --to p.bundle --serial 1"))
                .isEqualTo(2);
        assertThat(complained).contains("is no key that policy key made").doesNotContain("hunter2");
        assertThat(run("facegate policy roll-back " + "0".repeat(64)
                        + " --data facegate-data --key jane.skey --to p.bundle --serial 1"))
                .isEqualTo(3);
        assertThat(complained).contains("no such policies are kept");
        Files.writeString(folder.resolve("policies/a.yaml"), "pack: a\n");
        assertThat(run("facegate policy sign ./policies --key jane.skey --to p.bundle --serial 1"))
                .isEqualTo(3);
        assertThat(folder.resolve("p.bundle")).doesNotExist();
    }

    @Test
    void aBundleThatDoesNotVerifyIsNotShown() throws IOException {
        keys();
        assertThat(run("facegate policy sign ./policies --key jane.skey --to p.bundle --serial 1"))
                .isZero();
        assertThat(run("facegate policy show-bundle p.bundle --signers signers"))
                .isZero();
        var file = folder.resolve("p.bundle");
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThat(run("facegate policy show-bundle p.bundle --signers signers"))
                .isEqualTo(5);
        assertThat(said).isEmpty();
        Files.writeString(folder.resolve("signers"), "hunter2\n");
        assertThat(run("facegate policy show-bundle p.bundle --signers signers"))
                .isEqualTo(2);
        assertThat(complained).contains("line 1").doesNotContain("hunter2");
    }

    private void keys() throws IOException {
        for (var name : List.of("jane", "omar")) {
            assertThat(run("facegate policy key --name " + name + " --to " + name + ".skey >> signers"))
                    .isZero();
        }
        run("echo \"threshold 1\" >> signers");
        run("echo \"threshold-to-permit-more 2\" >> signers");
    }

    /** Runs one line as a shell in the folder does. */
    private int run(String line) throws IOException {
        var redirected = line.split(" >> ", 2);
        int code;
        if (redirected[0].startsWith("echo ")) {
            said = redirected[0].substring("echo ".length()).replace("\"", "") + '\n';
            code = 0;
        } else {
            code = execute(redirected[0].substring("facegate policy ".length()));
        }
        if (redirected.length == 2) {
            Files.writeString(
                    folder.resolve(redirected[1]), said, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return code;
    }

    private int execute(String words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var args = Arrays.stream(words.replace("DIGEST", digest).split(" "))
                .map(word -> FILE.matcher(word).matches()
                        ? folder.resolve(word).normalize().toString()
                        : word)
                .toArray(String[]::new);
        int code = new CommandLine(new PolicyCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        said = out.toString();
        complained = err.toString();
        return code;
    }
}
