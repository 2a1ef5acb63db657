package io.facegate.call;

import io.facegate.call.FaceCall.Facts;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registered vendor resource: its owner, its purpose, and the capabilities of the call that created it.
 *
 * @param organisation owner
 * @param purpose declared at creation
 * @param capabilities of the creating call; every later call on the resource is decided with them too
 * @param threshold requested similarity, 0 to 1, or null
 * @param use the only operation it may be used for, or empty for any
 * @param token the vendor's own id if {@code handle} is the gateway's, or empty
 * @param decision id of the decision that created it
 * @param expires when it stops being valid, or null for never
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

    /** Returns a copy under another identifier. */
    public OwnedResource withHandle(ResourceId other) {
        return new OwnedResource(
                other, organisation, purpose, capabilities, threshold, use, token, decision, created, expires);
    }

    /**
     * Returns why that organisation must not use the resource for that purpose, or null if it may.
     *
     * @param stops whether the call stops or erases it, which is allowed for any purpose
     */
    public @Nullable PreconditionFailure findPreconditionFailure(String who, @Nullable String why, boolean stops) {
        if (!organisation.equals(who)) {
            return PreconditionFailure.UNKNOWN_HANDLE;
        }
        return stops || Objects.equals(purpose, why) ? null : PreconditionFailure.HANDLE_PURPOSE;
    }

    /** Returns the call with the capabilities of the creating call added. */
    public FaceCall addCapabilitiesTo(FaceCall call) {
        var all = EnumSet.noneOf(Capability.class);
        call.facts().capabilities().stream()
                .filter(own -> own == Capability.JOB_RESULT
                        || own == Capability.STATEFUL_CONTROL
                        || own == Capability.MEDIA_READ)
                .forEach(all::add);
        all.addAll(capabilities);
        var facts = call.facts();
        var inherited = Facts.of(all)
                .withCrowd(facts.ifSeveral(), facts.crowd())
                .inGallery(facts.gallery())
                .referringTo(facts.references())
                .withThreshold(threshold);
        return call.withFacts(inherited.picturing(facts.pictures()));
    }

    /** Prints neither id nor token. */
    @Override
    public String toString() {
        return "OwnedResource[" + handle + " of " + organisation + ']';
    }
}
