package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM's start-up cache that the build makes: a gateway starts with it, and as well without. */
class StartCacheIT {
    /** The JVM then ends if it cannot use the cache. */
    private static final String DEMANDED = "-XX:AOTMode=on";

    @TempDir
    private Path folder;

    @Test
    void theCacheIsOfThisBuild() {
        try (var gateway = start(DEMANDED)) {
            assertThat(gateway.log()).doesNotContain("[aot]");
        }
    }

    @Test
    void aDamagedCacheIsNotUsedAndStopsNoStart() throws IOException {
        var damaged = Files.write(folder.resolve("damaged.aot"), new byte[4096]);
        try (var gateway = start("-XX:AOTCache=" + damaged)) {
            assertThat(gateway.log()).doesNotContain("[aot]");
        }
        assertThatThrownBy(() -> start("-XX:AOTCache=" + damaged, DEMANDED)).hasMessageContaining("did not start");
    }

    /** With {@code -Xshare:on} the JVM ends if it cannot use the archive. */
    @Test
    void theArchiveOfCommandsIsOfThisBuildAndADamagedOneIsNotUsed() throws IOException {
        var here = Path.of("target/quarkus-app/commands.jsa").toAbsolutePath();
        assertThat(version(here, "-Xshare:on").code()).isZero();
        var damaged = Files.write(folder.resolve("damaged.jsa"), new byte[4096]);
        assertThat(version(damaged, "-Xshare:on").code()).isEqualTo(1);
        var without = version(damaged, "-Xshare:auto").expect(0);
        assertThat(without.out()).startsWith("facegate ").hasLineCount(1);
        assertThat(without.err()).isEmpty();
    }

    private static Gateway.Result version(Path archive, String sharing) {
        return Gateway.Result.of(PackagedBuild.THIS.command(archive, List.of(sharing), List.of("--version")));
    }

    /** The cache keeps at which level a method was compiled last, and a gateway compiles it no better than that. */
    @Test
    void aGatewayWithTheCacheIsCompiledForTheLongRun() throws IOException {
        try (var gateway = start("-XX:TieredStopAtLevel=4")) {
            Await.until(() -> !levelsOfSha256(gateway).isEmpty());
            assertThat(levelsOfSha256(gateway)).doesNotContain("1");
        }
    }

    /** The levels at which the JVM compiled SHA-256, for which processors have instructions. */
    private static List<String> levelsOfSha256(Gateway gateway) throws IOException {
        var tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var asked = new ProcessBuilder(tool, String.valueOf(gateway.process().pid()), "Compiler.codelist").start();
        try (var lines = asked.inputReader()) {
            return lines.lines()
                    .filter(line -> line.contains("SHA2.implCompress0("))
                    .map(line -> line.split(" ")[1])
                    .toList();
        }
    }

    private Gateway start(String... jvm) {
        return Gateway.start(folder.resolve("data"), Map.of(), List.of(jvm));
    }
}
