package io.facegate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.testkit.LongRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fuzzer finds a bug that was planted; in the long run it looks at all decoders for a moment. {@code ./facegate fuzz}
 * looks longer, at each by itself.
 */
class FuzzingIT {
    private static final Duration SHORT = Duration.ofSeconds(27);

    @TempDir
    private Path folder;

    /** Twelve seconds found nothing in the suite, and their instrumentation took a minute and a half. */
    @Test
    @LongRun
    void nothingThatTheFuzzerMakesUpBreaksADecoder() throws IOException, InterruptedException {
        var corpus = AnyDecoderFuzzer.corpus(folder.resolve("corpora"));
        var found = Fuzzing.in(folder).fuzz(AnyDecoderFuzzer.class, SHORT, corpus);
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
