package io.facegate.app.bench.ground;

import io.facegate.app.DataFolder;
import io.facegate.cli.registry.LedgerJournal;
import io.facegate.identity.Organisation;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Minted;
import io.facegate.registry.Minting;
import io.facegate.registry.Registrar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What one gateway under test stands on: a fresh data folder, one organisation with a key, and the hundred rules. */
public record Ground(Path data, Path policies, Minted key) {
    public static Ground prepare(Path folder) throws IOException {
        var data = folder.resolve("data");
        var policies = folder.resolve("policies");
        DataFolder.prepare(data);
        Rules.write(policies);
        var caller = new Organisation(
                "bench",
                "The benchmark",
                "nonprofit.child_protection",
                List.of("US-OR"),
                Set.of("missing_child"),
                false,
                null);
        var minting = new Minting(caller.id(), List.of(), null, null);
        try (var registrar = Registrar.open(data, LedgerJournal.of(LedgerAddress.in(data), null))) {
            registrar.add(caller);
            return new Ground(data, policies, registrar.mint(minting, Instant.now()));
        }
    }

    /** Removes a folder and everything in it. */
    public static void clear(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
