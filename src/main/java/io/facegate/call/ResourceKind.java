package io.facegate.call;

/** Kind of a vendor resource. */
public enum ResourceKind {
    COLLECTION,
    /** An asynchronous job whose result is fetched later. */
    JOB,
    /** A liveness session of a person in front of a camera. */
    SESSION,
    /** A stream processor. */
    STREAM,
    PROJECT,
    DATASET,
    /** A trained version of a project. */
    MODEL,
    /** A face with a vendor id: temporary, or an example in a collection. */
    FACE,
    /** A person in a vendor's directory. */
    PERSON,
    /** A picture taken by the vendor in a liveness session. */
    IMAGE,
    /** A page token of a list. */
    PAGE;

    /**
     * True if callers choose the names, so that another resource may get the name of an erased one. The ids of the other
     * kinds are made by the vendor or the gateway, and never used twice.
     */
    public boolean hasReusableNames() {
        return switch (this) {
            case COLLECTION, STREAM, PROJECT, DATASET, MODEL -> true;
            case JOB, SESSION, FACE, PERSON, IMAGE, PAGE -> false;
        };
    }
}
