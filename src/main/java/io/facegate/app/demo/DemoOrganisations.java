package io.facegate.app.demo;

import io.facegate.app.server.DataFolder;
import io.facegate.identity.Organisation;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.MintedKey;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryAccess;
import java.nio.file.Path;
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
        var registry = new RegistryAccess(data, LedgerAddress.ofFolder(data), null);
        var organisations = new Organisations(registry);
        organisations.add(nonprofit);
        organisations.add(police);
        var keys = new OrganisationKeys(registry);
        return new DemoOrganisations(
                nonprofit,
                keys.mint(keyRequestFor(nonprofit)).key(),
                police,
                keys.mint(keyRequestFor(police)).key());
    }

    private static KeyRequest keyRequestFor(Organisation organisation) {
        return new KeyRequest(organisation.id(), List.of(), null, null);
    }

    private static Organisation organisation(String id, String name, String type, String purpose) {
        return Organisation.builder(id, type)
                .name(name)
                .jurisdictions(List.of("US-OR"))
                .purposes(Set.of(purpose))
                .build();
    }
}
