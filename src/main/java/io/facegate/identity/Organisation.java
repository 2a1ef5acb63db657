package io.facegate.identity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One organisation, as registered by an operator.
 *
 * @param type dotted word of the organisation tree, such as {@code law_enforcement.police}
 * @param jurisdictions ISO 3166-2, cities as {@code US-OR/portland}
 * @param purposes purposes it may declare
 * @param facts verified words and numbers, by attribute, such as {@code place_type}
 * @param upstreamRole cloud role under which its calls are forwarded, or null for the gateway's own
 * @param resources external resources that its calls may point to
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

    /** An organisation without external resources. */
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

    /** An organisation without further facts. */
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

    /** The same organisation with other facts. */
    Organisation withFacts(Map<String, List<String>> others) {
        return new Organisation(id, name, type, jurisdictions, purposes, others, suspended, upstreamRole, resources);
    }

    /** The same organisation, suspended or not. */
    public Organisation withSuspended(boolean now) {
        return new Organisation(id, name, type, jurisdictions, purposes, facts, now, upstreamRole, resources);
    }
}
