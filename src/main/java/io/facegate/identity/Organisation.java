package io.facegate.identity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One organisation, as an operator registered it.
 *
 * @param type a dotted word of the organisation tree, such as {@code law_enforcement.police}
 * @param jurisdictions ISO 3166-2, cities as {@code US-OR/portland}
 * @param purposes that an operator allowed it to declare
 * @param facts words and numbers that an operator verified, by attribute, such as {@code place_type}
 * @param upstreamRole the cloud role that calls are forwarded under, or null for the gateway's own
 * @param resources what its calls may point at outside themselves
 */
public record Organisation(
        String id,
        String name,
        String type,
        List<String> jurisdictions,
        Set<String> purposes,
        Map<String, List<String>> facts,
        boolean suspended,
        @Nullable String upstreamRole,
        Set<RegisteredResource> resources) {
    public Organisation {
        jurisdictions = List.copyOf(jurisdictions);
        purposes = Set.copyOf(purposes);
        facts = Map.copyOf(facts);
        resources = Set.copyOf(resources);
    }

    /** One whose calls point at nothing. */
    public Organisation(
            String id,
            String name,
            String type,
            List<String> jurisdictions,
            Set<String> purposes,
            Map<String, List<String>> facts,
            boolean suspended,
            @Nullable String upstreamRole) {
        this(id, name, type, jurisdictions, purposes, facts, suspended, upstreamRole, Set.of());
    }

    /** One about which nothing more is known. */
    public Organisation(
            String id,
            String name,
            String type,
            List<String> jurisdictions,
            Set<String> purposes,
            boolean suspended,
            @Nullable String upstreamRole) {
        this(id, name, type, jurisdictions, purposes, Map.of(), suspended, upstreamRole);
    }
}
