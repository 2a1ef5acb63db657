package io.facegate.fuzz;

import java.lang.management.ManagementFactory;

/** What a fuzzer says must hold; no decoder throws this itself. */
final class Claim {
    /** Generous for instrumented code on a busy machine, and far below what a caller would have to send for a minute of work. */
    private static final long MOST_NANOS = 10_000_000_000L;

    private Claim() {}

    static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Something that may throw what its documentation names. */
    interface Decoding {
        void run() throws Exception;
    }

    /** Runs it within a bounded time of this thread; what it throws beyond the one documented exception is a finding. */
    static void decodes(Class<? extends Exception> documented, Decoding decoding) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        try {
            decoding.run();
        } catch (Exception thrown) {
            if (!documented.isInstance(thrown)) {
                throw new AssertionError("not documented: " + thrown, thrown);
            }
        }
        that(threads.getCurrentThreadCpuTime() - start < MOST_NANOS, "it took more than ten seconds");
    }
}
