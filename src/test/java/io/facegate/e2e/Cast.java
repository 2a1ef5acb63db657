package io.facegate.e2e;

import io.facegate.app.server.DataFolder;
import io.facegate.e2e.Gateway.Key;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.KeyRequest;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryAccess;
import java.nio.file.Path;
import java.util.List;

/**
 * Who calls in these tests, registered in a fresh data folder before a gateway starts over it: a nonprofit for missing
 * children, another that must not see its collections, a police department and a shop.
 */
record Cast(Key hope, Key beacon, Key pd, Key shop) {
    static Cast register(Path data) {
        DataFolder.prepare(data);
        return new Cast(
                add(data, "hope", "nonprofit.child_protection", "missing_child"),
                add(data, "beacon", "nonprofit.child_protection", "missing_child"),
                add(data, "pd", "law_enforcement.police", "suspect_identification"),
                add(data, "shop", "retailer", "customer_analytics"));
    }

    /** One more organisation with a key. */
    static Key add(Path data, String id, String type, String... purposes) {
        return addIn("US-OR", data, id, type, purposes);
    }

    /** The same, in another place. */
    static Key addIn(String place, Path data, String id, String type, String... purposes) {
        DataFolder.prepare(data);
        var registry = new RegistryAccess(data, LedgerAddress.ofFolder(data), null);
        new Organisations(registry)
                .add(TestOrganisation.of(id, type).in(place).purposes(purposes).build());
        var minted = new OrganisationKeys(registry)
                .mint(new KeyRequest(id, List.of(), null, null))
                .key();
        return new Key(minted.accessKeyId(), minted.secretAccessKey(), minted.apiKey());
    }
}
