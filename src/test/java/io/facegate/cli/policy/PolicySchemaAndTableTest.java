package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.cli.ExitCode;
import io.facegate.policy.schema.PolicySchemas;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicySchemaAndTableTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private PolicyShell shell;

    @BeforeEach
    void open() throws Exception {
        shell = new PolicyShell(folder);
    }

    @Test
    void schemaPrintsTheSchemaThatIsPublished() throws Exception {
        for (var kind : PolicySchemas.NAMES) {
            assertThat(shell.run("schema", kind)).isZero();
            assertThat(shell.out()).isEqualTo(Files.readString(Path.of("docs/schema/" + kind + ".json")));
        }
        assertThat(shell.run("schema", "--json")).isZero();
        assertThat(shell.out().lines()).hasSize(1);
        assertThat(JSON.readTree(shell.out()).get("title").asText()).isEqualTo("A policy pack of Facegate");
        assertThat(shell.run("schema", "tests")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("did you mean 'test'?");
    }

    @Test
    void tableIsPrinted() throws Exception {
        assertThat(shell.run("table")).isZero();
        assertThat(shell.out())
                .contains("| [`a`](a.yaml) | Everybody. | in_force | always | enforce | 1, 1 |  |  |  |")
                .contains("1 pack, 1 rules, 1 cases");
        assertThat(shell.run("table", "--json")).isZero();
        assertThat(JSON.readTree(shell.out()).get("holds").toString()).isEqualTo("[\"always\"]");
    }

    @Test
    void tableIsWrittenBetweenTheMarkersAndNowhereElse() throws Exception {
        assertThat(shell.run("table", "--write")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("has no place for the table", "<!-- table -->");
        shell.write("README.md", "head\n<!-- table -->\nstale\n<!-- /table -->\nfoot\n");
        assertThat(shell.run("table", "--write")).isZero();
        assertThat(shell.read("README.md"))
                .startsWith("head\n<!-- table -->\n| pack |")
                .doesNotContain("stale")
                .endsWith("<!-- /table -->\nfoot\n");
        shell.write("a.yaml", "pack: b\n");
        assertThat(shell.run("table")).isEqualTo(ExitCode.DOES_NOT_COMPILE.number());
    }
}
