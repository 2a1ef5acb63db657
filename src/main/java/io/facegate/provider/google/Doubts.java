package io.facegate.provider.google;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.provider.Rest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must not be sent to a project: what points elsewhere, and, where several share it, what names it. */
final class Doubts {
    private Doubts() {}

    static @Nullable Doubt of(Caller caller, FaceCall call, @Nullable String owner) {
        if (!call.provider().equals(Requests.PROVIDER)) {
            return Doubt.UNKNOWN_OPERATION;
        }
        boolean elsewhere = !call.facts().references().isEmpty();
        boolean owns = caller.chain().getLast().id().equals(owner);
        return elsewhere || (namesProject(call) && !owns) ? Doubt.REFERENCE_NOT_OWNED : null;
    }

    private static boolean namesProject(FaceCall call) {
        return Rest.words(call.params().get(Requests.PATH)).containsKey("project")
                || (call.params().get(Requests.BODY) instanceof Map<?, ?> body && body.get("parent") != null);
    }
}
