package io.facegate.provider.azure;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceLocks;
import io.facegate.call.ResourceOwners;
import io.facegate.call.RestOperations;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ownership of resources on Azure Face: checks calls before they are judged, and records what answers create. */
public final class AzureOwnership {
    /** The Azure resource for sessions of the neutral API. */
    private static final AzureResourceRef SESSION = new AzureResourceRef(
            ResourceKind.SESSION, AzureResourceRef.sessions(RestOperations.AZURE_FACE.of("GetLivenessSessionResult")));

    private static final AzureResourceRef LIST = new AzureResourceRef(
            ResourceKind.COLLECTION, Objects.requireNonNull(AzureResourceRef.GALLERIES.get("faceListId")));

    private final ResourceLocks resourceLocks = new ResourceLocks();
    private final ResourceOwners handles;
    private final InstantSource clock;
    private final @Nullable String owner;

    /** @param owner the id of the organisation that owns the resource alone, or null when several share it */
    public AzureOwnership(ResourceOwners handles, InstantSource clock, @Nullable String owner) {
        this.handles = handles;
        this.clock = clock;
        this.owner = owner;
    }

    /** Returns the call to judge: with a precondition failure, or with the capabilities of the resource it names. */
    public FaceCall judged(Caller caller, FaceCall asked) {
        if (owner != null && !owner.equals(principal(caller))) {
            var doubt = stranger(asked);
            return doubt == null ? asked : asked.doubted(doubt);
        }
        return new AzureOwnershipCheck(handles, names(caller), caller.purpose(), asked).judged();
    }

    /** Returns since when the resource of a neutral call is recorded here, or null. */
    public @Nullable Instant since(Caller caller, FaceCall asked) {
        var names = names(caller);
        var gallery = asked.facts().gallery();
        var handle = asked.ask() instanceof NormalizedRequest.ReadLiveness(var session)
                ? names.handle(SESSION, session)
                : gallery == null ? null : names.handle(LIST, gallery);
        return handle == null ? null : handles.since(handle, names.organisation());
    }

    /**
     * One step of a cleared call.
     *
     * @param asked the call as it was judged
     * @param said the operation sent to the vendor in this step
     */
    public record Step(Cleared cleared, FaceCall asked, FaceCall said) {}

    /**
     * Sends a step to the vendor. A step that creates or erases a gallery runs exclusively. A step that names a gallery
     * checks the owner again, because the gallery may have been erased and recreated for another purpose since the call
     * was judged.
     *
     * @param vendor sends a call to the vendor
     * @param deadline in nanoseconds of the system's clock
     * @throws Fault.Overloaded when its turn does not come before the deadline
     * @throws Fault.RegistryDown when a new resource cannot be recorded: then its id is not disclosed
     */
    public Reply take(Step step, Function<FaceCall, Reply> vendor, long deadline) {
        var names = names(step.cleared.caller());
        var resourceEffect = new AzureResourceEffect(RestOperations.AZURE_FACE.of(step.said.operation()));
        var ownedCall = new AzureOwnedCall(handles, clock, step.cleared, names, step.said);
        var galleries = new AzureResourceFields(resourceEffect.route(), step.said.params()).galleries(names);
        if (galleries.isEmpty()) {
            return ownedCall.run(vendor);
        }
        return resourceLocks.take(
                galleries,
                resourceEffect.turnsOver(),
                deadline,
                () -> gone(step).orElseGet(() -> ownedCall.run(vendor)));
    }

    private Optional<Reply> gone(Step step) {
        return Optional.ofNullable(judged(step.cleared.caller(), step.asked).doubt())
                .map(doubt -> new Reply.Failed(
                        Reply.Failure.NOT_FOUND,
                        "A resource of this call was changed by another call in the meantime, so this call was"
                                + " stopped. "
                                + doubt.sentence()));
    }

    private AzureGalleryNames names(Caller caller) {
        return new AzureGalleryNames(principal(caller), owner != null);
    }

    private static String principal(Caller caller) {
        return caller.chain().getLast().id();
    }

    /** On a resource of another organisation, allows only operations that neither keep nor read anything. */
    private static @Nullable PreconditionFailure stranger(FaceCall call) {
        if (within(call, Capability.DETECT, Capability.ANALYZE)) {
            return pointsAtASession(call) ? PreconditionFailure.UNKNOWN_HANDLE : null;
        }
        return within(
                        call,
                        Capability.LIVENESS,
                        Capability.VERIFY,
                        Capability.JOB_RESULT,
                        Capability.STATEFUL_CONTROL,
                        Capability.MEDIA_READ)
                ? PreconditionFailure.UNKNOWN_HANDLE
                : PreconditionFailure.GALLERY_NOT_OWNED;
    }

    /** Returns true if the call names a picture that the vendor took in a session. */
    private static boolean pointsAtASession(FaceCall call) {
        return call.params().get("body") instanceof Map<?, ?> body && body.get("sessionImageId") != null;
    }

    private static boolean within(FaceCall call, Capability... trees) {
        return call.facts().capabilities().stream()
                .allMatch(asked -> Arrays.stream(trees).anyMatch(asked::within));
    }
}
