package io.facegate.catalogue;

import java.util.Locale;

/** What is read of an entry of a vendor's trail. */
public enum TrailField {
    /** Which service of the vendor wrote it. */
    SERVICE,
    /** The part of the service's log; where the vendor has none, it is not read. */
    CATEGORY,
    OPERATION,
    TIME,
    /** The entry's own id. */
    ID,
    /** The vendor's id of the request. */
    REQUEST,
    /** Who called. */
    PRINCIPAL,
    /** The role that the principal assumed. */
    ROLE,
    /** The address that the call came from. */
    SOURCE,
    /** What the caller said of itself; the gateway names the decision there. */
    AGENT,
    /** The vendor's error. */
    ERROR,
    /** True in the first entry of an operation that has several. */
    FIRST,
    /** True in the last entry of an operation that has several. */
    LAST;

    /** The key in a catalogue. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
