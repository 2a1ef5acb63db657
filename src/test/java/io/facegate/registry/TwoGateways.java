package io.facegate.registry;

import io.facegate.call.OwnedResource;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceLeases;
import io.facegate.call.ResourceOwners;
import io.facegate.integrity.SealOptions;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.SharedGateway.Place;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** The owners of vendors' resources at two gateways with one PostgreSQL, as their least-privileged role. */
public record TwoGateways(OwnedResources first, OwnedResources second) implements AutoCloseable {
    public static TwoGateways open(Path folder) throws SQLException {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        return open(place, place.joined(folder.resolve("b")));
    }

    static TwoGateways open(Place one, Place other) {
        return new TwoGateways(open(one), open(other));
    }

    static OwnedResources open(Place place) {
        return OwnedResources.open(
                place.registry(), InstantSource.system(), SealOptions.ALONE, name -> SealOptions.ALONE);
    }

    /** The broken control: the same owners, and no leases among gateways. */
    public static ResourceOwners withoutLeases(ResourceOwners owners) {
        return new ResourceOwners() {
            @Override
            public Optional<OwnedResource> find(ResourceId handle) {
                return owners.find(handle);
            }

            @Override
            public void register(OwnedResource owned) {
                owners.register(owned);
            }

            @Override
            public boolean registerIfAbsent(OwnedResource owned) {
                return owners.registerIfAbsent(owned);
            }

            @Override
            public void remove(ResourceId handle) {
                owners.remove(handle);
            }

            @Override
            public ResourceLeases leases() {
                return ResourceLeases.NONE;
            }
        };
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
