package io.facegate.call;

import io.facegate.call.FaceCall.Facts;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A handle on record: whose it is, what for, and what the call that made it was judged to do.
 *
 * @param organisation in whose name it was made
 * @param purpose that was declared when it was made
 * @param capabilities of the call that made it: whatever goes back to it is judged by them again
 * @param threshold the similarity that was asked for, 0 to 1, or null
 * @param use the one request that it is good for, or empty for any
 * @param token the vendor's own word for it where its id is ours, or empty
 * @param decision the id of the decision by which it was made
 * @param expires when it is good for nothing any more, or null for never
 */
public record OwnedResource(
        ResourceId handle,
        String organisation,
        @Nullable String purpose,
        Set<Capability> capabilities,
        @Nullable Double threshold,
        String use,
        String token,
        String decision,
        Instant created,
        @Nullable Instant expires) {
    public OwnedResource {
        capabilities = Set.copyOf(capabilities);
    }

    /**
     * Why who acts in an organisation's name for a purpose must not go back to it, or null.
     *
     * @param stops whether it is stopped or erased, which stays allowed whatever the purpose
     */
    public @Nullable PreconditionFailure doubts(String who, @Nullable String why, boolean stops) {
        if (!organisation.equals(who)) {
            return PreconditionFailure.UNKNOWN_HANDLE;
        }
        return stops || Objects.equals(purpose, why) ? null : PreconditionFailure.HANDLE_PURPOSE;
    }

    /** A call that goes back to it, as it is to be judged: it does what made this, too. */
    public FaceCall inheritedBy(FaceCall call) {
        var all = EnumSet.noneOf(Capability.class);
        call.facts().capabilities().stream()
                .filter(own -> own == Capability.JOB_RESULT
                        || own == Capability.STATEFUL_CONTROL
                        || own == Capability.MEDIA_READ)
                .forEach(all::add);
        all.addAll(capabilities);
        var facts = call.facts();
        var inherited =
                new Facts(all, facts.ifSeveral(), facts.crowd(), facts.gallery(), facts.references(), threshold);
        return call.with(inherited);
    }

    /** Prints neither id nor token. */
    @Override
    public String toString() {
        return "Owned[" + handle + " of " + organisation + ']';
    }
}
