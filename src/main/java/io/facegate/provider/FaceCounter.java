package io.facegate.provider;

import io.facegate.call.Picture;
import io.facegate.identity.Caller;

/** Tells how many faces a picture holds, for rules that only the picture can settle. */
@FunctionalInterface
public interface FaceCounter {
    /**
     * Counts.
     *
     * @param caller whose organisation's share of the engine it takes
     * @return the number of faces; when in doubt, more rather than fewer
     * @throws io.facegate.call.Fault.Overloaded when too much is waiting to be counted
     * @throws io.facegate.call.Fault when it cannot tell
     */
    int count(Caller caller, Picture picture);
}
