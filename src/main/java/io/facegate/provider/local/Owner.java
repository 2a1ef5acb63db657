package io.facegate.provider.local;

import io.facegate.identity.Caller;
import io.facegate.provider.local.gallery.Place;
import java.util.Objects;

/**
 * Whose galleries a call may use, and what for.
 *
 * @param caller whose share of the engine it takes, whoever it is for
 */
record Owner(String organisation, String purpose, String caller) {
    /** Galleries belong to whom the call is for, not to the contractor who makes it. */
    static Owner of(Caller caller) {
        return new Owner(
                caller.chain().getLast().id(),
                Objects.requireNonNullElse(caller.purpose(), ""),
                caller.organisation().id());
    }

    Place place(String gallery) {
        return new Place(organisation, gallery, purpose);
    }

    /** One that is erased, or from which is erased, whatever purpose it serves. */
    Place erased(String gallery) {
        return new Place(organisation, gallery, null);
    }

    /** Where faces without a gallery are kept a while. */
    Place hidden() {
        return place(Place.HIDDEN + purpose);
    }
}
