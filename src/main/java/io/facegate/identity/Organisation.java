package io.facegate.identity;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One organisation, as an operator registered it.
 *
 * @param type a dotted word of the organisation tree, such as {@code law_enforcement.police}
 * @param jurisdictions ISO 3166-2, cities as {@code US-OR/portland}
 * @param purposes that an operator allowed it to declare
 * @param upstreamRole the cloud role that calls are forwarded under, or null for the gateway's own
 */
public record Organisation(
        String id,
        String name,
        String type,
        List<String> jurisdictions,
        Set<String> purposes,
        boolean suspended,
        @Nullable String upstreamRole) {
    public Organisation {
        jurisdictions = List.copyOf(jurisdictions);
        purposes = Set.copyOf(purposes);
    }
}
