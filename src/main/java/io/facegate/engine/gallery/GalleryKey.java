package io.facegate.engine.gallery;

import org.jspecify.annotations.Nullable;

/**
 * Identifies a gallery by owner, name and purpose; different owners can use the same name.
 *
 * @param purpose the declared purpose, or null to match any, for erasure
 */
public record GalleryKey(
        String owner, String gallery, @Nullable String purpose) {
    /** Name prefix of hidden galleries: never listed, and not expressible in any API. */
    public static final String HIDDEN = "~";
}
