package io.facegate.policy;

import java.util.ArrayList;
import java.util.List;

/** Places of use that apply to one organisation of the principal chain. */
public final class PrincipalPlaces {
    private PrincipalPlaces() {}

    /**
     * Returns the places of use plus the organisation's own. Empty (unknown) if any organisation of the chain has no
     * known place: the known place of one link says nothing about another.
     *
     * @param here where the call is made
     * @param own where the organisation is established; empty for the caller, whose places are those of the call
     * @param known whether every principal of the call has a place
     */
    public static List<String> combine(List<String> here, List<String> own, boolean known) {
        if (!known || here.isEmpty()) {
            return List.of();
        }
        if (own.isEmpty()) {
            return here;
        }
        if (here.size() == 1 && own.size() == 1) {
            return List.of(here.getFirst(), own.getFirst());
        }
        var places = new ArrayList<>(here);
        places.addAll(own);
        return places;
    }
}
