package io.facegate.bench.gateway;

import io.facegate.bench.gateway.report.BenchTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Open-loop load: calls are due at a fixed rate, whether or not earlier ones were answered. Latency counts from the due
 * time, so a stall shows in every call that it delays (no coordinated omission).
 */
final class OpenLoopLoad {
    private static final int DIGITS = 3;

    private final BenchCall call;
    private final ConcurrentLinkedDeque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
    private final Histogram nanos = new ConcurrentHistogram(DIGITS);
    private final LongAdder failed = new LongAdder();

    private OpenLoopLoad(BenchCall call) {
        this.call = call;
    }

    /** Latencies in nanoseconds, and the number of calls not answered 200. */
    record Round(Histogram nanos, long failed) {}

    static Round run(BenchCall call, Duration length) {
        return new OpenLoopLoad(call).run(length);
    }

    private Round run(Duration length) {
        long gap = Duration.ofSeconds(1).toNanos() / BenchTarget.CALLS_PER_SECOND;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            for (long due = start; due - start < length.toNanos(); due += gap) {
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                long at = due;
                threads.execute(() -> send(at));
            }
        } finally {
            idle.forEach(HttpConnection::close);
        }
        return new Round(nanos, failed.sum());
    }

    private void send(long due) {
        try {
            var kept = idle.pollFirst();
            var line = kept == null ? HttpConnection.to(call.to()) : kept;
            var answer = line.send(call);
            nanos.recordValue(System.nanoTime() - due);
            if (answer.status() != WrkLoad.OK) {
                failed.increment();
            }
            if (line.isOpen()) {
                idle.addFirst(line);
            } else {
                line.close();
            }
        } catch (IOException broken) {
            failed.increment();
        }
    }
}
