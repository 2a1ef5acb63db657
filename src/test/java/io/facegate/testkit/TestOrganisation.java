package io.facegate.testkit;

import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationState;
import io.facegate.identity.RegisteredResource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds an organisation for a test, which names only what matters to it. */
public final class TestOrganisation {
    private final String id;
    private final String type;
    private String name;
    private List<String> jurisdictions = List.of();
    private Set<String> purposes = Set.of();
    private Map<String, List<String>> facts = Map.of();
    private boolean suspended;
    private @Nullable String role;
    private Set<RegisteredResource> resources = Set.of();

    private TestOrganisation(String id, String type) {
        this.id = id;
        this.name = id;
        this.type = type;
    }

    /** One without place, purposes, facts and resources, named as its id. */
    public static TestOrganisation of(String id, String type) {
        return new TestOrganisation(id, type);
    }

    public TestOrganisation named(String given) {
        name = given;
        return this;
    }

    public TestOrganisation in(String... places) {
        return in(List.of(places));
    }

    public TestOrganisation in(List<String> places) {
        jurisdictions = places;
        return this;
    }

    public TestOrganisation purposes(String... given) {
        return purposes(Set.of(given));
    }

    public TestOrganisation purposes(Set<String> given) {
        purposes = given;
        return this;
    }

    public TestOrganisation facts(Map<String, List<String>> given) {
        facts = given;
        return this;
    }

    public TestOrganisation suspended(boolean given) {
        suspended = given;
        return this;
    }

    /** The cloud role under which its calls are forwarded. */
    public TestOrganisation role(@Nullable String given) {
        role = given;
        return this;
    }

    public TestOrganisation resources(Set<RegisteredResource> given) {
        resources = given;
        return this;
    }

    public Organisation build() {
        return Organisation.builder(id, type)
                .name(name)
                .jurisdictions(jurisdictions)
                .purposes(purposes)
                .facts(facts)
                .state(suspended ? OrganisationState.SUSPENDED : OrganisationState.VERIFIED)
                .upstreamRole(role)
                .resources(resources)
                .build();
    }
}
