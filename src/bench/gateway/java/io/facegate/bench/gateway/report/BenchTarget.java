package io.facegate.bench.gateway.report;

/** Performance targets: for each body size, the share of nginx's throughput to reach. */
public enum BenchTarget {
    SMALL("1 KB", 1024, 0.20),
    LARGE("100 KB", 102_400, 0.30);

    /** Milliseconds that the gateway may add to p99, beyond the disk's own latency. */
    public static final double ADDED_P99_MILLIS = 5;

    /** The fixed rate at which latency is measured. */
    public static final int CALLS_PER_SECOND = 1000;

    /** Connections of the closed-loop load. */
    public static final int CONNECTIONS = 32;

    /** Callers who send the largest image at the same moment. */
    public static final int CALLERS = 64;

    /** Heap of the gateway during that test, in MiB. */
    public static final int HEAP_MIB = 512;

    private final String size;
    private final int bytes;
    private final double share;

    BenchTarget(String size, int bytes, double share) {
        this.size = size;
        this.bytes = bytes;
        this.share = share;
    }

    public String size() {
        return size;
    }

    /** Size of the whole request body. */
    public int bytes() {
        return bytes;
    }

    /** Least share of the peer's throughput. */
    public double share() {
        return share;
    }
}
