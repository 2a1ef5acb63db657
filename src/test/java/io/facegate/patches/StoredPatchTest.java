package io.facegate.patches;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One list a concept: a stored patch adds a made-up one in at most eight files, and everything knows it. */
class StoredPatchTest {
    private static final int MOST = 8;

    @TempDir
    private Path temp;

    /** All tests pass with the patch, and miss each of its files: the control. */
    @ParameterizedTest
    @EnumSource
    void addingOneTouchesAtMostEightFilesAndNeedsEachOfThem(StoredPatch patch) throws Exception {
        assertThat(patch.files()).hasSizeBetween(1, MOST);
        try (var copy = new PatchedCopy(temp, patch.path())) {
            var ended = copy.test(patch.tests());
            assertThat(ended.passed()).as(ended.out()).isTrue();
            for (var file : patch.files()) {
                assertThat(copy.testWithout(file, patch.tests()).passed())
                        .as("without " + file)
                        .isFalse();
            }
            assertThat(copy.test(patch.tests()).passed()).as("whole again").isTrue();
        }
    }
}
