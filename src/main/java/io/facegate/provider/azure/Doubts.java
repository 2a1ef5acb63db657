package io.facegate.provider.azure;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import org.jspecify.annotations.Nullable;

/** What must not be sent to a service whoever asks. */
final class Doubts {
    private Doubts() {}

    static @Nullable Doubt of(FaceCall call, Service service) {
        if (!call.provider().equals(service.code())) {
            return Doubt.UNKNOWN_OPERATION;
        }
        // The vendor fetches what stands there after the decision: any address, and whatever is there by then.
        return call.facts().references().isEmpty() ? null : Doubt.REFERENCE_NOT_OWNED;
    }
}
