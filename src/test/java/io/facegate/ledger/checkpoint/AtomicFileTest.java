package io.facegate.ledger.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New files: of several writers one succeeds, the file is whole, and nothing is overwritten. */
class AtomicFileTest {
    private static final int ROUNDS = 50;
    private static final int SIZE = 200_000;

    @TempDir
    Path folder;

    private static byte[] content(int writer) {
        var bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) writer);
        return bytes;
    }

    /** Returns true if the file was written, false if another one had written it. */
    private static Callable<Boolean> writer(Path file, int number, CyclicBarrier together) {
        return () -> {
            together.await();
            try {
                AtomicFile.writeNew(file, content(number));
                return true;
            } catch (FileAlreadyExistsException there) {
                assertThat(Files.size(file)).isEqualTo(SIZE);
                return false;
            }
        };
    }

    @Test
    void ofTwoWritersAtOnceOneWins() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < ROUNDS; round++) {
                var file = folder.resolve("report-" + round);
                var together = new CyclicBarrier(2);
                var won = threads.invokeAll(List.of(writer(file, 1, together), writer(file, 2, together)));
                assertThat(won.get(0).get()).isNotEqualTo(won.get(1).get());
                assertThat(Files.readAllBytes(file))
                        .isEqualTo(content(won.get(0).get() ? 1 : 2));
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(ROUNDS);
        }
    }

    @Test
    void onlyTheOwnerCanReadIt() throws IOException {
        var file = folder.resolve("report");
        AtomicFile.writeNew(file, content(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatIsThereStays() throws IOException {
        var file = folder.resolve("report");
        Files.writeString(file, "Somebody's.");
        assertThatThrownBy(() -> AtomicFile.writeNew(file, "Ours.".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("Somebody's.");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    /** A link to nowhere is a name that is taken. */
    @Test
    void aLinkIsNotFollowed() throws IOException {
        var file = Files.createSymbolicLink(folder.resolve("report"), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> AtomicFile.writeNew(file, content(1))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }
}
