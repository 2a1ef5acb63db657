package io.facegate.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which settings are somebody else's business, and which are refused; SettingsIT sees what a start makes of them. */
class ForeignSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsOfOthersIsLeftAlone() throws Exception {
        Files.writeString(folder.resolve(".env"), "PORT=1\nMP_TEAM=faces\nQUARKUSES=2\nFACEGATE_PORT=3\n");
        var found = ForeignSettings.find(
                Set.of("PATH", "MP_TEAM", "QUARKUSES", "FACEGATE_PORT", "AWS_REGION", "VERTX_THING"),
                Set.of("java.home", "user.dir", "vertxes.x", "io.netty.noUnsafe"),
                folder);
        assertThat(found.problem()).isNull();
        assertThat(found.ignored()).isEmpty();
    }

    @Test
    void everyOneThatIsRefusedIsNamedWithWhereItIs() throws Exception {
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), "%prod.quarkus.http.host=0.0.0.0\n");
        var found = ForeignSettings.find(
                Set.of("QUARKUS_HTTP_PORT", "QUARKUS_LOG_LEVEL"), Set.of("vertx.disableURIValidation"), folder);
        assertThat(found.problem())
                .contains(
                        "environment variable QUARKUS_HTTP_PORT",
                        "system property vertx.disableURIValidation",
                        "%prod.quarkus.http.host in " + folder.resolve("config"))
                .doesNotContain("QUARKUS_LOG_LEVEL");
        assertThat(found.ignored()).containsExactly("environment variable QUARKUS_LOG_LEVEL");
    }
}
