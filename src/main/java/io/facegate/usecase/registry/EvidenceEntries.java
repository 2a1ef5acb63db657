package io.facegate.usecase.registry;

import io.facegate.identity.Evidence;
import io.facegate.registry.EvidenceEntry;
import io.facegate.registry.RegistryException.Unacceptable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Registers, changes, lists and revokes the evidence for organisations' calls, such as warrants. */
public final class EvidenceEntries {
    /** The fact from which policy computes the age of a use. It is no fact to register by itself. */
    public static final String STARTED = "started";

    private static final String TABLE = "evidence";

    private final RegistryAccess registry;

    public EvidenceEntries(RegistryAccess registry) {
        this.registry = registry;
    }

    /**
     * Registers an entry for one organisation.
     *
     * @param started when the use began that the entry covers, or null
     */
    public EvidenceEntry add(Evidence one, @Nullable Instant started) {
        return registry.open(registrar -> {
            var now = registry.now();
            RegistrationCheck.checkNew(new Evidence(one.id(), one.organisation(), "", null, null, null, Map.of()), one);
            return registrar.evidence().add(withStart(one, started, now), now);
        });
    }

    /** Changes an entry. Words that it had before are not checked again. */
    public EvidenceEntry change(String id, UnaryOperator<Evidence> how, @Nullable Instant started) {
        return registry.open(registrar -> registrar.evidence().change(id, before -> {
            var after = how.apply(before);
            RegistrationCheck.checkNew(before, after);
            return withStart(after, started, registry.now());
        }));
    }

    /**
     * An entry with the fact that tells when the use began.
     *
     * @param started null leaves the entry as it is
     * @throws Unacceptable if that is in the future
     */
    public static Evidence withStart(Evidence one, @Nullable Instant started, Instant now) {
        if (started == null) {
            return one;
        }
        if (started.isAfter(now)) {
            throw new Unacceptable("--started says when the use began. It cannot be in the future.");
        }
        var facts = new LinkedHashMap<>(one.facts());
        facts.put(STARTED, List.of(started.toString()));
        return one.withFacts(facts);
    }

    /** Revokes an entry for good. */
    public void revoke(String id) {
        registry.open(registrar -> registrar.evidence().revoke(id, registry.now()));
    }

    /** All entries, also those that are revoked or no longer valid. */
    public List<CheckedEntry<EvidenceEntry>> list() {
        return registry.list(TABLE, registrar -> registrar.evidence().entries(), EvidenceEntries::id);
    }

    /** One entry, as a list of one. */
    public List<CheckedEntry<EvidenceEntry>> show(String id) {
        return registry.list(TABLE, registrar -> List.of(registrar.evidence().getEntry(id)), EvidenceEntries::id);
    }

    private static String id(EvidenceEntry entry) {
        return entry.evidence().id();
    }
}
