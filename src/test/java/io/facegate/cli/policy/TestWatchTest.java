package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TestWatchTest {
    @TempDir
    private Path folder;

    private final LinkedBlockingQueue<Integer> runs = new LinkedBlockingQueue<>();
    private final AtomicInteger code = new AtomicInteger();
    private PipedOutputStream keys;
    private Thread watching;

    @BeforeEach
    void watch() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "one");
        keys = new PipedOutputStream();
        var watch = new TestWatch(folder, new PipedInputStream(keys), Duration.ofMillis(20));
        var count = new AtomicInteger();
        watching = Thread.ofVirtual()
                .start(() -> code.set(watch.run(() -> {
                    runs.add(count.incrementAndGet());
                    return count.get();
                })));
        assertThat(run()).isEqualTo(1);
    }

    @Test
    void runsAgainAfterEachChangeAndStopsAtTheEndOfInput() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "another");
        assertThat(run()).isEqualTo(2);
        Files.writeString(folder.resolve("b_test.yaml"), "more");
        assertThat(run()).isEqualTo(3);
        Files.delete(folder.resolve("a.yaml"));
        assertThat(run()).isEqualTo(4);
        stop();
        assertThat(code).hasValue(4);
    }

    @Test
    void doesNotRunWhereNoPolicyChanges() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "unheard");
        keys.write("typed\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(runs.poll(500, TimeUnit.MILLISECONDS)).isNull();
        stop();
        assertThat(code).hasValue(1);
    }

    @Test
    void outlivesAFolderThatGoesAndComes() throws Exception {
        Files.delete(folder.resolve("a.yaml"));
        Files.delete(folder);
        assertThat(run()).isEqualTo(2);
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("a.yaml"), "back");
        assertThat(run()).isGreaterThan(2);
        stop();
    }

    @Test
    void stopsWhenInterrupted() throws Exception {
        watching.interrupt();
        assertThat(watching.join(Duration.ofMinutes(2))).isTrue();
    }

    private Integer run() throws InterruptedException {
        return runs.poll(10, TimeUnit.SECONDS);
    }

    private void stop() throws IOException, InterruptedException {
        keys.close();
        assertThat(watching.join(Duration.ofMinutes(2))).isTrue();
    }
}
