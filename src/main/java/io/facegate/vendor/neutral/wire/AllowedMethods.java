package io.facegate.vendor.neutral.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.WireDetail;

/**
 * The methods that the path of a call accepts, where the call's own is none of them.
 *
 * @param methods as in the {@code Allow} header
 */
record AllowedMethods(String methods) implements WireDetail {
    /** Returns the methods that the call's path supports, or an empty string. */
    static String fromCall(FaceCall call) {
        return call.wireDetail() instanceof AllowedMethods(var methods) ? methods : "";
    }
}
