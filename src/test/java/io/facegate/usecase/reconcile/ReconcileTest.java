package io.facegate.usecase.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of a vendor's trail that no permit covers are found, and no other. */
class ReconcileTest {
    @TempDir
    private Path folder;

    @Test
    void whatWentRoundIsFoundAmongRetriedTimedOutAndCrashedCalls() throws Exception {
        var made = PlantedTrail.write(folder.resolve("data"), folder.resolve("trail"), 20_000, 100);

        var result = PlantedTrail.compare(folder.resolve("data"), folder.resolve("trail"));

        var found = new TreeSet<String>();
        result.findings()
                .listed(Finding.Kind.BYPASS)
                .forEach(one -> found.add(String.valueOf(one.ids().request())));
        assertThat(found).isEqualTo(made.planted()).hasSize(100);
        assertThat(result.findings().count(Finding.Kind.UNDECIDED)).isZero();
        assertThat(result.findings().count(Finding.Kind.WRONG_PRINCIPAL)).isZero();
        assertThat(result.trail().counts().unreadable()).isZero();
        assertThat(result.matches().total()).isEqualTo(result.trail().counts().calls() - 100);
        assertThat(result.isClean()).isFalse();
    }
}
