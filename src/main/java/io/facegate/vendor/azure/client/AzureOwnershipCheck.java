package io.facegate.vendor.azure.client;

import io.facegate.call.FaceCall;
import io.facegate.call.OwnedResource;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.RestOperations;
import org.jspecify.annotations.Nullable;

/** Ownership check of one call: compares the resources it names with the registry. */
final class AzureOwnershipCheck {
    private final ResourceOwners handles;
    private final FaceCall call;
    private final @Nullable String purpose;
    private final AzureGalleryNames names;
    private final AzureResourceEffect resourceEffect;
    private @Nullable PreconditionFailure doubt;
    private String wrongField = "";
    private @Nullable OwnedResource origin;

    AzureOwnershipCheck(ResourceOwners handles, AzureGalleryNames names, @Nullable String purpose, FaceCall call) {
        this.handles = handles;
        this.call = call;
        this.purpose = purpose;
        this.names = names;
        this.resourceEffect = new AzureResourceEffect(RestOperations.AZURE_FACE.byName(call.operation()));
    }

    /** Returns the call with a precondition failure, or with the capabilities of the resource it names. */
    FaceCall prepareForDecision() {
        if (resourceEffect.reachesOtherOwners() && !names.dedicated()) {
            return call.withPreconditionFailure(PreconditionFailure.GALLERY_NOT_OWNED);
        }
        new AzureResourceFields(resourceEffect.route(), call.params()).changeAll(this::checkField);
        if (doubt != null) {
            return doubt == PreconditionFailure.UNKNOWN_VALUE
                    ? call.withMistake(doubt, wrongField + " must be a string.")
                    : call.withPreconditionFailure(doubt);
        }
        if (!resourceEffect.inheritsCapabilities()) {
            return call;
        }
        return origin == null
                ? call.withPreconditionFailure(PreconditionFailure.UNKNOWN_HANDLE)
                : origin.addCapabilitiesTo(call);
    }

    private @Nullable Object checkField(AzureResourceRef thing, String field, @Nullable Object value) {
        if (doubt == null && !field.equals(resourceEffect.newNameField()) && !field.equals("start")) {
            doubt = value instanceof String given
                    ? findPreconditionFailure(thing, given)
                    : PreconditionFailure.UNKNOWN_VALUE;
            wrongField = field;
        }
        return value;
    }

    private @Nullable PreconditionFailure findPreconditionFailure(AzureResourceRef thing, String given) {
        var owned = handles.find(names.handle(thing, given)).orElse(null);
        if (owned == null) {
            return failureIfMissing(thing.kind());
        }
        if (thing.kind() == ResourceKind.SESSION
                || thing.kind() == ResourceKind.IMAGE
                || thing.kind() == ResourceKind.JOB) {
            origin = owned;
        }
        return owned.findPreconditionFailure(names.organisation(), purpose, resourceEffect.stops());
    }

    /** On its own resource, an organisation may have created things before there was a registry. */
    private @Nullable PreconditionFailure failureIfMissing(ResourceKind kind) {
        if (kind == ResourceKind.COLLECTION) {
            return names.dedicated() || resourceEffect.stops() ? null : PreconditionFailure.GALLERY_NOT_OWNED;
        }
        boolean judgedAsMade = kind == ResourceKind.SESSION || kind == ResourceKind.IMAGE || kind == ResourceKind.JOB;
        return names.dedicated() && (!judgedAsMade || resourceEffect.stops())
                ? null
                : PreconditionFailure.UNKNOWN_HANDLE;
    }
}
