package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway is called in records. */
class HostNameReaderTest {
    @TempDir
    private Path folder;

    @Test
    void theKernelSaysItBeforeTheEnvironment() throws IOException {
        var kernel = Files.writeString(folder.resolve("hostname"), "facegate-0\n");
        assertThat(HostNameReader.read(kernel, Map.of("HOSTNAME", "other"))).isEqualTo("facegate-0");
        var none = folder.resolve("none");
        assertThat(HostNameReader.read(none, Map.of("HOSTNAME", "gateway-b"))).isEqualTo("gateway-b");
        assertThat(HostNameReader.read(none, Map.of("COMPUTERNAME", "OFFICE-7")))
                .isEqualTo("OFFICE-7");
    }

    /** A start without a name is on record all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "LOCALHOST", "localhost.localdomain", "a b", "<b>", "-x", "x-", "\u00e9t\u00e9"
            })
    void whatNamesNoMachineIsNoName(String said) throws IOException {
        var kernel = Files.writeString(folder.resolve("hostname"), said);
        assertThat(HostNameReader.read(kernel, Map.of())).isNull();
        assertThat(HostNameReader.read(kernel, Map.of("HOSTNAME", "gateway-b"))).isEqualTo("gateway-b");
        assertThat(HostNameReader.read(folder.resolve("none"), Map.of("HOSTNAME", "x".repeat(65))))
                .isNull();
    }
}
