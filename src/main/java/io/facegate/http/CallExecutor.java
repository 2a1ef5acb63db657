package io.facegate.http;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Executors that process calls. Hashing and decoding a large body takes milliseconds, during which a virtual thread
 * keeps its carrier. A dozen of those at once would delay other calls past the ledger's deadline although their
 * decisions are on disk. So large bodies run on platform threads, which the operating system schedules fairly.
 *
 * @param light for bodies of usual size
 * @param heavy for large bodies; the byte limit bounds their number
 */
public record CallExecutor(Executor light, Executor heavy) {
    private static final int LARGE = 1 << 20;

    /** One virtual thread per call; one platform thread per large call. */
    public static CallExecutor defaults() {
        return new CallExecutor(
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("call-", 0).factory()),
                Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().daemon().name("large-call-", 0).factory()));
    }

    Executor executorFor(byte[] body) {
        return body.length < LARGE ? light : heavy;
    }
}
