package io.facegate.bench.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Raw disk latency: small writes into a preallocated file, each made durable by itself. */
public final class DiskProbe {
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 1024;
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private DiskProbe() {}

    /** Probes for {@code length} and adds the nanoseconds of each write. */
    public static void probe(Path folder, Duration length, Histogram into) throws IOException {
        var file = Files.createTempFile(folder, "fsync", ".probe");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var block = ByteBuffer.allocateDirect(BLOCK);
            for (int at = 0; at < BLOCKS; at++) {
                channel.write(block.clear(), (long) at * BLOCK);
            }
            channel.force(true);
            long end = System.nanoTime() + length.toNanos();
            for (int at = 0; System.nanoTime() < end; at = (at + 1) % BLOCKS) {
                block.clear().putLong(0, System.nanoTime());
                long start = System.nanoTime();
                channel.write(block, (long) at * BLOCK);
                channel.force(false);
                into.recordValue(System.nanoTime() - start);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } finally {
            Files.delete(file);
        }
    }
}
