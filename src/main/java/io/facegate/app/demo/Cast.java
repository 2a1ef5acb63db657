package io.facegate.app.demo;

import io.facegate.app.DataFolder;
import io.facegate.cli.registry.LedgerJournal;
import io.facegate.identity.Organisation;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Minted;
import io.facegate.registry.Minting;
import io.facegate.registry.Registrar;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The two organisations of the demo, registered as an operator would, each with a key of its own. */
record Cast(Organisation nonprofit, Minted nonprofitKey, Organisation police, Minted policeKey) {
    static Cast register(Path data) {
        DataFolder.prepare(data);
        var nonprofit =
                organisation("hope-for-children", "Hope for Children", "nonprofit.child_protection", "missing_child");
        var police = organisation(
                "springfield-police", "Springfield Police", "law_enforcement.police", "suspect_identification");
        try (var registrar = Registrar.open(data, LedgerJournal.of(LedgerAddress.in(data), null))) {
            registrar.add(nonprofit);
            registrar.add(police);
            var now = Instant.now();
            return new Cast(
                    nonprofit, registrar.mint(minting(nonprofit), now), police, registrar.mint(minting(police), now));
        }
    }

    private static Minting minting(Organisation organisation) {
        return new Minting(organisation.id(), List.of(), null, null);
    }

    private static Organisation organisation(String id, String name, String type, String purpose) {
        return new Organisation(id, name, type, List.of("US-OR"), Set.of(purpose), false, null);
    }
}
