package io.facegate.provider;

import io.facegate.call.Picture;

/** Tells how many faces a picture holds, for rules that only the picture can settle. */
@FunctionalInterface
public interface FaceCounter {
    /**
     * Counts.
     *
     * @return the number of faces; when in doubt, more rather than fewer
     * @throws io.facegate.call.Fault when it cannot tell
     */
    int count(Picture picture);
}
