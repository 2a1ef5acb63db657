package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.Organisation;
import io.facegate.policy.language.Match;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.Places;
import io.facegate.policy.vocabulary.Purpose;
import io.facegate.policy.vocabulary.Vendor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call as one organisation of the chain makes it; null is an attribute that is absent or an unknown word. */
record Side(
        FaceCall call,
        Organisation organisation,
        @Nullable OrganisationType type,
        @Nullable Purpose purpose,
        @Nullable Vendor vendor,
        List<String> places) {

    /** True where an exception surely holds for this capability: what is absent excepts nothing. */
    boolean surely(Match match, Capability capability) {
        return (match.organisations().isEmpty()
                        || (type != null && match.organisations().stream().anyMatch(type::within)))
                && (match.organisationIds().isEmpty() || match.organisationIds().contains(organisation.id()))
                && has(match.purposes(), purpose)
                && (match.capabilities().isEmpty()
                        || match.capabilities().stream().anyMatch(capability::within))
                && has(match.providers(), vendor)
                && (match.operations().isEmpty() || match.operations().contains(call.operation()))
                && insideAll(match.jurisdictions())
                && refers(match);
    }

    private boolean insideAll(Set<String> named) {
        return named.isEmpty()
                || (!places.isEmpty()
                        && places.stream()
                                .allMatch(place -> Places.valid(place)
                                        && named.stream().anyMatch(larger -> Places.within(place, larger))));
    }

    private boolean refers(Match match) {
        var references = call.facts().references();
        return match.references().isEmpty()
                || (!references.isEmpty() && match.references().containsAll(references));
    }

    private static <T> boolean has(Set<T> named, @Nullable T value) {
        return named.isEmpty() || (value != null && named.contains(value));
    }
}
