package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The master key by commands. */
class MasterKeyCommandTest {
    @TempDir
    private Path folder;

    private final Shell shell = new Shell();
    private Path data;

    @BeforeEach
    void register() {
        data = folder.resolve("data");
        shell.registerPolice(data);
    }

    private void run(int expected, String... words) {
        assertThat(shell.run(data, words)).as(shell.out() + shell.err()).isEqualTo(expected);
    }

    @Test
    void itIsChangedShownAndOnRecord() throws IOException {
        run(0, "registry", "show");
        assertThat(shell.out()).contains("registry.key");
        var master = "file:" + folder.resolve("master.key");
        run(0, "registry", "rotate", "--master", master, "--by", "m.roe", "--reason", "Policy 7.");
        run(0, "registry", "show", "--json");
        assertThat(shell.json().get("master_key").asText()).isEqualTo(master);
        assertThat(shell.json().get("generation").asLong()).isEqualTo(1);
        assertThat(shell.json().get("verifies").asBoolean()).isTrue();
        run(0, "registry", "rotate", "--master", "file:own.key", "--by", "m.roe");
        run(0, "registry", "rotate", "--by", "m.roe");
        run(0, "registry", "show", "--json");
        assertThat(shell.json().get("generation").asLong()).isEqualTo(3);
        assertThat(shell.out())
                .doesNotContain(Files.readString(data.resolve("own.key")).strip());
        assertThat(Shell.acts(data).stream().filter(act -> act.startsWith("registry_key_rotate")))
                .hasSize(3);
        run(0, "registry", "history");
        assertThat(shell.out()).contains("master_key", "file:own.key");
        run(0, "registry", "verify");
    }

    @Test
    void aNameThatIsNoneChangesNothing() {
        run(2, "registry", "rotate", "--master", "hsm:1", "--by", "m.roe");
        assertThat(shell.err()).contains("file:PATH, aws-kms:ARN or azure-keyvault:URL");
        run(1, "registry", "rotate", "--master", "aws-kms:arn:aws:kms:none:111122223333:key/1", "--by", "m.roe");
        assertThat(shell.err()).contains("Nothing was changed: AWS KMS did not answer");
        run(0, "registry", "show");
        assertThat(shell.out()).contains("registry.key");
    }

    @Test
    void joiningSaysThatTheNameIsNoSecret() {
        run(0, "registry", "rotate", "--master", "file:" + folder.resolve("master.key"), "--by", "m.roe");
        run(
                0,
                "gateway",
                "join",
                "--from",
                data.toString(),
                "--to",
                folder.resolve("b").toString());
        assertThat(shell.out())
                .contains(
                        "registry.master, which names the master key that wraps the registry's data key. It is no secret.")
                .doesNotContain("registry.key,");
    }
}
