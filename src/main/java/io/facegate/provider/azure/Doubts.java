package io.facegate.provider.azure;

import io.facegate.call.Ask;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must not be sent to a service whoever asks. */
final class Doubts {
    private Doubts() {}

    static @Nullable Doubt of(FaceCall call, Service service) {
        if (!call.provider().equals(service.code())) {
            return Doubt.UNKNOWN_OPERATION;
        }
        // The vendor would fetch it after the decision: whatever is there by then.
        if (call.ask() instanceof Ask.Elsewhere) {
            return Doubt.URL_NOT_REGISTERED;
        }
        return Set.of(Reference.WEB_PICTURE).containsAll(call.facts().references()) ? null : Doubt.REFERENCE_NOT_OWNED;
    }
}
