package io.facegate.vendor.embedded.client;

import io.facegate.engine.gallery.GalleryKey;
import io.facegate.identity.Caller;
import java.util.Objects;

/**
 * Owner and purpose of the galleries that a call may use.
 *
 * @param caller the calling organisation, whose share of the engine is used even when it acts for another
 */
record GalleryOwner(String organisation, String purpose, String caller) {
    /** Galleries belong to the organisation that the call is for, not to a contractor that makes it. */
    static GalleryOwner forCaller(Caller caller) {
        return new GalleryOwner(
                caller.delegationChain().getLast().id(),
                Objects.requireNonNullElse(caller.purpose(), ""),
                caller.organisation().id());
    }

    GalleryKey place(String gallery) {
        return new GalleryKey(organisation, gallery, purpose);
    }

    /** Returns the key for erasing a gallery or its faces, whatever purpose it serves. */
    GalleryKey keyForErasing(String gallery) {
        return new GalleryKey(organisation, gallery, null);
    }

    /** Returns the key of the hidden gallery for temporary faces. */
    GalleryKey temporaryGalleryKey() {
        return place(GalleryKey.HIDDEN + purpose);
    }
}
