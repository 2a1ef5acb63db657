package io.facegate.e2e;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers that go on until they are stopped, through a balancer as operators have one: it asks each gateway's readiness,
 * and sets one that turns a call away aside until it says that it is ready again. A caller keeps its connections and
 * tries a call three times, as SDKs do. A call goes to the gateway with the fewest calls under way, so that one that
 * was just started gets only as many as it can answer.
 */
final class FleetLoad implements AutoCloseable {
    private static final int CALLERS = 24;
    private static final int TRIES = 3;
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(100);

    /** A signature counts for some minutes. */
    private static final Duration SIGNED_AGAIN = Duration.ofMinutes(2);

    private final Fleet fleet;
    private volatile Wire call;
    private final long nanosBetweenCalls;
    private final long began = System.nanoTime();
    private final List<Thread> threads = new ArrayList<>();
    private final Set<URI> ready = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<URI, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Map<URI, AtomicInteger> answeredBy = new ConcurrentHashMap<>();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean isOver;

    /**
     * One call and how it ended for its caller.
     *
     * @param tries what came of each try: a status, or why there was none
     */
    record Call(long nanos, String decision, List<String> tries) {
        boolean isAnswered() {
            return tries.getLast().equals("200");
        }
    }

    /** At most so many calls a second; fewer where the machine cannot take them. */
    FleetLoad(Fleet fleet, int perSecond) {
        this.fleet = fleet;
        this.call = fleet.call();
        this.nanosBetweenCalls = TimeUnit.SECONDS.toNanos(1) * CALLERS / perSecond;
        threads.add(Thread.ofVirtual().start(this::watch));
        for (int caller = 0; caller < CALLERS; caller++) {
            threads.add(Thread.ofVirtual().start(this::callOn));
        }
    }

    /** All calls that ended so far. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Those whose caller got no answer after all tries. */
    List<Call> failed() {
        return calls.stream().filter(one -> !one.isAnswered()).toList();
    }

    /** Waits until so many more calls were answered. */
    void awaitMore(int count) {
        int from = answered.get();
        io.facegate.Await.until(() -> answered.get() >= from + count);
    }

    /** Waits until so many calls a second are answered for that long. */
    void awaitRate(int perSecond, Duration period) {
        int from;
        do {
            requireNoneFailed();
            from = answered.get();
            Gateway.pause(period.toMillis());
        } while (answered.get() - from < perSecond * period.toSeconds());
    }

    private void requireNoneFailed() {
        var failed = failed();
        if (!failed.isEmpty()) {
            throw new AssertionError(failed.size() + " calls failed, the first: " + failed.getFirst());
        }
    }

