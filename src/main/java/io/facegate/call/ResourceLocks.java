package io.facegate.call;

import io.facegate.call.ResourceLeases.Lease;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Read-write locks by resource, in this process and, by leases, among the gateways that share the resource: uses of a resource run concurrently, its creation and deletion run exclusively. So no
 * call on a deleted resource is in flight when a new one of the same name begins. Fair (first come, first served).
 */
public final class ResourceLocks {
    private static final Comparator<ResourceId> ORDER =
            Comparator.comparing(ResourceId::kind).thenComparing(ResourceId::id).thenComparing(ResourceId::provider);

    private final ResourceLeases leases;
    private final Map<ResourceId, Turn> taken = new ConcurrentHashMap<>();

    /** Locks among the calls of this process and those of other gateways. */
    public ResourceLocks(ResourceLeases leases) {
        this.leases = leases;
    }

    /** One lock; exists while it is held or awaited. */
    private static final class Turn {
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
        private int users;
    }

    /**
     * Runs the work while holding the locks of all those resources.
     *
     * @param alone exclusive (write) instead of shared (read)
     * @param deadline in {@link System#nanoTime} nanoseconds; half of the time until then is reserved for the work
     * @throws Fault.Overloaded if the locks are not acquired in the other half
     */
    public <T> T runLocked(Set<ResourceId> things, boolean alone, long deadline, Supplier<T> work) {
        long now = System.nanoTime();
        long patience = now + (deadline - now) / 2;
        var held = new ArrayDeque<Lock>();
        var leased = new ArrayList<Lease>();
        var asked = new ArrayList<ResourceId>();
        try {
            // All callers lock in the same order, which prevents deadlock.
            for (var thing : things.stream().sorted(ORDER).toList()) {
                var turn = take(thing);
                asked.add(thing);
                var own = alone ? turn.lock.writeLock() : turn.lock.readLock();
                await(own, patience);
                held.push(own);
                if (thing.kind().hasReusableNames()) {
                    leased.add(leases.take(thing, alone, patience));
                }
            }
            return ResourceLeases.Held.run(List.copyOf(leased), work);
        } finally {
            leased.forEach(Lease::close);
            held.forEach(Lock::unlock);
            asked.forEach(this::giveBack);
        }
    }

    private Turn take(ResourceId thing) {
        return taken.compute(thing, (name, known) -> {
            var found = known == null ? new Turn() : known;
            found.users++;
            return found;
        });
    }

    private void giveBack(ResourceId thing) {
        taken.computeIfPresent(thing, (name, left) -> --left.users == 0 ? null : left);
    }

    private static void await(Lock own, long patience) {
        try {
            if (own.tryLock(patience - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new Fault.Overloaded("Another call of the organisation is still changing the same resource. Try again.");
    }
}
