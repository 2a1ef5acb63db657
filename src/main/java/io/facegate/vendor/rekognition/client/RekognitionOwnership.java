package io.facegate.vendor.rekognition.client;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.NamedResources;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ownership of Rekognition resources: checks calls before they are judged, and records what answers create. */
public final class RekognitionOwnership {
    private final ResourceOwners handles;
    private final InstantSource clock;

    public RekognitionOwnership(ResourceOwners handles, InstantSource clock) {
        this.handles = handles;
        this.clock = clock;
    }

    /** Returns the call to judge: with a precondition failure, or with the capabilities of the resource it names. */
    public FaceCall prepareForDecision(Caller caller, FaceCall asked) {
        if (!asked.provider().equals("rekognition")) {
            return asked.withPreconditionFailure(PreconditionFailure.UNKNOWN_OPERATION);
        }
        var pointing = RekognitionExternalReferences.findPreconditionFailure(
                caller.delegationChain().getLast(), asked);
        return pointing != null
                ? asked.withPreconditionFailure(pointing)
                : new RekognitionOwnershipCheck(handles, caller, asked).prepareForDecision();
    }

    /** Returns since when the resource of a neutral call is recorded here, or null. */
    public @Nullable Instant ownedSince(Caller caller, FaceCall asked) {
        var names =
                RekognitionNamespace.forOrganisation(caller.delegationChain().getLast());
        var gallery = asked.facts().gallery();
        var handle = asked.request() instanceof NormalizedRequest.ReadLiveness(var session)
                ? names.handle(ResourceKind.SESSION, session)
                : gallery == null ? null : names.handle(ResourceKind.COLLECTION, gallery);
        return handle == null ? null : handles.ownedSince(handle, names.organisation());
    }

    /** Returns the resources that a call names or creates. */
    NamedResources namedResources(Caller caller, FaceCall call) {
        var names =
                RekognitionNamespace.forOrganisation(caller.delegationChain().getLast());
        var all = new HashSet<ResourceId>();
        RekognitionResourceFields.changeAll(call.params(), (kind, field, value) -> {
            var handle = kind != null && value instanceof String given ? names.handle(kind, given) : null;
            if (handle != null) {
                all.add(handle);
            }
            return value;
        });
        if (all.isEmpty()) {
            return NamedResources.NONE;
        }
        var resourceEffect = RekognitionResourceEffect.forOperation(call.operation());
        return new NamedResources(
                all,
                resourceEffect.makes() == ResourceKind.COLLECTION
                        || resourceEffect.effect() == RekognitionResourceEffect.Effect.FORGETS);
    }

    /**
     * Sends a cleared call to the vendor, and records what it creates.
     *
     * @param vendor sends parameters to the vendor
     * @throws io.facegate.call.Fault.RegistryDown when a new resource cannot be recorded: then its id is not disclosed
     */
    Reply sendOwned(Cleared cleared, FaceCall call, Function<Map<String, @Nullable Object>, Reply> vendor) {
        return new RekognitionOwnedCall(handles, clock, cleared, call).run(vendor);
    }
}
