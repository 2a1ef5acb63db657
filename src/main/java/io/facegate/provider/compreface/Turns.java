package io.facegate.provider.compreface;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets the calls of one organisation go side by side, and one that erases all it has alone: nothing of a purpose that is
 * over is still on its way when another begins.
 */
final class Turns {
    private final Map<String, ReadWriteLock> byOrganisation = new ConcurrentHashMap<>();

    /**
     * Works when it is the call's turn.
     *
     * @param deadline in nanoseconds of the system's clock
     * @throws Fault.Overloaded when it is not before then
     */
    Reply take(String organisation, FaceCall call, long deadline, Supplier<Reply> work) {
        var both = byOrganisation.computeIfAbsent(organisation, id -> new ReentrantReadWriteLock());
        var own = call.operation().equals("DeleteSubjects") ? both.writeLock() : both.readLock();
        await(own, deadline);
        try {
            return work.get();
        } finally {
            own.unlock();
        }
    }

    private static void await(Lock own, long deadline) {
        try {
            if (own.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new Fault.Overloaded("Another call of the organisation is still changing what it keeps there.");
    }
}
