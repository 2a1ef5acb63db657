package io.facegate.provider.rekognition;

import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must not be sent to the cloud until handles and references have owners. On the gateway's own account nothing is
 * kept apart, so whatever is stored there is refused, reading and erasing too: a name given by one organisation would
 * reach what another keeps.
 */
final class Doubts {
    private static final Set<Capability> GALLERY = Set.of(
            Capability.GALLERY_ADMIN,
            Capability.GALLERY_READ,
            Capability.GALLERY_TRANSFER,
            Capability.GALLERY_ERASE,
            Capability.ENROLL,
            Capability.IDENTIFY,
            Capability.IDENTIFY_RETRO,
            Capability.IDENTIFY_LIVE,
            Capability.VIDEO_IDENTIFY);

    private Doubts() {}

    static @Nullable Doubt of(Caller caller, FaceCall call) {
        if (!call.provider().equals("rekognition")) {
            return Doubt.UNKNOWN_OPERATION;
        }
        var facts = call.facts();
        if (!facts.references().isEmpty()) {
            return Doubt.REFERENCE_NOT_OWNED;
        }
        boolean apart = Keys.role(RekognitionProvider.principal(caller)) != null;
        if (!apart && (facts.gallery() != null || asksAny(call, GALLERY))) {
            return Doubt.GALLERY_NOT_OWNED;
        }
        return unknownHandle(call, apart) ? Doubt.UNKNOWN_HANDLE : null;
    }

    /** Stopping is all that an organisation with a role of its own may do to a handle nobody has on record. */
    private static boolean unknownHandle(FaceCall call, boolean apart) {
        return within(call, Capability.JOB_RESULT)
                || asksAny(call, Set.of(Capability.STATEFUL_CONTROL))
                || (!apart
                        && (within(call, Capability.STATEFUL_CONTROL, Capability.CUSTOM_MODEL, Capability.ADMIN)
                                || call.operation().equals("ListMediaAnalysisJobs")));
    }

    private static boolean asksAny(FaceCall call, Set<Capability> doubted) {
        return call.facts().capabilities().stream().anyMatch(doubted::contains);
    }

    private static boolean within(FaceCall call, Capability... trees) {
        return call.facts().capabilities().stream()
                .anyMatch(asked -> Arrays.stream(trees).anyMatch(asked::within));
    }
}
