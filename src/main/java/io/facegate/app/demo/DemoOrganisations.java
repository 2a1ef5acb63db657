package io.facegate.app.demo;

import io.facegate.app.server.DataFolder;
import io.facegate.cli.registry.LedgerChangeJournal;
import io.facegate.identity.Organisation;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.MintedKey;
import io.facegate.registry.Registrar;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The demo's two organisations, registered as an operator would, each with its own key. */
record DemoOrganisations(Organisation nonprofit, MintedKey nonprofitKey, Organisation police, MintedKey policeKey) {
    static DemoOrganisations register(Path data) {
        DataFolder.prepare(data);
        var nonprofit =
                organisation("hope-for-children", "Hope for Children", "nonprofit.child_protection", "missing_child");
        var police = organisation(
                "springfield-police", "Springfield Police", "law_enforcement.police", "suspect_identification");
        try (var registrar = Registrar.open(data, LedgerChangeJournal.of(LedgerAddress.ofFolder(data), null))) {
            registrar.add(nonprofit);
            registrar.add(police);
            var now = Instant.now();
            return new DemoOrganisations(
                    nonprofit,
                    registrar.mint(keyRequestFor(nonprofit), now),
                    police,
                    registrar.mint(keyRequestFor(police), now));
        }
    }

    private static KeyRequest keyRequestFor(Organisation organisation) {
        return new KeyRequest(organisation.id(), List.of(), null, null);
    }

    private static Organisation organisation(String id, String name, String type, String purpose) {
        return new Organisation(id, name, type, List.of("US-OR"), Set.of(purpose), false, null);
    }
}
