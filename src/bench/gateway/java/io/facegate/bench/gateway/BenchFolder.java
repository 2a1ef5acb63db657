package io.facegate.bench.gateway;

import io.facegate.app.server.DataFolder;
import io.facegate.identity.Organisation;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.MintedKey;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Folder of a gateway under test: a fresh data folder, one organisation with a key, and the benchmark rules. */
public record BenchFolder(Path data, Path policies, MintedKey key) {
    public static BenchFolder prepare(Path folder) throws IOException {
        var data = folder.resolve("data");
        var policies = folder.resolve("policies");
        DataFolder.prepare(data);
        BenchRules.write(policies);
        var caller = Organisation.builder("bench", "nonprofit.child_protection")
                .name("The benchmark")
                .jurisdictions(List.of("US-OR"))
                .purposes(Set.of("missing_child"))
                .build();
        var minting = new KeyRequest(caller.id(), List.of(), null, null);
        var registry = new RegistryAccess(data, LedgerAddress.ofFolder(data), null);
        new Organisations(registry).add(caller);
        return new BenchFolder(
                data, policies, new OrganisationKeys(registry).mint(minting).key());
    }

    /** Deletes a folder recursively. */
    public static void clear(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
