package io.facegate.provider.rekognition;

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
    private @Nullable OwnedResource origin;

    RekognitionOwnershipCheck(ResourceOwners handles, Caller caller, FaceCall call) {
        this.handles = handles;
        this.call = call;
        this.purpose = caller.purpose();
        this.names = RekognitionNamespace.of(caller.chain().getLast());
        this.resourceEffect = RekognitionResourceEffect.of(call.operation());
    }

    /** Returns the call with a precondition failure, or with the capabilities of the resource it names. */
    FaceCall judged() {
        RekognitionResourceFields.changed(call.params(), this::look);
        if (doubt != null) {
            return call.doubted(doubt);
        }
        if (resourceEffect.effect() != RekognitionResourceEffect.Effect.INHERITS) {
            return call;
        }
        return origin == null ? call.doubted(PreconditionFailure.UNKNOWN_HANDLE) : origin.inheritedBy(call);
    }

    private @Nullable Object look(@Nullable ResourceKind kind, String field, @Nullable Object value) {
        if (doubt == null) {
            doubt = doubts(kind, field, value);
        }
        return value;
    }

    private @Nullable PreconditionFailure doubts(@Nullable ResourceKind kind, String field, @Nullable Object value) {
        if (RekognitionResourceFields.disguised(field)) {
            return PreconditionFailure.UNKNOWN_PARAMETER;
        }
        if (!(value instanceof String given)) {
            return PreconditionFailure.UNKNOWN_VALUE;
        }
        if (resourceEffect.isChosen(field, kind)) {
            return null;
        }
        var handle = kind == null ? null : names.handle(kind, given);
        return handle == null ? PreconditionFailure.UNKNOWN_HANDLE : doubts(handle);
    }

    private @Nullable PreconditionFailure doubts(ResourceId handle) {
        boolean collection = handle.kind() == ResourceKind.COLLECTION;
        var owned = handles.find(handle).orElse(null);
        if (owned == null) {
            boolean nobodys =
                    names.provesOwner(handle.kind()) && (resourceEffect.stops() || (names.apart() && collection));
            return nobodys
                    ? null
                    : collection ? PreconditionFailure.GALLERY_NOT_OWNED : PreconditionFailure.UNKNOWN_HANDLE;
        }
        var doubts = isGoodFor(owned)
                ? owned.doubts(names.organisation(), purpose, resourceEffect.stops())
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
                || use.equals(RekognitionPageTokens.use(owned.handle().kind(), call));
    }
}
