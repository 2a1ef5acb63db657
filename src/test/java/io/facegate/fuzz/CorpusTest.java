package io.facegate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What fuzzing found once, and the seeds that it starts from, decoded again by every build. */
class CorpusTest {
    @TestFactory
    Stream<DynamicTest> decodesEveryInputOfEveryCorpus() {
        return Arrays.stream(FuzzTarget.values())
                .flatMap(target -> inputs(target)
                        .map(input -> dynamicTest(
                                target.word() + '/' + input.getFileName(),
                                () -> assertTimeoutPreemptively(
                                        Duration.ofSeconds(60), () -> target.run(Files.readAllBytes(input))))));
    }

    @Test
    void everyDecoderHasACorpus() {
        for (var target : FuzzTarget.values()) {
            assertThat(inputs(target)).as(target.word()).hasSizeGreaterThan(4);
        }
    }

    private static Stream<Path> inputs(FuzzTarget target) {
        try (var files = Files.list(Fuzzing.corpus(target))) {
            return files.sorted().toList().stream();
        } catch (IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }
}
