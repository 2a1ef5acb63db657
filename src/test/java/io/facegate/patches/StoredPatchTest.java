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

    @ParameterizedTest
    @EnumSource
    void addingOneTouchesAtMostEightFiles(StoredPatch patch) throws Exception {
        assertThat(patch.files()).hasSizeBetween(1, MOST);
        var ended = new PatchedCopy(temp, patch.path()).test(patch.tests());
        assertThat(ended.code()).as(ended.out()).isZero();
    }
}
