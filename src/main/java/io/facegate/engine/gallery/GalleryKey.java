package io.facegate.engine.gallery;

import org.jspecify.annotations.Nullable;

/**
 * Which gallery: its name among those of its owner, where it serves that purpose; the same name of another owner is
 * another gallery.
 *
 * @param purpose that was declared, or null where a gallery of any purpose is meant, since it is erased
 */
public record GalleryKey(
        String owner, String gallery, @Nullable String purpose) {
    /** A name that begins so is in no list, and no wire has a way to say it. */
    public static final String HIDDEN = "~";
}
