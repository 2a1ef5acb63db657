package io.facegate.vendor.embedded.client;

import io.facegate.engine.gallery.GalleryKey;
import io.facegate.identity.Caller;
import java.util.Objects;

/**
 * Owner and purpose of the galleries that a call may use. The sandbox of an organisation is an owner of its own: it and
 * the organisation have different galleries, subjects and temporary faces, also of the same names.
 *
 * @param caller the calling organisation, whose share of the engine is used even when it acts for another
 */
record GalleryOwner(String organisation, String purpose, String caller) {
    /** Begins the owner of a sandbox; no organisation's id has a colon. */
    private static final String SANDBOX = "sandbox:";

    /** Galleries belong to the organisation that the call is for, not to a contractor that makes it. */
    static GalleryOwner forCaller(Caller caller) {
        var organisation = caller.delegationChain().getLast().id();
        return new GalleryOwner(
                caller.sandbox() ? SANDBOX + organisation : organisation,
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
