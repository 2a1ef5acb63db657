package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.SelfSigned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server shows no certificate that was put in place after the check. */
class TlsReloadTest {
    @TempDir
    private Path folder;

    private TlsFiles files;
    private final List<String> read = new ArrayList<>();

    @BeforeEach
    void certificate() throws Exception {
        SelfSigned.pem(folder, "dns:localhost");
        files = new TlsFiles(folder.resolve("vendor.pem"), folder.resolve("vendor.key"), null);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        }
    }

    private boolean note() {
        read.add(TlsFiles.digest(files.certificate()));
        return true;
    }

    @Test
    void whatIsReadAndCheckedIsTold() {
        var done = TlsReload.of(files, this::note);
        assertThat(done.problem()).isNull();
        assertThat(done.digest()).isEqualTo(files.digest());
        assertThat(read).hasSize(1);
    }

    /** The key of another certificate arrives while the server reads. */
    @Test
    void aFileThatIsReplacedMeanwhileIsCheckedToo() throws Exception {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        SelfSigned.pem(elsewhere, "dns:other");
        var other = Files.readString(elsewhere.resolve("vendor.key"));
        var done = TlsReload.of(files, () -> {
            write("vendor.key", other);
            return note();
        });
        assertThat(done.problem()).contains("is not that of the certificate");
        assertThat(done.digest()).isEqualTo(files.digest());
        assertThat(read).hasSize(1);
    }

    @Test
    void aPairThatIsReplacedMeanwhileIsReadAgain() throws Exception {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        SelfSigned.pem(elsewhere, "dns:other");
        var pem = Files.readString(elsewhere.resolve("vendor.pem"));
        var key = Files.readString(elsewhere.resolve("vendor.key"));
        var done = TlsReload.of(files, () -> {
            note();
            write("vendor.pem", pem);
            write("vendor.key", key);
            return true;
        });
        assertThat(done.problem()).isNull();
        assertThat(read).hasSize(2).doesNotHaveDuplicates();
        assertThat(read.getLast()).isEqualTo(TlsFiles.digest(files.certificate()));
    }

    /** Nobody keeps the gateway busy. */
    @Test
    void filesThatChangeAllTheTimeAreLeftForLater() {
        var done = TlsReload.of(files, () -> {
            write("vendor.key", "\n".repeat(read.size() + 1) + text("vendor.key"));
            return note();
        });
        assertThat(done.problem()).contains("change all the time");
        assertThat(read).hasSize(5);
    }

    private String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    @Test
    void whatTheServerCannotReadIsAProblem() {
        assertThat(TlsReload.of(files, () -> false).problem()).contains("could not be read");
    }
}
