package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.call.OwnedResource;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.RegistryDatabase.Work;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Store of vendor resources and their owners in a data folder. An entry is on disk before its id is returned to
 * anybody, and deleted when it expires.
 */
public final class OwnedResources implements ResourceOwners, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OwnedResources.class.getName());

    /** Maximum number of page tokens of one organisation; the oldest is dropped. */
    private static final int PAGES = 1000;

    private final ResourceFile file;
    private final InstantSource clock;

    private OwnedResources(ResourceFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
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
        return new OwnedResources(ResourceFile.open(data, policy), clock);
    }

    @Override
    public Optional<OwnedResource> find(ResourceId handle) {
        return Optional.ofNullable(runExclusive(connection -> ResourceRows.find(connection, file.seal(), handle)))
                .filter(this::isUnexpired);
    }

    @Override
    public void register(OwnedResource owned) {
        runExclusive(connection -> {
            var before = ResourceRows.find(connection, file.seal(), owned.handle());
            if (before != null && isUnexpired(before) && !before.organisation().equals(owned.organisation())) {
                throw new Fault.RegistryDown("The resource that the provider made is on record as another"
                        + " organisation's, so the answer is withheld. Use another name or token.");
            }
            if (before == null && ResourceRows.exists(connection, file.seal(), owned.handle())) {
                throw new Fault.RegistryDown(
                        "The ownership record of this resource was altered outside Facegate. The answer is withheld."
                                + " Use another name or token.");
            }
            ResourceRows.write(connection, file.seal(), owned);
            if (owned.handle().kind() == ResourceKind.PAGE) {
                ResourceRows.deleteOldestPages(connection, file.seal(), owned.organisation(), PAGES);
            }
            return owned;
        });
    }

    @Override
    public void remove(ResourceId handle) {
        runExclusive(connection -> {
            ResourceRows.delete(connection, file.seal(), handle);
            return handle;
        });
    }

    /** Deletes expired entries. */
    public void sweep() {
        var now = clock.instant();
        runExclusive(connection -> {
            if (!file.seal().isBroken()) {
                ResourceRows.sweep(connection, file.seal(), now);
            }
            return now;
        });
    }

    /** Version and HMAC prefix of the inventory of all resources, for the record; or null. */
    public @Nullable String root() {
        return runExclusive(connection -> file.seal().root());
    }

    private boolean isUnexpired(OwnedResource owned) {
        var expires = owned.expires();
        return expires == null || expires.isAfter(clock.instant());
    }

    private <T extends @Nullable Object> T runExclusive(Work<T> work) {
        try {
            return file.runExclusive(work);
        } catch (SQLException failed) {
            LOG.log(Level.ERROR, "{0} cannot be read or written: {1}", file, failed.getMessage());
            throw new Fault.RegistryDown("The owners of jobs, sessions and collections cannot be read or recorded,"
                    + " so nothing is disclosed. Try again later.");
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
