package io.facegate.usecase.registry;

import io.facegate.identity.ExemptionGrant;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.registry.ExemptionEntry;
import io.facegate.registry.RegistryException.Unacceptable;
import java.util.List;
import java.util.Objects;

/** Grants, lists and revokes exemptions, on which rules may rest. */
public final class Exemptions {
    private static final String TABLE = "exemption";

    private final RegistryAccess registry;

    public Exemptions(RegistryAccess registry) {
        this.registry = registry;
    }

    /** Grants an exemption in the name of the acting person. */
    public ExemptionEntry add(ExemptionGrant asked) {
        var grant = new ExemptionGrant(
                asked.id(),
                asked.organisation(),
                asked.capability(),
                asked.purpose(),
                asked.places(),
                asked.from(),
                asked.until(),
                asked.evidence(),
                registry.person().name());
        var words = Objects.requireNonNull(Attribute.EXEMPTION.words());
        if (words.find(grant.word()) == null) {
            throw new Unacceptable(words.unknownMessage(grant.word()) + '.');
        }
        if (WordList.PURPOSES.find(grant.purpose()) == null) {
            throw new Unacceptable(WordList.PURPOSES.unknownMessage(grant.purpose()) + '.');
        }
        grant.places().forEach(RegistrationCheck::checkPlace);
        return registry.open(registrar -> registrar.exemptions().add(grant, registry.now()));
    }

    /** Revokes an exemption for good. */
    public void revoke(String id) {
        registry.open(registrar -> registrar.exemptions().revoke(id, registry.now()));
    }

    /** All exemptions, also those that are revoked or have ended. */
    public List<CheckedEntry<ExemptionEntry>> list() {
        return registry.list(
                TABLE,
                registrar -> registrar.exemptions().all(),
                entry -> entry.grant().id());
    }
}
