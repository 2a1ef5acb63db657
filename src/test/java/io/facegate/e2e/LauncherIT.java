package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher has Maven do, on a machine with and without Maven; programs that only note their arguments stand in. */
class LauncherIT {
    private static final List<String> NEEDED =
            List.of("bash", "dirname", "readlink", "sed", "id", "ls", "grep", "cat", "sh", "realpath");

    @TempDir
    private Path folder;

    private Path home;
    private Path bin;
    private String before = "";

    @BeforeEach
    void aMachineWithLittleOnIt() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        bin = Files.createDirectory(folder.resolve("bin"));
        Files.copy(Launcher.SCRIPT, home.resolve("facegate"));
        for (var name : NEEDED) {
            Files.createSymbolicLink(bin.resolve(name), Path.of("/usr/bin", name));
        }
        standIn(bin.resolve("npm"), "exit 0");
        standIn(home.resolve("mvnw"), note("mvnw"));
    }

    @Test
    void theWordTestRunsTheSuiteAlone() throws Exception {
        standIn(bin.resolve("mvn"), note("mvn"));
        assertThat(launch("test", "-Dtest=One")).isZero();
        assertThat(noted()).singleElement().asString().startsWith("mvn ").endsWith(" verify -Dtest=One");
    }

    @Test
    void theWordsTestAllRunTheSuiteThenWhatIsTooLongForIt() throws Exception {
        standIn(bin.resolve("mvn"), note("mvn"));
        assertThat(launch("test", "--all")).isZero();
        assertThat(noted()).hasSize(7);
        assertThat(noted().get(0)).endsWith(" verify");
        assertThat(noted().get(1))
                .contains("-Dtest=ManyRulesTest", "-Dfacegate.rules=5000")
                .endsWith(" test");
        assertThat(noted().get(2))
                .contains("-Dit.test=ClientMatrixIT", "-Dfacegate.matrix.each=10")
                .endsWith(" verify");
        assertThat(noted().get(3)).contains("-Pfuzz", "-Dfuzz.args=2").endsWith(" exec:exec");
        assertThat(noted().get(4)).contains("-Dit.test=ChangePropagationRun").endsWith(" verify");
        assertThat(noted().get(5)).contains("-Dit.test=RollingRestartRun").endsWith(" verify");
        assertThat(noted().get(6)).contains("-Dtest=ReconcileRun").endsWith(" test");
        assertThat(said())
                .contains("passed", "the suite", "proofs over 5,000 rules", "not run")
                .doesNotContain("FAILED");
    }

    @Test
    void whereAnOlderBuildIsNamedTheNewOneRunsBesideIt() throws Exception {
        standIn(bin.resolve("mvn"), note("mvn") + "; case \"$*\" in *--control*) exit 1 ;; esac");
        before = folder.toString();
        assertThat(launch("test", "--all")).isZero();
        assertThat(noted()).hasSize(12);
        assertThat(noted().get(7)).contains("-Pdifferential", "-Ddifferential.args=" + folder.toRealPath());
        assertThat(noted().subList(8, 11))
                .allSatisfy(run -> assertThat(run).contains("--requests 300 --only wires --control "));
        assertThat(noted().get(11))
                .contains("-Dit.test=RollingUpgradeRun", "-Dfacegate.before=" + folder.toRealPath())
                .endsWith(" verify");
        assertThat(said()).doesNotContain("not run");
    }

    /** The broken control: a planted difference that is not found fails the whole. */
    @Test
    void aPlantedDifferenceThatIsNotFoundFailsTheWhole() throws Exception {
        standIn(bin.resolve("mvn"), note("mvn"));
        before = folder.toString();
        assertThat(launch("test", "--all")).isEqualTo(1);
        assertThat(said()).containsPattern("FAILED.*a planted difference");
    }

    @Test
    void aRunThatFailsFailsTheWholeButKeepsNoOtherFromRunning() throws Exception {
        standIn(bin.resolve("mvn"), note("mvn") + "; case \"$*\" in *ManyRules*) exit 1 ;; esac");
        assertThat(launch("test", "--all")).isEqualTo(1);
        assertThat(noted()).hasSize(7);
        assertThat(said()).containsPattern("FAILED.*proofs over").containsPattern("passed.*the suite");
    }

    @Test
    void withoutMavenTheWrapperIsUsed() throws Exception {
        standIn(bin.resolve("unzip"), "exit 0");
        standIn(bin.resolve("curl"), "exit 0");
        assertThat(launch("test", "-Dtest=One")).isZero();
        assertThat(noted()).singleElement().asString().startsWith("mvnw ").endsWith(" verify -Dtest=One");
    }

    @Test
    void theWrapperIsPinnedByChecksumAndNamesMavenCentralOnly() throws IOException {
        var pinned = Files.readString(Launcher.SCRIPT.resolveSibling(".mvn/wrapper/maven-wrapper.properties"));
        assertThat(pinned)
                .contains("distributionType=only-script", "distributionUrl=https://repo.maven.apache.org/maven2/")
                .containsPattern("distributionSha256Sum=[0-9a-f]{64}\\b");
        assertThat(Files.isExecutable(Launcher.SCRIPT.resolveSibling("mvnw"))).isTrue();
    }

    private String note(String name) {
        return "echo \"" + name + " $*\" >> '" + folder.resolve("noted.txt") + "'";
    }

    private static void standIn(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private List<String> noted() throws IOException {
        return Files.readAllLines(folder.resolve("noted.txt"));
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said.txt"));
    }

    private int launch(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(home.resolve("facegate").toString()));
        command.addAll(Arrays.asList(words));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile());
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("FACEGATE_BEFORE", before);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
