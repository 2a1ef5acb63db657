package io.facegate.policy.language;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall.Reference;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.Purpose;
import io.facegate.policy.vocabulary.Vendor;
import java.util.Set;

/** What a rule or an exception is about: all attributes named must match; an empty set says nothing of its attribute. */
public record Match(
        Set<OrganisationType> organisations,
        Set<String> organisationIds,
        Set<Purpose> purposes,
        Set<Capability> capabilities,
        Set<String> jurisdictions,
        Set<Vendor> providers,
        Set<String> operations,
        Set<Reference> references) {
    /** Matches every call. */
    public static final Match EVERYTHING =
            new Match(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    public Match {
        organisations = Set.copyOf(organisations);
        organisationIds = Set.copyOf(organisationIds);
        purposes = Set.copyOf(purposes);
        capabilities = Set.copyOf(capabilities);
        jurisdictions = Set.copyOf(jurisdictions);
        providers = Set.copyOf(providers);
        operations = Set.copyOf(operations);
        references = Set.copyOf(references);
    }
}
