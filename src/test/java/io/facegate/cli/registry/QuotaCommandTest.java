package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code facegate quota}, as docs/limits.md tells it. */
class QuotaCommandTest {
    @TempDir
    private Path data;

    @TempDir
    private Path elsewhere;

    private final Shell shell = new Shell();

    @BeforeEach
    void people() {
        shell.registerPolice(data);
        assertThat(run("person add --id m.roe --role operator --by m.roe"))
                .as(shell.err())
                .isZero();
    }

    private int run(String words) {
        return shell.run(data, words.split(" "));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(elsewhere.resolve("q.yaml"), text);
    }

    @Test
    void theyAreSetShownInHistoryAndCleared() throws Exception {
        assertThat(run("quota show")).isZero();
        assertThat(shell.out() + shell.err()).contains("has no quotas", "this data folder has none");
        var text = "quotas:\n  - {name: a, organisation: pd, per_day: 1}";
        var file = write(text + "\n");
        assertThat(run("quota set " + file + " --by m.roe --reason Contract."))
                .as(shell.err())
                .isZero();
        Files.writeString(data.resolve("quotas.yaml"), "quotas: []\n");
        assertThat(run("quota show")).isZero();
        assertThat(shell.out()).contains(text);
        assertThat(shell.out() + shell.err()).contains("In force at every gateway", "is not used");
        assertThat(run("registry history")).isZero();
        assertThat(shell.out()).contains("quotas_set", "by m.roe", "because: Contract.", "per_day: 1");
        assertThat(run("quota clear --by m.roe")).as(shell.err()).isZero();
        assertThat(run("quota show")).isZero();
        assertThat(shell.out() + shell.err()).contains("such as quotas.yaml of this data folder");
        assertThat(run("quota clear --by m.roe")).isEqualTo(2);
    }

    @Test
    void aMistakeIsSaidAndSetsNothing() throws Exception {
        var file = write("quotas:\n  - {name: a, organisation: pd, perday: 1}\n");
        assertThat(run("quota set " + file + " --by m.roe")).isEqualTo(2);
        assertThat(shell.err())
                .contains("no setting perday (entry 1); an entry takes burst, capability", "docs/limits.md");
        var many = write("quotas:\n  - {" + "x".repeat(1_000) + ": 1}\n  - {perday: 1}\n");
        assertThat(run("quota set " + many + " --by m.roe")).isEqualTo(2);
        assertThat(shell.err())
                .contains("no setting " + "x".repeat(40) + " (entry 1), nor perday (entry 2)")
                .doesNotContain("x".repeat(41));
        assertThat(run("quota set " + write("quotas: []\n")))
                .as("in nobody's name")
                .isEqualTo(2);
        assertThat(Shell.acts(data)).noneMatch(act -> act.startsWith("quotas_"));
    }

    @Test
    void aRowThatWasChangedIsTold() throws Exception {
        assertThat(run("quota set " + write("quotas: []\n") + " --by m.roe")).isZero();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var run = connection.createStatement()) {
            run.executeUpdate("DELETE FROM registry_setting WHERE id = 'quotas'");
        }
        assertThat(run("quota show")).isEqualTo(1);
        assertThat(shell.err()).contains("outside Facegate");
        assertThat(run("registry accept --by m.roe")).as(shell.err()).isZero();
        assertThat(run("quota show")).isEqualTo(5);
        assertThat(shell.err()).contains("facegate quota set FILE");
        assertThat(run("quota clear --by m.roe")).as(shell.err()).isZero();
        assertThat(run("quota show")).isZero();
    }
}
