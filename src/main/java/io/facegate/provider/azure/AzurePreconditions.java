package io.facegate.provider.azure;

import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must not be sent to a service whoever asks. */
final class AzurePreconditions {
    private AzurePreconditions() {}

    static @Nullable PreconditionFailure of(FaceCall call, AzureService service) {
        if (!call.provider().equals(service.code())) {
            return PreconditionFailure.UNKNOWN_OPERATION;
        }
        // The vendor would fetch it after the decision: whatever is there by then.
        if (call.ask() instanceof NormalizedRequest.Elsewhere) {
            return PreconditionFailure.URL_NOT_REGISTERED;
        }
        return Set.of(Reference.WEB_PICTURE).containsAll(call.facts().references())
                ? null
                : PreconditionFailure.REFERENCE_NOT_OWNED;
    }
}
