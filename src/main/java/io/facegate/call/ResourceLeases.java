package io.facegate.call;

import java.util.List;
import java.util.function.Supplier;

/** Leases on resources that calls at several gateways may name: many that use a resource, or one that changes it. */
@FunctionalInterface
public interface ResourceLeases {
    /** For resources that no other gateway knows: the locks of this process are enough. */
    ResourceLeases NONE = (thing, alone, patience) -> Lease.OF_THIS_PROCESS;

    /**
     * Takes a lease, and waits for those that it excludes.
     *
     * @param alone exclusive instead of shared
     * @param patience until when to wait, in {@link System#nanoTime} nanoseconds
     * @throws Fault.Overloaded if the others are not done by then
     * @throws Fault.RegistryDown if leases cannot be read or written
     */
    Lease take(ResourceId thing, boolean alone, long patience);

    /** A lease that is held. */
    interface Lease extends AutoCloseable {
        Lease OF_THIS_PROCESS = new Lease() {
            @Override
            public void requireHeld() {}

            @Override
            public void requireInTime() {}

            @Override
            public void close() {}
        };

        /**
         * Requires that no other gateway has taken the resource over, by asking the database.
         *
         * @throws Fault.RegistryDown if one has, or if that cannot be known
         */
        void requireHeld();

        /**
         * Requires, without asking anybody, that the lease was confirmed so recently that nobody can have taken it over.
         *
         * @throws Fault.RegistryDown if it was not
         */
        void requireInTime();

        @Override
        void close();
    }

    /** The leases that the current thread's call holds. */
    final class Held {
        private static final ScopedValue<List<Lease>> CURRENT = ScopedValue.newInstance();

        private Held() {}

        static <T> T run(List<Lease> leases, Supplier<T> work) {
            return ScopedValue.where(CURRENT, leases).call(work::get);
        }

        /** All of them. */
        public static List<Lease> all() {
            return CURRENT.isBound() ? CURRENT.get() : List.of();
        }

        /** Requires each, see {@link Lease#requireHeld}; for the moment before a call is sent. */
        public static void require() {
            all().forEach(Lease::requireHeld);
        }

        /** Requires each, see {@link Lease#requireInTime}; for the moment before each request to a vendor. */
        public static void requireInTime() {
            all().forEach(Lease::requireInTime);
        }
    }
}
