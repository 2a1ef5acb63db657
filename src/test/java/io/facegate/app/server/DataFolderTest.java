package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void makesAFolderThatOnlyItsOwnerReads() throws IOException {
        var made = folder.resolve("data");
        DataFolder.prepare(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void refusesAFolderThatAnybodyCanWriteTo() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> DataFolder.prepare(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("chmod o-w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger.key", "log.skey", "galleries.key"})
    void refusesASecretThatOthersCanRead(String name) throws IOException {
        var secret = Files.writeString(folder.resolve(name), "secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> DataFolder.prepare(folder)).hasMessageContaining("chmod 600 " + secret);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        DataFolder.prepare(folder);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--------"));
        DataFolder.prepare(folder);
    }
}
