package io.facegate.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A move that is killed between any two steps of its end is ended by the next start. */
class MovingStoreFileTest {
    private static final List<String> NAMES =
            List.of("held.db", "held.db-wal", "held.db-shm", "held.db.v2", "held.key");

    @TempDir
    private Path folder;

    /** Stands for the kill of the process. */
    private static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private MovingStoreFile file(boolean kept) {
        return new MovingStoreFile(
                "held", folder.resolve("held.db"), kept ? null : folder.resolve("held.key"), "answers");
    }

    private void fill() throws IOException {
        for (var name : NAMES) {
            Files.writeString(folder.resolve(name), name);
        }
    }

    private List<String> there() throws IOException {
        try (var found = Files.list(folder)) {
            return found.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whereverItWasKilledTheNextStartEndsIt() throws Exception {
        int deleted = 0;
        while (!isWholeAfter(deleted)) {
            assertThat(there())
                    .as("after %d", deleted)
                    .contains("held.db.moved")
                    .doesNotContain("held.db");
            assertThat(file(false).begin(SealOptions.ALONE)).isFalse();
            assertThat(there()).as("after %d", deleted).isEmpty();
            deleted++;
        }
        assertThat(deleted).isEqualTo(4);
        assertThat(there()).isEmpty();
    }

    /** False if it was killed before it had deleted more than that many files. */
    private boolean isWholeAfter(int most) throws IOException {
        fill();
        var left = new int[] {most};
        try {
            file(false).retire(each -> {
                if (left[0]-- == 0) {
                    throw new KilledException();
                }
                Files.deleteIfExists(each);
            });
            return true;
        } catch (KilledException killed) {
            return false;
        }
    }

    @Test
    void aFileThatIsKeptIsRenamedAndKeepsItsKey() throws Exception {
        fill();
        assertThatThrownBy(() -> file(true).retire(each -> {
                    throw new KilledException();
                }))
                .isInstanceOf(KilledException.class);
        assertThat(file(true).begin(SealOptions.ALONE)).isFalse();
        assertThat(there()).containsExactly("held.db.moved", "held.db.v2", "held.key");
    }

    /** An earlier build deleted the file first. */
    @Test
    void whatAnEarlierBuildLeftIsDeletedOnceTheMoveIsOnRecord() throws Exception {
        fill();
        Files.delete(folder.resolve("held.db"));
        assertThat(file(false).begin(SealOptions.ALONE)).isFalse();
        assertThat(there()).as("a key that may belong to a file in a backup").contains("held.key");
        var moved = new SealOptions(TamperAlarm.NONE, false, SealOptions.SHARED);
        assertThat(file(false).begin(moved)).isFalse();
        assertThat(there()).isEmpty();
    }

    @Test
    void anOlderCopyIsRefusedOnceTheMoveIsOnRecord() throws Exception {
        fill();
        assertThat(file(false).begin(SealOptions.ALONE)).isTrue();
        assertThat(file(false).begin(new SealOptions(TamperAlarm.NONE, false, "held:" + "0".repeat(32))))
                .isTrue();
        assertThatThrownBy(() -> file(false).begin(new SealOptions(TamperAlarm.NONE, false, SealOptions.SHARED)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("older copy that somebody put back. Move it away.");
        assertThat(there()).hasSameSizeAs(NAMES);
    }
}
