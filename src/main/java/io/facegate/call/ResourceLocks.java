package io.facegate.call;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets calls that go back to one thing go side by side, and one that makes or erases it alone: nothing of a thing that is
 * gone is still on its way when another of its name begins. First come, first served.
 */
public final class ResourceLocks {
    private static final Comparator<ResourceId> ORDER =
            Comparator.comparing(ResourceId::kind).thenComparing(ResourceId::id).thenComparing(ResourceId::provider);

    private final Map<ResourceId, Turn> taken = new ConcurrentHashMap<>();

    /** Lives as long as somebody has it or waits for it. */
    private static final class Turn {
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
        private int users;
    }

    /**
     * Works when it is the call's turn at all those things.
     *
     * @param alone whether nobody else may be at them
     * @param deadline in nanoseconds of the system's clock: half of the time until then is left for the work
     * @throws Fault.Overloaded when it is not in the other half
     */
    public <T> T take(Set<ResourceId> things, boolean alone, long deadline, Supplier<T> work) {
        long now = System.nanoTime();
        long patience = now + (deadline - now) / 2;
        var next = work;
        // Everybody takes them in one order, so that no two wait for one another.
        for (var thing : things.stream().sorted(ORDER).toList()) {
            var then = next;
            next = () -> take(thing, alone, patience, then);
        }
        return next.get();
    }

    private <T> T take(ResourceId handle, boolean alone, long patience, Supplier<T> work) {
        var turn = taken.compute(handle, (name, known) -> {
            var found = known == null ? new Turn() : known;
            found.users++;
            return found;
        });
        try {
            return work(alone ? turn.lock.writeLock() : turn.lock.readLock(), patience, work);
        } finally {
            taken.computeIfPresent(handle, (name, left) -> --left.users == 0 ? null : left);
        }
    }

    private static <T> T work(Lock own, long patience, Supplier<T> work) {
        await(own, patience);
        try {
            return work.get();
        } finally {
            own.unlock();
        }
    }

    private static void await(Lock own, long patience) {
        try {
            if (own.tryLock(patience - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new Fault.Overloaded(
                "Another call of the organisation is still changing what it keeps there. Try again.");
    }
}
