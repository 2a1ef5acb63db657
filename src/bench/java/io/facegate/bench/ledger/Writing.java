package io.facegate.bench.ledger;

import io.facegate.bench.gateway.DiskProbe;
import io.facegate.call.Fault;
import io.facegate.call.MachineClock;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.address.LedgerAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Write load on a ledger: open loop at a fixed rate, waiting for each acknowledgement, or as fast as possible. */
public final class Writing {
    private static final int WARM_UP_SECONDS = 3;
    private static final Duration PROBED = Duration.ofSeconds(2);

    private static final Duration SPAN = Duration.ofDays(90);

    private Writing() {}

    /** Acknowledgement latencies in nanoseconds, the number of late ones, the disk's own latency, and the heap. */
    record Measured(Histogram acknowledged, long late, Histogram disk, long heapBefore, long heapAfter) {
        String row(String store, Options options) {
            return String.format(
                    Locale.ROOT,
                    "| %s: acknowledgement, %,d records/s open loop for %d s | p50 %.2f ms, p99 %.2f ms, max %.0f ms;"
                        + " %,d past the deadline | p50 ≤ 2 ms |%n| the disk's own fsync, before and after | p50 %.2f"
                        + " ms, p99 %.2f ms | |%n| heap after a collection: warmed up, at the end | %d MB, %d MB |"
                        + " flat |",
                    store,
                    options.rate(),
                    options.seconds(),
                    acknowledged.getValueAtPercentile(50) / 1e6,
                    acknowledged.getValueAtPercentile(99) / 1e6,
                    acknowledged.getMaxValue() / 1e6,
                    late,
                    disk.getValueAtPercentile(50) / 1e6,
                    disk.getValueAtPercentile(99) / 1e6,
                    heapBefore >> 20,
                    heapAfter >> 20);
        }
    }

    static Measured openLoop(Options options, LedgerAddress at) throws IOException {
        var disk = new Histogram(3);
        try (var ledger = Ledger.open(at, LedgerSettings.defaults("bench"))) {
            round(ledger, options.rate(), WARM_UP_SECONDS, new ConcurrentHistogram(3));
            long before = heap();
            DiskProbe.probe(at.data(), PROBED, disk);
            var acknowledged = new ConcurrentHistogram(3);
            long late = round(ledger, options.rate(), options.seconds(), acknowledged);
            DiskProbe.probe(at.data(), PROBED, disk);
            return new Measured(acknowledged, late, disk, before, heap());
        }
    }

    private static long round(Ledger ledger, int rate, int seconds, Histogram into) {
        var late = new AtomicLong();
        long start = System.nanoTime();
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long i = 0; i < (long) rate * seconds; i++) {
                long number = i;
                long due = start + i * 1_000_000_000L / rate;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                each.submit(() -> {
                    try {
                        Calls.refuse(ledger, number);
                    } catch (Fault.LedgerDown refused) {
                        late.incrementAndGet();
                    }
                    into.recordValue(System.nanoTime() - due);
                });
            }
        }
        return late.get();
    }

    /**
     * Fills a log at full speed with concurrent callers. Returns the number written, including those in flight at the
     * end.
     */
    static long fill(LedgerAddress at, long records, int callers) throws InterruptedException {
        return fill(at, records, callers, Calls::time);
    }

    /** Same, with calls of the 90 days before a moment. */
    public static long fill(LedgerAddress at, long records, int callers, Instant end) throws InterruptedException {
        var begin = end.minus(SPAN);
        double calls = records / Calls.RECORDS_EACH;
        return fill(
                at,
                records,
                callers,
                number -> begin.plusMillis((long) (SPAN.toMillis() * Math.min(1, number / calls))));
    }

    private static long fill(LedgerAddress at, long records, int callers, LongFunction<Instant> times)
            throws InterruptedException {
        var written = new AtomicLong();
        var now = new AtomicReference<>(times.apply(0));
        var settings = LedgerSettings.defaults("bench")
                .withDeadline(Duration.ofMinutes(5))
                .withQueue(1 << 16)
                .withClock(() -> new MachineClock.Reading(now.get(), System.nanoTime()));
        try (var ledger = Ledger.open(at, settings);
                var each = Executors.newVirtualThreadPerTaskExecutor()) {
            var room = new Semaphore(callers);
            for (long i = 0; written.get() < records; i++) {
                long number = i;
                now.set(times.apply(number));
                room.acquire();
                each.submit(() -> {
                    written.addAndGet(Calls.write(ledger, number, times.apply(number)));
                    room.release();
                });
            }
        }
        return written.get();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
