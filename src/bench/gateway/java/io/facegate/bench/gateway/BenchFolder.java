package io.facegate.bench.gateway;

import io.facegate.app.server.DataFolder;
import io.facegate.cli.registry.LedgerChangeJournal;
import io.facegate.identity.Organisation;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.MintedKey;
import io.facegate.registry.Registrar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
        var caller = new Organisation(
                "bench",
                "The benchmark",
                "nonprofit.child_protection",
                List.of("US-OR"),
                Set.of("missing_child"),
                false,
                null);
        var minting = new KeyRequest(caller.id(), List.of(), null, null);
        try (var registrar = Registrar.open(data, LedgerChangeJournal.of(LedgerAddress.in(data), null))) {
            registrar.add(caller);
            return new BenchFolder(data, policies, registrar.mint(minting, Instant.now()));
        }
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
