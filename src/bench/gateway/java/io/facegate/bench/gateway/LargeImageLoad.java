package io.facegate.bench.gateway;

import io.facegate.bench.gateway.report.BenchTarget;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** Many concurrent callers, each sending one large image at the same moment, several times. */
final class LargeImageLoad {
    private static final int CALLS_EACH = 2;

    private final BenchCall call;
    private final Map<String, LongAdder> endings = new ConcurrentHashMap<>();

    private LargeImageLoad(BenchCall call) {
        this.call = call;
    }

    /** Number of calls by result: {@code 200}, or the status and the vendor's error name. */
    static Map<String, Long> send(BenchCall call) throws InterruptedException {
        var crowd = new LargeImageLoad(call);
        var together = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < BenchTarget.CALLERS; caller++) {
                threads.execute(() -> crowd.callRepeatedly(together));
            }
            together.countDown();
        }
        var counted = new TreeMap<String, Long>();
        crowd.endings.forEach((ending, times) -> counted.put(ending, times.sum()));
        return counted;
    }

    private void callRepeatedly(CountDownLatch together) {
        try {
            together.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        for (int at = 0; at < CALLS_EACH; at++) {
            endings.computeIfAbsent(ending(), unheard -> new LongAdder()).increment();
        }
    }

    private String ending() {
        try (var line = HttpConnection.to(call.to())) {
            var answer = line.send(call);
            return (answer.status() + " " + answer.error()).strip();
        } catch (IOException broken) {
            return "broken: " + broken.getMessage();
        }
    }
}
