package io.facegate.vendor.rekognition.client;

import io.facegate.call.FaceCall;
import io.facegate.call.OwnedResource;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.identity.Caller;
import org.jspecify.annotations.Nullable;

/** Ownership check of one call: compares the resources it names with the registry. */
final class RekognitionOwnershipCheck {
    private final ResourceOwners handles;
    private final FaceCall call;
    private final @Nullable String purpose;
    private final RekognitionNamespace names;
    private final RekognitionResourceEffect resourceEffect;
    private @Nullable PreconditionFailure doubt;
    private String wrongField = "";
    private @Nullable OwnedResource origin;

    RekognitionOwnershipCheck(ResourceOwners handles, Caller caller, FaceCall call) {
        this.handles = handles;
        this.call = call;
        this.purpose = caller.purpose();
        this.names =
                RekognitionNamespace.forOrganisation(caller.delegationChain().getLast());
        this.resourceEffect = RekognitionResourceEffect.forOperation(call.operation());
    }

    /** Returns the call with a precondition failure, or with the capabilities of the resource it names. */
    FaceCall prepareForDecision() {
        RekognitionResourceFields.changeAll(call.params(), this::checkField);
        if (doubt != null) {
            return doubt == PreconditionFailure.UNKNOWN_VALUE
                    ? call.withMistake(doubt, wrongField + " must be a string.")
                    : call.withPreconditionFailure(doubt);
        }
        if (resourceEffect.effect() != RekognitionResourceEffect.Effect.INHERITS) {
            return call;
        }
        return origin == null
                ? call.withPreconditionFailure(PreconditionFailure.UNKNOWN_HANDLE)
                : origin.addCapabilitiesTo(call);
    }

    private @Nullable Object checkField(@Nullable ResourceKind kind, String field, @Nullable Object value) {
        if (doubt == null) {
            doubt = findPreconditionFailure(kind, field, value);
            wrongField = field;
        }
        return value;
    }

    private @Nullable PreconditionFailure findPreconditionFailure(
            @Nullable ResourceKind kind, String field, @Nullable Object value) {
        if (RekognitionResourceFields.isDisguised(field)) {
            return PreconditionFailure.UNKNOWN_PARAMETER;
        }
        if (!(value instanceof String given)) {
            return PreconditionFailure.UNKNOWN_VALUE;
        }
        if (resourceEffect.isChosen(field, kind)) {
            return null;
        }
        var handle = kind == null ? null : names.handle(kind, given);
        return handle == null ? PreconditionFailure.UNKNOWN_HANDLE : findPreconditionFailure(handle);
    }

    private @Nullable PreconditionFailure findPreconditionFailure(ResourceId handle) {
        boolean collection = handle.kind() == ResourceKind.COLLECTION;
        var owned = handles.find(handle).orElse(null);
        if (owned == null) {
            boolean nobodys =
                    names.provesOwner(handle.kind()) && (resourceEffect.stops() || (names.dedicated() && collection));
            return nobodys
                    ? null
                    : collection ? PreconditionFailure.GALLERY_NOT_OWNED : PreconditionFailure.UNKNOWN_HANDLE;
        }
        var doubts = isGoodFor(owned)
                ? owned.findPreconditionFailure(names.organisation(), purpose, resourceEffect.stops())
                : PreconditionFailure.UNKNOWN_HANDLE;
        if (doubts != null) {
            return doubts;
        }
        if (handle.kind() != ResourceKind.PAGE) {
            origin = owned;
        }
        return null;
    }

    private boolean isGoodFor(OwnedResource owned) {
        var use = owned.use();
        return use.isEmpty()
                || use.equals(RekognitionPageTokens.useOf(owned.handle().kind(), call));
    }
}
