package io.facegate.bench.gateway;

import io.facegate.bench.gateway.report.BenchReport;
import io.facegate.bench.gateway.report.BenchTarget;
import io.facegate.bench.gateway.report.Latency;
import io.facegate.bench.gateway.report.Latency.Percentiles;
import io.facegate.bench.gateway.report.Machine;
import io.facegate.bench.gateway.report.Memory;
import io.facegate.bench.gateway.report.Throughput;
import io.facegate.bench.gateway.report.Throughput.Rate;
import io.facegate.bench.gateway.report.WireCost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** One run of the whole benchmark, from starting the first server to stopping the last. */
final class BenchRun {
    /** One call in this many may fail. */
    private static final int TOLERATED = 1000;

    private static final double NANOS_A_MILLI = 1e6;

    private final Path folder;
    private final Pace pace;
    private final List<String> options;
    private final Consumer<String> progress;

    /** The parts that can be measured alone. */
    enum Part {
        THROUGHPUT,
        WIRES,
        LATENCY,
        MEMORY
    }

    /** Durations and repetitions of the measurements. */
    record Pace(boolean quick, int rounds, Duration round, Duration warmUp, Duration openLoop, Duration probe) {
        static final Pace FULL = new Pace(
                false,
                3,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(3));
        static final Pace QUICK = new Pace(
                true, 1, Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(5), Duration.ofSeconds(2));
    }

    /** @param folder where everything is written, on the disk under test */
    BenchRun(Path folder, Pace pace, List<String> options, Consumer<String> progress) {
        this.folder = folder;
        this.pace = pace;
        this.options = List.copyOf(options);
        this.progress = progress;
    }

    BenchReport run(Set<Part> parts) throws IOException, InterruptedException {
        var machine = Machine.here(folder);
        var upstream = NginxProcess.free();
        var found = new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (var vendor = nginx("upstream", NginxProcess.upstream(upstream.getPort()), upstream)) {
            measure(parts, found, upstream);
            demand(vendor.isAlive(), "the upstream did not last");
        }
        return new BenchReport(machine, pace.quick(), found.throughputs, found.wires, found.latencies, found.memories);
    }

    /** Results so far. */
    private record Found(
            List<Throughput> throughputs, List<WireCost> wires, List<Latency> latencies, List<Memory> memories) {}

    private void measure(Set<Part> parts, Found found, URI upstream) throws IOException, InterruptedException {
        if (parts.contains(Part.THROUGHPUT) || parts.contains(Part.LATENCY)) {
            besidePeers(parts, found, upstream);
        }
        if (parts.contains(Part.WIRES)) {
            found.wires.addAll(wires(upstream));
        }
        if (parts.contains(Part.MEMORY)) {
            var photograph = BenchPayload.around(BenchPayload.photograph());
            found.memories.add(memory("local", "the embedded engine", upstream, photograph));
            found.memories.add(memory("rekognition", "forwarded", upstream, photograph));
        }
    }

    private void besidePeers(Set<Part> parts, Found found, URI upstream) throws IOException, InterruptedException {
        try (var gateway = BenchGateway.start(folder.resolve("speed"), "rekognition", upstream, options);
                var peers = RunningPeers.start(folder.resolve("peers"), upstream, gateway.secret())) {
            if (parts.contains(Part.THROUGHPUT)) {
                found.throughputs.add(throughput(BenchTarget.SMALL, peers, gateway));
                found.throughputs.add(throughput(BenchTarget.LARGE, peers, gateway));
            }
            if (parts.contains(Part.LATENCY)) {
                found.latencies.add(latency(peers.of(ProxyPeer.NGINX).at(), gateway));
            }
            demand(peers.areAlive(), "a peer did not last");
        }
    }

    private ChildProcess nginx(String name, String configuration, URI at) throws IOException, InterruptedException {
        return NginxProcess.start(folder.resolve(name), configuration, at);
    }

    private Throughput throughput(BenchTarget target, RunningPeers running, BenchGateway gateway)
            throws IOException, InterruptedException {
        var body = BenchPayload.ofSize(target.bytes());
        progress.accept("Throughput with bodies of " + target.size() + ": warming up");
        for (var peer : ProxyPeer.values()) {
            WrkLoad.run(folder, gateway.signed(body, running.of(peer).at()), pace.warmUp());
        }
        WrkLoad.run(folder, gateway.signed(body), pace.warmUp());
        var peers = new EnumMap<ProxyPeer, List<Rate>>(ProxyPeer.class);
        var gateways = new ArrayList<Rate>();
        for (int round = 1; round <= pace.rounds(); round++) {
            progress.accept("Throughput with bodies of " + target.size() + ": round " + round + " of " + pace.rounds());
            for (var peer : ProxyPeer.values()) {
                var server = running.of(peer);
                peers.computeIfAbsent(peer, first -> new ArrayList<>())
                        .add(rate(gateway.signed(body, server.at()), server.child()));
            }
            gateways.add(recorded(body, gateway));
        }
        var medians = new LinkedHashMap<String, Rate>();
        peers.forEach((peer, rates) -> medians.put(peer.title(), median(rates, Rate::perSecond)));
        return new Throughput(target, medians, median(gateways, Rate::perSecond));
    }

    /** One round of the gateway, which must have written two records a call. */
    private Rate recorded(byte[] body, BenchGateway gateway) throws IOException, InterruptedException {
        long before = gateway.records();
        var measured = rate(gateway.signed(body), gateway.child());
        long calls = Math.round(measured.perSecond() * pace.round().toSeconds());
        long records = settled(gateway) - before;
        demand(
                records >= 1.9 * calls,
                "the ledger holds " + records + " new records after " + calls + " calls; two a call are due");
        return measured;
    }

