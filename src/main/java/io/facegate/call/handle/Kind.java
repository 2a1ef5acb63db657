package io.facegate.call.handle;

/** What a handle stands for. */
public enum Kind {
    COLLECTION,
    /** An example of a face in a collection that its vendor gave an id. */
    FACE,
    /** Work whose result is fetched later. */
    JOB,
    /** A person's session in front of a camera. */
    SESSION,
    /** A processor of a live stream. */
    STREAM,
    PROJECT,
    DATASET,
    /** A trained version of a project. */
    MODEL,
    /** Where a list goes on. */
    PAGE
}
