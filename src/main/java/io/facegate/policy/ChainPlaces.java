package io.facegate.policy;

import java.util.ArrayList;
import java.util.List;

/** Where a call counts as made for one organisation of its chain. */
public final class ChainPlaces {
    private ChainPlaces() {}

    /**
     * The places of use and the organisation's own. None, which is unknown, where the place of any organisation of the chain
     * is unknown: the known place of one link says nothing about another.
     *
     * @param here where the call is made
     * @param own where the organisation is established; none for the caller, whose places are those of the call
     * @param known whether each organisation that the call is made for has a place
     */
    public static List<String> of(List<String> here, List<String> own, boolean known) {
        if (!known || here.isEmpty()) {
            return List.of();
        }
        if (own.isEmpty()) {
            return here;
        }
        var places = new ArrayList<>(here);
        places.addAll(own);
        return places;
    }
}