    /** Waits for the calls under way; none begins any more. */
    void stop() {
        isOver = true;
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** For people: rate and how long calls took, with their tries. */
    String figures() {
        return figures(calls(), began);
    }

    /** The same, of the calls after so many, the first of which ended at that time. */
    String figuresAfter(int count, long nanoTime) {
        var all = calls();
        return figures(all.subList(count, all.size()), nanoTime);
    }

    private static String figures(List<Call> calls, long began) {
        var nanos = calls.stream()
                .filter(Call::isAnswered)
                .map(Call::nanos)
                .sorted()
                .toList();
        var again = calls.stream().filter(one -> one.tries().size() > 1).count();
        double seconds = (System.nanoTime() - began) / 1e9;
        return "%d calls in %.0f s, %.0f a second, %d tried again; half within %d ms, 99 %% within %d ms, all within %d ms"
                .formatted(
                        calls.size(),
                        seconds,
                        calls.size() / seconds,
                        again,
                        at(nanos, 0.5),
                        at(nanos, 0.99),
                        at(nanos, 1));
    }

    private static long at(List<Long> sorted, double part) {
        return TimeUnit.NANOSECONDS.toMillis(sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * part)));
    }

    private void watch() {
        try (var http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            long signed = System.nanoTime();
            while (!isOver) {
                if (System.nanoTime() - signed > SIGNED_AGAIN.toNanos()) {
                    call = fleet.call();
                    signed = System.nanoTime();
                }
                fleet.gateways().forEach(gateway -> look(http, gateway));
                var running = fleet.gateways().stream().map(Gateway::calls).toList();
                ready.removeIf(one -> !running.contains(one));
                Gateway.pause(BETWEEN_CHECKS.toMillis());
            }
        }
    }

    private void look(HttpClient http, Gateway gateway) {
        var ask = HttpRequest.newBuilder(gateway.health().resolve("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            if (http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                ready.add(gateway.calls());
                return;
            }
        } catch (IOException gone) {
            // It is not ready.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        ready.remove(gateway.calls());
    }

    private void callOn() {
        var open = new HashMap<URI, Socket>();
        Gateway.pause((long) (Math.random() * TimeUnit.NANOSECONDS.toMillis(nanosBetweenCalls)));
        long next = System.nanoTime();
        while (!isOver) {
            var ended = one(open);
            calls.add(ended);
            if (ended.isAnswered()) {
                answered.incrementAndGet();
            }
            next = Math.max(next + nanosBetweenCalls, System.nanoTime());
            LockSupport.parkNanos(next - System.nanoTime());
        }
        open.values().forEach(FleetLoad::end);
    }

    private Call one(Map<URI, Socket> open) {
        long start = System.nanoTime();
        var tries = new ArrayList<String>();
        var decision = "";
        do {
            if (!tries.isEmpty()) {
                Gateway.pause(50L << tries.size());
            }
            var to = next();
            underWay(to).incrementAndGet();
            try {
                var answer = send(open, to);
                tries.add(answer.status() == 200 ? "200" : answer.status() + " " + answer.message());
                decision = answer.decision();
                if (answer.status() == 200) {
                    answeredBy(to).incrementAndGet();
                }
            } catch (IOException broken) {
                tries.add(to + " " + broken);
                end(open.remove(to));
            } finally {
                underWay(to).decrementAndGet();
            }
            if (!tries.getLast().equals("200")) {
                ready.remove(to);
            }
        } while (!tries.getLast().equals("200") && tries.size() < TRIES);
        return new Call(System.nanoTime() - start, decision, List.copyOf(tries));
    }

    /** How many calls that gateway answered so far; it goes on being counted. */
    AtomicInteger answeredBy(URI gateway) {
        return answeredBy.computeIfAbsent(gateway, _ -> new AtomicInteger());
    }

    private AtomicInteger underWay(URI gateway) {
        return underWay.computeIfAbsent(gateway, _ -> new AtomicInteger());
    }

    /** The gateway with the fewest calls under way; while none is ready, a call waits. */
    private URI next() {
        while (true) {
            var all = new ArrayList<>(ready);
            if (!all.isEmpty()) {
                Collections.rotate(all, turn.getAndIncrement());
                return Collections.min(
                        all, Comparator.comparingInt(to -> underWay(to).get()));
            }
            if (isOver) {
                return fleet.gateways().getFirst().calls();
            }
            Gateway.pause(20);
        }
    }

    private Wire.Answer send(Map<URI, Socket> open, URI to) throws IOException {
        var socket = open.get(to);
        if (socket == null) {
            socket = new Socket(to.getHost(), to.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            open.put(to, socket);
        }
        var signed = call;
        var all = java.util.Arrays.copyOf(signed.head(), signed.head().length + signed.body().length);
        System.arraycopy(signed.body(), 0, all, signed.head().length, signed.body().length);
        socket.getOutputStream().write(all);
        var answer = Wire.Answer.read(socket.getInputStream());
        if (answer.headers().getOrDefault("connection", "").equals("close")) {
            end(open.remove(to));
        }
        return answer;
    }

    private static void end(@org.jspecify.annotations.Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException gone) {
            // It is closed in any case.
        }
    }
}
