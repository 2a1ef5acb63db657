package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The differential run is compiled by its own profile of the build, and started. */
class DifferentialCommandIT {
    @TempDir
    private Path folder;

    @Test
    void withoutAnOlderBuildItSaysHowItIsUsed() throws Exception {
        var said = Gateway.Result.of(Launcher.of(folder, "differential", "--help"), 5);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out() + said.err()).contains("usage: facegate differential OLD_APP_FOLDER");
    }
}
