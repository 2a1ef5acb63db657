package io.facegate.bench.gateway.report;

/** Latency at a fixed rate, in milliseconds: of nginx, of Facegate, and of one durable disk write. */
public record Latency(Percentiles peer, Percentiles gateway, Percentiles disk) {
    /** In milliseconds. */
    public record Percentiles(double p50, double p99) {}

    /** Milliseconds that Facegate adds to nginx's p99. */
    public double addedP99() {
        return gateway.p99() - peer.p99();
    }

    /** The most that it may add. */
    public double allowedP99() {
        return BenchTarget.ADDED_P99_MILLIS + disk.p99();
    }

    public boolean isMet() {
        return addedP99() <= allowedP99();
    }
}
