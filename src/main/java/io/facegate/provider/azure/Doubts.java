package io.facegate.provider.azure;

import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What must not be sent to a resource that several share: an id given by one organisation would reach what another keeps,
 * so only what neither keeps nor reads anything goes there.
 */
final class Doubts {
    private Doubts() {}

    static @Nullable Doubt of(Caller caller, FaceCall call, AzureResource resource) {
        if (!call.provider().equals(resource.service().code())) {
            return Doubt.UNKNOWN_OPERATION;
        }
        if (!call.facts().references().isEmpty()) {
            return Doubt.REFERENCE_NOT_OWNED;
        }
        if (resource.service() == Service.VISION) {
            // It keeps nothing.
            return null;
        }
        if (caller.chain().getLast().id().equals(resource.owner())
                || within(call, Capability.DETECT, Capability.ANALYZE)) {
            return null;
        }
        return within(
                        call,
                        Capability.LIVENESS,
                        Capability.VERIFY,
                        Capability.JOB_RESULT,
                        Capability.STATEFUL_CONTROL,
                        Capability.MEDIA_READ)
                ? Doubt.UNKNOWN_HANDLE
                : Doubt.GALLERY_NOT_OWNED;
    }

    private static boolean within(FaceCall call, Capability... trees) {
        return call.facts().capabilities().stream()
                .allMatch(asked -> Arrays.stream(trees).anyMatch(asked::within));
    }
}
