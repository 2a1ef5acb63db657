package io.facegate.ledger;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Measures the embedded ledger on this machine's disk: {@code LedgerBench FOLDER SECONDS}. Two records a call. */
public final class LedgerBench {
    private LedgerBench() {}

    public static void main(String[] args) throws Exception {
        var folder = Files.createDirectories(Path.of(args[0]));
        long seconds = Long.parseLong(args[1]);
        encode();
        encode();
        probe(folder, "fsync before");
        try (var ledger = Ledger.open(folder.resolve("bench-" + System.nanoTime()), Sample.STRICT)) {
            closed(ledger, 32, 2, "warm-up, 32 callers");
            closed(ledger, 32, seconds, "closed loop, 32 callers");
            closed(ledger, 1, seconds, "closed loop, 1 caller");
            Thread.sleep(2000);
            open(ledger, 1000, seconds);
            Thread.sleep(2000);
            open(ledger, 5000, seconds);
            Thread.sleep(2000);
            open(ledger, 9000, seconds);
        }
        probe(folder, "fsync after");
    }

    /** What both records of a call cost the caller's own thread. */
    private static void encode() {
        var scribe = new Scribe("0.1.0");
        var threads = ManagementFactory.getThreadMXBean();
        int calls = 300_000;
        long bytes = 0;
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < calls; i++) {
            var asked = Sample.asked(Instant.now());
            var written = scribe.permit(asked, Sample.permit(), new Ledger.Undertaking(asked.call(), null, null));
            bytes += written.line().json().length;
            bytes += scribe.outcome(written.id(), new Ledger.Ending("ok", "", 1, 1234), Instant.now())
                    .json()
                    .length;
        }
        long spent = threads.getCurrentThreadCpuTime() - start;
        System.out.printf("encode and hash: %.2f us a call, %d bytes%n", spent / 1e3 / calls, bytes / calls);
    }

    private static void call(Ledger ledger) {
        var cleared = ledger.clear(Sample.asked(Instant.now()), Sample.permit());
        ledger.close(cleared, new Ledger.Ending("ok", "", 1, 1234));
    }

    private static void closed(Ledger ledger, int callers, long seconds, String name) throws Exception {
        var times = new long[4_000_000];
        var count = new AtomicInteger();
        long cpu = cpu();
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                each.submit(() -> {
                    while (System.nanoTime() < until) {
                        long start = System.nanoTime();
                        call(ledger);
                        times[count.getAndIncrement()] = System.nanoTime() - start;
                    }
                });
            }
        }
        report(name, times, count.get(), seconds, cpu() - cpu);
    }

    private static void open(Ledger ledger, int rate, long seconds) throws Exception {
        int calls = (int) (rate * seconds);
        var times = new long[calls];
        var failed = new AtomicInteger();
        long cpu = cpu();
        long start = System.nanoTime();
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls; i++) {
                long due = start + i * 1_000_000_000L / rate;
                int at = i;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                each.submit(() -> {
                    try {
                        call(ledger);
                    } catch (io.facegate.call.Fault refused) {
                        failed.incrementAndGet();
                    }
                    times[at] = System.nanoTime() - due;
                });
            }
        }
        report("open loop, " + rate + " calls/s, " + failed + " refused", times, calls, seconds, cpu() - cpu);
    }

    private static void probe(Path folder, String name) throws IOException {
        var times = new long[500];
        var file = folder.resolve("probe");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < times.length; i++) {
                channel.write(ByteBuffer.allocate(16384), i % 100 * 16384L);
                long start = System.nanoTime();
                channel.force(true);
                times[i] = System.nanoTime() - start;
            }
        }
        Files.delete(file);
        report(name, times, times.length, 1, 0);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void report(String name, long[] times, int count, long seconds, long cpu) {
        var sorted = Arrays.copyOf(times, count);
        Arrays.sort(sorted);
        System.out.printf(
                "%-45s %8.0f/s  p50 %7.3f ms  p99 %7.3f ms  max %7.1f ms  cpu %5.1f us each%n",
                name,
                (double) count / seconds,
                sorted[count / 2] / 1e6,
                sorted[(int) (count * 0.99)] / 1e6,
                sorted[count - 1] / 1e6,
                cpu / 1e3 / count);
    }
}
