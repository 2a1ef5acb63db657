package io.facegate.identity;

import io.facegate.call.PreconditionFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One organisation, as registered by an operator.
 *
 * @param type dotted word of the organisation tree, such as {@code law_enforcement.police}
 * @param jurisdictions ISO 3166-2, cities as {@code US-OR/portland}
 * @param purposeTerms purposes it may declare, each with what it rests on
 * @param facts verified words and numbers, by attribute, such as {@code place_type}
 * @param state what an operator decided; see {@link #findFailure} for what follows from dates
 * @param verification how it was verified; null if that was not registered
 * @param upstreamRole cloud role under which its calls are forwarded, or null for the gateway's own
 * @param resources external resources that its calls may point to
 */
public record Organisation(
        String id,
        String name,
        String type,
        List<String> jurisdictions,
        Map<String, PurposeTerms> purposeTerms,
        Map<String, List<String>> facts,
        OrganisationState state,
        @Nullable OrganisationVerification verification,
        OrganisationRelations relations,
        @Nullable String upstreamRole,
        Set<RegisteredResource> resources) {
    public Organisation {
        jurisdictions = List.copyOf(jurisdictions);
        purposeTerms = Map.copyOf(purposeTerms);
        facts = Map.copyOf(facts);
        resources = Set.copyOf(resources);
    }

    /** Builds a verified organisation without place, purposes, facts and resources, named as its id. */
    public static OrganisationBuilder builder(String id, String type) {
        return new OrganisationBuilder(id, type);
    }

    /** Builds an organisation from this one. */
    public OrganisationBuilder toBuilder() {
        return new OrganisationBuilder(this);
    }

    /** The purposes that are registered, whatever their dates. */
    public Set<String> purposes() {
        return purposeTerms.keySet();
    }

    /** On what a registered purpose rests. */
    public PurposeTerms terms(String purpose) {
        return purposeTerms.getOrDefault(purpose, PurposeTerms.NONE);
    }

    /** True in each state in which its calls are refused. */
    public boolean suspended() {
        return state != OrganisationState.VERIFIED;
    }

    /** Why its calls are refused in its state, whatever the time; null if they are served. */
    public @Nullable PreconditionFailure findFailure() {
        return switch (state) {
            case VERIFIED -> null;
            case APPLIED -> PreconditionFailure.ORGANISATION_NOT_VERIFIED;
            case SUSPENDED -> PreconditionFailure.ORGANISATION_SUSPENDED;
            case CLOSED -> PreconditionFailure.ORGANISATION_CLOSED;
        };
    }

    /** As above; a verification that has ended is a failure too. */
    public @Nullable PreconditionFailure findFailure(Instant now) {
        return state == OrganisationState.VERIFIED && verification != null && verification.hasEnded(now)
                ? PreconditionFailure.VERIFICATION_EXPIRED
                : findFailure();
    }

    /** The same organisation with other facts. */
    Organisation withFacts(Map<String, List<String>> others) {
        return toBuilder().facts(others).build();
    }

    /** The same organisation, suspended or verified. */
    public Organisation withSuspended(boolean now) {
        return withState(now ? OrganisationState.SUSPENDED : OrganisationState.VERIFIED);
    }

    public Organisation withState(OrganisationState now) {
        return toBuilder().state(now).build();
    }
}