    /** Measures the cost per wire: the same picture, forwarded, on all wires in turns. */
    private List<WireCost> wires(URI upstream) throws IOException, InterruptedException {
        var all = "rekognition,azure,google,compreface,faceplusplus";
        try (var gateway = BenchGateway.start(folder.resolve("wires"), all, upstream, options)) {
            var image = BenchPayload.image(BenchTarget.LARGE.bytes());
            var calls = new LinkedHashMap<String, BenchCall>(gateway.others(image));
            var rates = new LinkedHashMap<String, List<Rate>>();
            var first = new ArrayList<Rate>();
            progress.accept("What each wire costs: warming up");
            for (var call : calls.values()) {
                load(call, pace.warmUp().dividedBy(2));
            }
            WrkLoad.run(
                    folder,
                    gateway.signed(BenchPayload.around(image)),
                    pace.warmUp().dividedBy(2));
            for (int round = 1; round <= pace.rounds(); round++) {
                progress.accept("What each wire costs: round " + round + " of " + pace.rounds());
                first.add(rate(gateway.signed(BenchPayload.around(image)), gateway.child()));
                for (var call : calls.entrySet()) {
                    rates.computeIfAbsent(call.getKey(), wire -> new ArrayList<>())
                            .add(rate(call.getValue(), gateway.child()));
                }
            }
            var rekognitions = median(first, Rate::micros);
            return rates.entrySet().stream()
                    .map(one -> new WireCost(one.getKey(), median(one.getValue(), Rate::micros), rekognitions))
                    .toList();
        }
    }

    private Rate rate(BenchCall call, ChildProcess server) throws IOException, InterruptedException {
        var before = server.processor();
        var round = load(call, pace.round());
        var used = server.processor().minus(before);
        return new Rate(round.perSecond(), used.toNanos() / 1000.0 / round.calls());
    }

    private WrkLoad.Round load(BenchCall call, Duration length) throws IOException, InterruptedException {
        var round = call.isGrpc() ? GrpcLoad.run(call, length) : WrkLoad.run(folder, call, length);
        count(round.failed(), round.calls(), call);
        return round;
    }

    /** Number of records once it no longer grows. */
    private static long settled(BenchGateway gateway) throws IOException, InterruptedException {
        long before = -1;
        long now = gateway.records();
        while (now != before) {
            Thread.sleep(500);
            before = now;
            now = gateway.records();
        }
        return now;
    }

    private Latency latency(URI peer, BenchGateway gateway) throws IOException {
        var body = BenchPayload.ofSize(BenchTarget.SMALL.bytes());
        var disk = new Histogram(3);
        var peers = new ArrayList<Percentiles>();
        var gateways = new ArrayList<Percentiles>();
        progress.accept("Latency at " + BenchTarget.CALLS_PER_SECOND + " calls a second: warming up");
        OpenLoopLoad.run(gateway.signed(body).at(peer), pace.openLoop());
        OpenLoopLoad.run(gateway.signed(body), pace.openLoop());
        for (int round = 1; round <= pace.rounds(); round++) {
            progress.accept("Latency at " + BenchTarget.CALLS_PER_SECOND + " calls a second: round " + round + " of "
                    + pace.rounds());
            DiskProbe.probe(folder, pace.probe(), disk);
            peers.add(open(gateway.signed(body).at(peer)));
            gateways.add(open(gateway.signed(body)));
        }
        DiskProbe.probe(folder, pace.probe(), disk);
        return new Latency(median(peers, Percentiles::p99), median(gateways, Percentiles::p99), percentiles(disk));
    }

    private Percentiles open(BenchCall call) throws IOException {
        var round = OpenLoopLoad.run(call, pace.openLoop());
        count(
                round.failed(),
                (long) BenchTarget.CALLS_PER_SECOND * pace.openLoop().toSeconds(),
                call);
        return percentiles(round.nanos());
    }

    private static Percentiles percentiles(Histogram nanos) {
        return new Percentiles(
                nanos.getValueAtPercentile(50) / NANOS_A_MILLI, nanos.getValueAtPercentile(99) / NANOS_A_MILLI);
    }

    private Memory memory(String provider, String said, URI upstream, byte[] body)
            throws IOException, InterruptedException {
        progress.accept("Memory: " + BenchTarget.CALLERS + " callers with 5 MB images, " + said);
        var small = new ArrayList<>(options);
        small.add("-Xmx" + BenchTarget.HEAP_MIB + "m");
        try (var gateway = BenchGateway.start(folder.resolve("memory-" + provider), provider, upstream, small)) {
            var endings = LargeImageLoad.send(gateway.signed(body));
            boolean exhausted = gateway.child().said().contains("OutOfMemoryError");
            return new Memory(said, endings, exhausted, gateway.child().peakMib());
        }
    }

    private static <T> T median(List<T> rounds, ToDoubleFunction<T> by) {
        return rounds.stream().sorted(Comparator.comparingDouble(by)).toList().get(rounds.size() / 2);
    }

    /** Tolerates few failures: a disk stall beyond the ledger's deadline fails calls by design. Many void the run. */
    private void count(long failed, long calls, BenchCall call) throws IOException {
        if (failed > 0) {
            progress.accept(failed + " of " + calls + " calls to " + call.to() + " were not answered 200");
        }
        demand(failed * TOLERATED <= calls, failed + " of " + calls + " calls to " + call.to() + " failed");
    }

    private static void demand(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("The run does not count: " + otherwise + '.');
        }
    }
}
