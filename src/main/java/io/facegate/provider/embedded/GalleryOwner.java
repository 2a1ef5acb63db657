package io.facegate.provider.embedded;

import io.facegate.engine.gallery.GalleryKey;
import io.facegate.identity.Caller;
import java.util.Objects;

/**
 * Whose galleries a call may use, and what for.
 *
 * @param caller whose share of the engine it takes, whoever it is for
 */
record GalleryOwner(String organisation, String purpose, String caller) {
    /** Galleries belong to whom the call is for, not to the contractor who makes it. */
    static GalleryOwner of(Caller caller) {
        return new GalleryOwner(
                caller.chain().getLast().id(),
                Objects.requireNonNullElse(caller.purpose(), ""),
                caller.organisation().id());
    }

    GalleryKey place(String gallery) {
        return new GalleryKey(organisation, gallery, purpose);
    }

    /** One that is erased, or from which is erased, whatever purpose it serves. */
    GalleryKey erased(String gallery) {
        return new GalleryKey(organisation, gallery, null);
    }

    /** Where faces without a gallery are kept a while. */
    GalleryKey hidden() {
        return place(GalleryKey.HIDDEN + purpose);
    }
}
