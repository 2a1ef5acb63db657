package io.facegate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short look of the fuzzer at each decoder, about two minutes in all; {@code ./facegate fuzz} looks longer. */
class FuzzingIT {
    private static final Duration SHORT = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void nothingThatTheFuzzerMakesUpBreaksADecoder(FuzzTarget target) throws IOException, InterruptedException {
        var found = Fuzzing.in(folder).fuzz(target.fuzzer(), SHORT, Fuzzing.corpus(target));
        assertThat(found.inputs()).as(found.said()).isEmpty();
        assertThat(Fuzzing.ran(found)).as(found.said()).isTrue();
    }

    @Test
    void theFuzzerFindsABugThatWasPlanted() throws IOException, InterruptedException {
        var found = Fuzzing.in(folder).fuzz(PlantedFuzzer.class, Duration.ofSeconds(60));
        assertThat(found.said()).contains("StackOverflow");
        assertThat(found.inputs()).isNotEmpty();
    }
}
