package io.facegate.vendor.azure.client;

import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests that are never sent to Azure, whoever the caller is. */
final class AzureRequestGuards {
    private AzureRequestGuards() {}

    static @Nullable PreconditionFailure findPreconditionFailure(FaceCall call) {
        // The vendor would fetch the URL after the decision, when its content may have changed.
        if (call.request() instanceof NormalizedRequest.PicturesAtUrls) {
            return PreconditionFailure.URL_NOT_REGISTERED;
        }
        return Set.of(Reference.WEB_PICTURE).containsAll(call.facts().references())
                ? null
                : PreconditionFailure.REFERENCE_NOT_OWNED;
    }
}
