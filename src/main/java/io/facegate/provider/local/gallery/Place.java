package io.facegate.provider.local.gallery;

/** Which gallery: its name among those of its owner; the same name of another owner is another gallery. */
public record Place(String owner, String gallery) {
    /** A name that begins so is in no list, and no wire has a way to say it. */
    public static final String HIDDEN = "~";
}
