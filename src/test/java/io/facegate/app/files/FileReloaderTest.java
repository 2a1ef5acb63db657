package io.facegate.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.facegate.call.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that changes while a gateway runs. */
class FileReloaderTest {
    @TempDir
    private Path folder;

    private final List<String> recorded = new ArrayList<>();
    private boolean isLedgerDown;
    private final FileReloader reloader = new FileReloader((option, digest) -> {
        if (isLedgerDown) {
            throw new Fault.LedgerDown("down");
        }
        recorded.add(option);
    });
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("key"), "one");
    }

    private static String oneWord(Path file) {
        try {
            var text = Files.readString(file).strip();
            if (text.isEmpty() || text.contains(" ")) {
                throw new IllegalArgumentException("it must hold one word");
            }
            return text;
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    @Test
    void aChangeIsUsedOnceItIsOnRecord() throws IOException {
        var key = reloader.follow("azure-key", file, FileReloaderTest::oneWord);
        reloader.look();
        assertThat(recorded).isEmpty();

        isLedgerDown = true;
        Files.writeString(file, "two");
        lookTwice();
        assertThat(key.get()).isEqualTo("one");

        isLedgerDown = false;
        reloader.look();
        assertThat(key.get()).isEqualTo("two");
        reloader.look();
        assertThat(recorded).containsExactly("azure-key");
    }

    /** A pipe never ends. */
    @Test
    void whatTakesThePlaceOfAFileAndIsNoneIsNotWaitedFor() throws Exception {
        var key = reloader.follow("azure-key", file, FileReloaderTest::oneWord);
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertTimeoutPreemptively(Duration.ofSeconds(20), this::lookTwice);
        assertThat(reloader.rejected()).containsExactly("--azure-key");
        assertThat(key.get()).isEqualTo("one");
    }

    @Test
    void aFileThatCannotBeUsedChangesNothing() throws IOException {
        var key = reloader.follow("azure-key", file, FileReloaderTest::oneWord);
        Files.writeString(file, "two words");
        lookTwice();
        assertThat(reloader.rejected()).containsExactly("--azure-key");

        Files.delete(file);
        lookTwice();
        assertThat(reloader.rejected()).containsExactly("--azure-key");

        Files.write(file, new byte[(1 << 20) + 1]);
        lookTwice();
        assertThat(key.get()).isEqualTo("one");
        assertThat(recorded).isEmpty();

        Files.writeString(file, "one");
        reloader.look();
        assertThat(reloader.rejected()).isEmpty();
    }

    /** The bytes that were looked at first are not those that were read. */
    @Test
    void aFileThatIsWrittenMeanwhileIsReadAgain() throws IOException {
        Function<Path, String> slow = path -> {
            var read = oneWord(path);
            if (read.equals("half")) {
                try {
                    Files.writeString(path, "whole");
                } catch (IOException unwritten) {
                    throw new UncheckedIOException(unwritten);
                }
            }
            return read;
        };
        var key = reloader.follow("azure-key", file, slow);
        Files.writeString(file, "half");
        lookTwice();
        assertThat(key.get()).isEqualTo("one");
        lookTwice();
        assertThat(key.get()).isEqualTo("whole");
    }

    /** A writer that pauses: what stands there for one look is not used. */
    @Test
    void aFileThatStillGrowsIsNotUsed() throws IOException {
        var key = reloader.follow("azure-key", file, FileReloaderTest::oneWord);
        Files.writeString(file, "tw");
        reloader.look();
        Files.writeString(file, "two");
        reloader.look();
        assertThat(key.get()).isEqualTo("one");
        reloader.look();
        assertThat(key.get()).isEqualTo("two");
        assertThat(recorded).hasSize(1);
    }

    private void lookTwice() {
        reloader.look();
        reloader.look();
    }

    @Test
    void aFileThatIsUnusableAtTheStartStopsIt() throws IOException {
        Files.writeString(file, "");
        assertThatThrownBy(() -> reloader.follow("azure-key", file, FileReloaderTest::oneWord))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
