package io.facegate.patches;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The control of {@link StoredPatchTest}: without any one of its files, a patch does not pass. */
class StoredPatchIT {
    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource
    void eachFileOfAPatchIsNeeded(StoredPatch patch) throws Exception {
        var copy = new PatchedCopy(temp, patch.path());
        var needless = new ArrayList<String>();
        for (var file : patch.files()) {
            var ended = copy.testWithout(file, patch.tests());
            if (ended.code() != PatchedTests.FAILED) {
                needless.add(file + ": " + ended.out());
            }
        }
        assertThat(needless).isEmpty();
    }
}
