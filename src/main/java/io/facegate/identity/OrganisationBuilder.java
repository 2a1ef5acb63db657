package io.facegate.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds an organisation; what is not named has the value of {@link Organisation#builder} or of the original. */
public final class OrganisationBuilder {
    private final String id;
    private String name;
    private String type;
    private List<String> jurisdictions = List.of();
    private Map<String, PurposeTerms> purposes = Map.of();
    private Map<String, List<String>> facts = Map.of();
    private OrganisationState state = OrganisationState.VERIFIED;
    private @Nullable OrganisationVerification verification;
    private OrganisationRelations relations = OrganisationRelations.NONE;
    private @Nullable String upstreamRole;
    private Set<RegisteredResource> resources = Set.of();

    OrganisationBuilder(String id, String type) {
        this.id = id;
        this.name = id;
        this.type = type;
    }

    OrganisationBuilder(Organisation one) {
        this(one.id(), one.type());
        name = one.name();
        jurisdictions = one.jurisdictions();
        purposes = one.purposeTerms();
        facts = one.facts();
        state = one.state();
        verification = one.verification();
        relations = one.relations();
        upstreamRole = one.upstreamRole();
        resources = one.resources();
    }

    public OrganisationBuilder name(String given) {
        name = given;
        return this;
    }

    public OrganisationBuilder type(String given) {
        type = given;
        return this;
    }

    public OrganisationBuilder jurisdictions(List<String> given) {
        jurisdictions = given;
        return this;
    }

    /** Replaces the purposes; one that it had keeps its terms. */
    public OrganisationBuilder purposes(Collection<String> given) {
        var all = new HashMap<String, PurposeTerms>();
        given.forEach(word -> all.put(word, purposes.getOrDefault(word, PurposeTerms.NONE)));
        purposes = all;
        return this;
    }

    public OrganisationBuilder purposeTerms(Map<String, PurposeTerms> given) {
        purposes = given;
        return this;
    }

    public OrganisationBuilder facts(Map<String, List<String>> given) {
        facts = given;
        return this;
    }

    public OrganisationBuilder state(OrganisationState given) {
        state = given;
        return this;
    }

    public OrganisationBuilder verification(@Nullable OrganisationVerification given) {
        verification = given;
        return this;
    }

    public OrganisationBuilder relations(OrganisationRelations given) {
        relations = given;
        return this;
    }

    public OrganisationBuilder upstreamRole(@Nullable String given) {
        upstreamRole = given;
        return this;
    }

    public OrganisationBuilder resources(Set<RegisteredResource> given) {
        resources = given;
        return this;
    }

    public Organisation build() {
        return new Organisation(
                id,
                name,
                type,
                jurisdictions,
                purposes,
                facts,
                state,
                verification,
                relations,
                upstreamRole,
                resources);
    }
}
