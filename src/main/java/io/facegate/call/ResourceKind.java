package io.facegate.call;

/** What a handle stands for. */
public enum ResourceKind {
    COLLECTION,
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
    /** A face that its vendor gave an id, for a while or as an example of a collection. */
    FACE,
    /** A person in a directory of the vendor's. */
    PERSON,
    /** A picture that the vendor took of a session. */
    IMAGE,
    /** Where a list goes on. */
    PAGE
}
