package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceLeases;
import io.facegate.integrity.PostgresAddress;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Leases on vendors' resources in the database of a shared registry. A lease ends after four seconds unless its gateway
 * renews it, so a gateway that was killed keeps nobody waiting for longer. Each exclusive lease raises the resource's
 * generation: what an older holder still wants to send or record is refused.
 */
final class PostgresLeases implements ResourceLeases, AutoCloseable {
    /** How long a lease lasts without renewal. */
    static final Duration LASTS = Duration.ofSeconds(4);

    /** The least time that a lease must have left when a call is sent. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private static final Duration RENEWED_EVERY = Duration.ofSeconds(1);
    private static final int FIRST_PAUSE_MILLIS = 10;
    private static final int LONGEST_PAUSE_MILLIS = 100;
    private static final System.Logger LOG = System.getLogger(PostgresLeases.class.getName());

    private final LeaseConnections connections;

    /** Calls that wait for one another must not keep the leases of others from being renewed. */
    private final LeaseConnections renewals;

    private final LeaseRows rows = new LeaseRows(UUID.randomUUID().toString());
    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private final Thread renewing = Thread.ofPlatform().daemon().name("leases").unstarted(this::renew);

    private PostgresLeases(PostgresAddress database) {
        this.connections = new LeaseConnections(database);
        this.renewals = new LeaseConnections(database);
    }

    /** Leases of one gateway; it connects at the first use. */
    static PostgresLeases start(PostgresAddress database) {
        var leases = new PostgresLeases(database);
        leases.renewing.start();
        return leases;
    }

    /** A lease of a call at this gateway. */
    final class Held implements Lease {
        private final ResourceId thing;
        private final String holder = UUID.randomUUID().toString();
        private final boolean alone;
        private long generation;
        private volatile long confirmed;

        private Held(ResourceId thing, boolean alone) {
            this.thing = thing;
            this.alone = alone;
        }

        @Override
        public void requireHeld() {
            long asked = System.nanoTime();
            if (!run(connection -> rows.renewIfHeld(connection, thing, holder, generation, LEAST))) {
                throw lost();
            }
            confirmed = Math.max(confirmed, asked - LASTS.toNanos() + LEAST.toNanos());
            requireInTime();
        }

        @Override
        public void requireInTime() {
            if (System.nanoTime() - confirmed > LASTS.toNanos()) {
                throw lost();
            }
        }

        /** Requires it inside the transaction of a change; nobody takes the resource over until that ends. */
        void requireIn(Connection connection) throws SQLException {
            if (!rows.isHeld(connection, thing, holder, generation)) {
                throw lost();
            }
        }

        @Override
        public void close() {
            held.remove(this);
            if (generation == 0 && !alone) {
                return; // it was never granted, and has no row
            }
            try {
                connections.run(connection -> rows.delete(connection, thing, holder));
            } catch (SQLException gone) {
                // It ends by itself.
                LOG.log(Level.DEBUG, "a lease was not given back", gone);
            }
        }
    }

    private static Fault lost() {
        return new Fault.RegistryDown("Another gateway may have changed a resource that this call names, because this"
                + " one could not confirm in time that it was using it. Nothing more is sent. Try again.");
    }

    @Override
    public Lease take(ResourceId thing, boolean alone, long patience) {
        var lease = new Held(thing, alone);
        boolean done = false;
        held.add(lease);
        try {
            for (int pause = FIRST_PAUSE_MILLIS; !isGranted(lease); pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
                if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) > patience || !sleep(pause)) {
                    throw new Fault.Overloaded("Another gateway is still working on the same resource. Try again.");
                }
            }
            done = true;
            return lease;
        } finally {
            if (!done) {
                lease.close();
            }
        }
    }

    private boolean isGranted(Held lease) {
        long asked = System.nanoTime();
        Long granted = run(connection -> rows.take(connection, lease.thing, lease.holder, lease.alone, LASTS));
        if (granted == null) {
            return false;
        }
        lease.generation = granted;
        lease.confirmed = asked;
        return true;
    }

    private static boolean sleep(int millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T extends @Nullable Object> T run(RegistryDatabase.Work<T> work) {
        try {
            return connections.run(work);
        } catch (SQLException failed) {
            LOG.log(
                    Level.ERROR,
                    "The leases on vendors' resources cannot be read or written: {0}",
                    failed.getMessage());
            throw new Fault.RegistryDown("Whether another gateway is changing the same resource cannot be known, so the"
                    + " call is not sent. Try again later.");
        }
    }

    private void renew() {
        while (sleep((int) RENEWED_EVERY.toMillis())) {
            var all = Set.copyOf(held);
            if (all.isEmpty()) {
                continue;
            }
            long asked = System.nanoTime();
            try {
                var holders = all.stream().map(each -> each.holder).toList();
                var renewed = renewals.run(connection -> rows.renew(connection, holders, LASTS));
                all.stream().filter(each -> renewed.contains(each.holder)).forEach(each -> each.confirmed = asked);
            } catch (SQLException | RuntimeException failed) {
                LOG.log(Level.DEBUG, "leases were not renewed", failed);
            }
        }
    }

    /** Forgets resources that nobody has used for a day. */
    void sweep() throws SQLException {
        connections.run(rows::sweep);
    }

    @Override
    public void close() {
        renewing.interrupt();
        connections.close();
        renewals.close();
    }
}
