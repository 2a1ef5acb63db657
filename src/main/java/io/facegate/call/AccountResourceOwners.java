package io.facegate.call;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The owners of the resources at one account of a vendor. The registry has the account in the name of the provider, so
 * that the same id at two accounts is two resources. Those of the default account have the vendor's name alone.
 *
 * @param all of every account
 */
public record AccountResourceOwners(VendorAccount account, ResourceOwners all) implements ResourceOwners {
    @Override
    public Optional<OwnedResource> find(ResourceId handle) {
        return all.find(atAccount(handle)).map(owned -> owned.withHandle(handle));
    }

    @Override
    public @Nullable Instant ownedSince(ResourceId handle, String organisation) {
        return all.ownedSince(atAccount(handle), organisation);
    }

    @Override
    public void register(OwnedResource owned) {
        all.register(owned.withHandle(atAccount(owned.handle())));
    }

    @Override
    public boolean registerIfAbsent(OwnedResource owned) {
        return all.registerIfAbsent(owned.withHandle(atAccount(owned.handle())));
    }

    @Override
    public void remove(ResourceId handle) {
        all.remove(atAccount(handle));
    }

    @Override
    public ResourceLeases leases() {
        var leases = all.leases();
        return leases.equals(ResourceLeases.NONE)
                ? leases
                : (thing, alone, patience) -> leases.take(atAccount(thing), alone, patience);
    }

    private ResourceId atAccount(ResourceId handle) {
        return new ResourceId(account.keyOf(handle.provider()), handle.kind(), handle.id());
    }
}
