package io.facegate.vendor.azure.client;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.RestOperations;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.NamedResources;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ownership of resources on Azure Face: checks calls before they are judged, and records what answers create. */
public final class AzureOwnership {
    /** The Azure resource for sessions of the neutral API. */
    private static final AzureResourceRef SESSION = new AzureResourceRef(
            ResourceKind.SESSION,
            AzureResourceRef.sessions(RestOperations.AZURE_FACE.byName("GetLivenessSessionResult")));

    private static final AzureResourceRef LIST = new AzureResourceRef(
            ResourceKind.COLLECTION, Objects.requireNonNull(AzureResourceRef.GALLERIES.get("faceListId")));

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
    public FaceCall prepareForDecision(Caller caller, FaceCall asked) {
        if (owner != null && !owner.equals(principal(caller))) {
            var doubt = checkForeign(asked);
            return doubt == null ? asked : asked.withPreconditionFailure(doubt);
        }
        return new AzureOwnershipCheck(handles, names(caller), caller.purpose(), asked).prepareForDecision();
    }

    /** Returns since when the resource of a neutral call is recorded here, or null. */
    public @Nullable Instant ownedSince(Caller caller, FaceCall asked) {
        var names = names(caller);
        var gallery = asked.facts().gallery();
        var handle = asked.request() instanceof NormalizedRequest.ReadLiveness(var session)
                ? names.handle(SESSION, session)
                : gallery == null ? null : names.handle(LIST, gallery);
        return handle == null ? null : handles.ownedSince(handle, names.organisation());
    }

    /** Returns the resources that a call names or creates. */
    NamedResources namedResources(Caller caller, FaceCall call) {
        var resourceEffect = new AzureResourceEffect(RestOperations.AZURE_FACE.byName(call.operation()));
        var all = new AzureResourceFields(resourceEffect.route(), call.params()).named(names(caller));
        boolean inGallery = all.stream().anyMatch(one -> one.kind() == ResourceKind.COLLECTION);
        return all.isEmpty()
                ? NamedResources.NONE
                : new NamedResources(
                        all, inGallery ? resourceEffect.changesGallery() : resourceEffect.erasedField() != null);
    }

    /**
     * Sends one step of a cleared call to the vendor, and records what it creates.
     *
     * @param step the operation sent to the vendor in this step
     * @param vendor sends a call to the vendor
     * @throws io.facegate.call.Fault.RegistryDown when a new resource cannot be recorded: then its id is not disclosed
     */
    Reply sendOwned(Cleared cleared, FaceCall step, Function<FaceCall, Reply> vendor) {
        return new AzureOwnedCall(handles, clock, cleared, names(cleared.caller()), step).run(vendor);
    }

    private AzureGalleryNames names(Caller caller) {
        return new AzureGalleryNames(principal(caller), owner != null);
    }

    private static String principal(Caller caller) {
        return caller.delegationChain().getLast().id();
    }

    /** On a resource of another organisation, allows only operations that neither keep nor read anything. */
    private static @Nullable PreconditionFailure checkForeign(FaceCall call) {
        if (isWithinAny(call, Capability.DETECT, Capability.ANALYZE)) {
            return pointsAtASession(call) ? PreconditionFailure.UNKNOWN_HANDLE : null;
        }
        return isWithinAny(
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

    private static boolean isWithinAny(FaceCall call, Capability... trees) {
        return call.facts().capabilities().stream()
                .allMatch(asked -> Arrays.stream(trees).anyMatch(asked::isWithin));
    }
}
