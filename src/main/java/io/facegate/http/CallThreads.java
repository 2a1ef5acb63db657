package io.facegate.http;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The threads that calls are judged on. Hashing and decoding a large body takes milliseconds, in which a virtual thread
 * keeps its carrier from all others: a dozen at once, and calls whose decision is long on disk wait past the ledger's
 * deadline for a turn. So a large body gets a thread of the operating system, which shares the processor fairly.
 *
 * @param light for bodies of the usual size
 * @param heavy for large ones; the bytes in flight bound how many there are
 */
public record CallThreads(Executor light, Executor heavy) {
    private static final int LARGE = 1 << 20;

    /** A virtual thread a call, a platform thread a large one. */
    public static CallThreads usual() {
        return new CallThreads(
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("call-", 0).factory()),
                Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().daemon().name("large-call-", 0).factory()));
    }

    Executor of(byte[] body) {
        return body.length < LARGE ? light : heavy;
    }
}
