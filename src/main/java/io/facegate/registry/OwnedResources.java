package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.call.OwnedResource;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceLeases;
import io.facegate.call.ResourceOwners;
import io.facegate.integrity.SealOptions;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Store of vendor resources and their owners, in a data folder or in the database of a shared registry. An entry is on
 * disk before its id is returned to anybody, and deleted when it expires.
 */
public final class OwnedResources implements ResourceOwners, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OwnedResources.class.getName());

    /** Maximum number of page tokens of one organisation; the oldest is dropped. */
    private static final int PAGES = 1000;

    /** The most entries deleted in one transaction. */
    private static final int SWEPT_AT_ONCE = 100;

    private final ResourceTable table;
    private final InstantSource clock;
    private final @Nullable PostgresLeases leases;

    private OwnedResources(ResourceTable table, InstantSource clock, @Nullable PostgresLeases leases) {
        this.table = table;
        this.clock = clock;
        this.leases = leases;
    }

    /**
     * Opens the store of a data folder.
     *
     * @throws io.facegate.registry.RegistryException.Unusable if its file cannot be used as it is
     */
    public static OwnedResources open(Path data, InstantSource clock) {
        return open(data, clock, SealOptions.ALONE);
    }

    /** As above, with that seal policy. */
    public static OwnedResources open(Path data, InstantSource clock, SealOptions policy) {
        return new OwnedResources(ResourceFile.open(data, policy), clock, null);
    }

    /**
     * Opens the store of a registry: in the data folder, or in the database that gateways share. Rows that the folder
     * still has are then taken along.
     *
     * @param own the seal policy of the folder's file
     * @param shared the seal policy of the database's rows, by their name in records
     */
    public static OwnedResources open(
            RegistryAddress address, InstantSource clock, SealOptions own, Function<String, SealOptions> shared) {
        var database = address.database();
        if (database == null) {
            return open(address.data(), clock, own);
        }
        var table = PostgresSealedRows.open(SharedStore.RESOURCES, address, shared);
        boolean done = false;
        try {
            ResourceMove.intoDatabase(address.data(), own, table);
            done = true;
            return new OwnedResources(table, clock, PostgresLeases.start(database));
        } finally {
            if (!done) {
                table.close();
            }
        }
    }

    @Override
    public Optional<OwnedResource> find(ResourceId handle) {
        return Optional.ofNullable(
                        run(() -> table.read(connection -> ResourceRows.find(connection, table.seal(), handle))))
                .filter(this::isUnexpired);
    }

    @Override
    public void register(OwnedResource owned) {
        run(() -> table.write(connection -> {
            register(connection, owned);
            return owned;
        }));
    }

    @Override
    public boolean registerIfAbsent(OwnedResource owned) {
        return run(() -> table.write(connection -> {
            var before = ResourceRows.find(connection, table.seal(), owned.handle());
            boolean absent = before == null || !isUnexpired(before);
            if (absent) {
                register(connection, owned);
            }
            return absent;
        }));
    }

    private void register(Connection connection, OwnedResource owned) throws SQLException {
        var seal = table.seal();
        var before = ResourceRows.find(connection, seal, owned.handle());
        if (before != null && isUnexpired(before) && !before.organisation().equals(owned.organisation())) {
            throw new Fault.RegistryDown("The resource that the provider made is on record as another"
                    + " organisation's, so the answer is withheld. Use another name or token.");
        }
        if (before == null && ResourceRows.exists(connection, seal, owned.handle())) {
            throw new Fault.RegistryDown(
                    "The ownership record of this resource was altered outside Facegate. The answer is withheld."
                            + " Use another name or token.");
        }
        ResourceRows.write(connection, seal, owned);
        if (owned.handle().kind() == ResourceKind.PAGE) {
            ResourceRows.deleteOldestPages(connection, seal, owned.organisation(), PAGES);
        }
    }

    @Override
    public void remove(ResourceId handle) {
        run(() -> table.write(connection -> {
            ResourceRows.delete(connection, table.seal(), handle);
            return handle;
        }));
    }

    /** Deletes expired entries, a few at a time: calls wait for each step. */
    public void sweep() {
        var now = clock.instant();
        while (run(() -> table.write(connection -> sweep(connection, now)))) {
            LOG.log(Level.DEBUG, "More entries are expired.");
        }
        if (leases != null) {
            run(() -> {
                leases.sweep();
                return now;
            });
        }
    }

    private boolean sweep(Connection connection, Instant now) throws SQLException {
        if (table.seal().isBroken()) {
            return false;
        }
        table.sweep(connection, now);
        return ResourceRows.sweep(connection, table.seal(), now, SWEPT_AT_ONCE) == SWEPT_AT_ONCE;
    }

    @Override
    public ResourceLeases leases() {
        return leases == null ? ResourceLeases.NONE : leases;
    }

    /** Version and HMAC prefix of the inventory of all resources, for the record; or null. */
    public @Nullable String root() {
        return run(table::root);
    }

    /** True if other gateways change the same rows. */
    public boolean isShared() {
        return table instanceof PostgresSealedRows;
    }

    /** Records the newest root of shared rows, unless the ledger has it or a newer one. */
    public void recordSharedRoot(ChangeJournal journal) {
        if (table instanceof PostgresSealedRows shared) {
            run(() -> {
                shared.recordRoot(journal);
                return journal;
            });
        }
    }

    private boolean isUnexpired(OwnedResource owned) {
        var expires = owned.expires();
        return expires == null || expires.isAfter(clock.instant());
    }

    private <T extends @Nullable Object> T run(RegistryDatabase.Step<T> step) {
        try {
            return step.run();
        } catch (SQLException failed) {
            LOG.log(Level.ERROR, "{0} cannot be read or written: {1}", table, failed.getMessage());
            throw new Fault.RegistryDown("The owners of jobs, sessions and collections cannot be read or recorded,"
                    + " so nothing is disclosed. Try again later.");
        }
    }

    @Override
    public void close() {
        if (leases != null) {
            leases.close();
        }
        table.close();
    }
}
