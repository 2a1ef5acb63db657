package io.facegate.vendor.client;

import io.facegate.call.Picture;
import io.facegate.identity.Caller;

/** Face counter of a picture, for policy rules that depend on the number of faces. */
@FunctionalInterface
public interface FaceCounter {
    /**
     * Counts the faces.
     *
     * @param caller its organisation's share of the engine is used
     * @return the number of faces; overestimated rather than underestimated when in doubt
     * @throws io.facegate.call.Fault.Overloaded when too many pictures wait to be counted
     * @throws io.facegate.call.Fault when the faces cannot be counted
     */
    int count(Caller caller, Picture picture);
}
