package io.facegate.app.bench.report;

/** Closed-loop throughput of nginx and of Facegate with bodies of one size. */
public record Throughput(BenchTarget target, Rate peer, Rate gateway) {
    /**
     * Measured rate of one server.
     *
     * @param perSecond calls answered a second
     * @param micros microseconds of processor time a call
     */
    public record Rate(double perSecond, double micros) {}

    /** Facegate's throughput as a share of nginx's. */
    public double share() {
        return gateway.perSecond() / peer.perSecond();
    }

    public boolean isMet() {
        return share() >= target.share();
    }
}
