package io.facegate.provider.rekognition;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceLocks;
import io.facegate.call.ResourceOwners;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ownership of Rekognition resources: checks calls before they are judged, and records what answers create. */
public final class RekognitionOwnership {
    private final ResourceLocks resourceLocks = new ResourceLocks();
    private final ResourceOwners handles;
    private final InstantSource clock;

    public RekognitionOwnership(ResourceOwners handles, InstantSource clock) {
        this.handles = handles;
        this.clock = clock;
    }

    /** Returns the call to judge: with a precondition failure, or with the capabilities of the resource it names. */
    public FaceCall judged(Caller caller, FaceCall asked) {
        if (!asked.provider().equals("rekognition")) {
            return asked.doubted(PreconditionFailure.UNKNOWN_OPERATION);
        }
        var pointing = RekognitionExternalReferences.doubt(caller.chain().getLast(), asked);
        return pointing != null
                ? asked.doubted(pointing)
                : new RekognitionOwnershipCheck(handles, caller, asked).judged();
    }

    /** Returns since when the resource of a neutral call is recorded here, or null. */
    public @Nullable Instant since(Caller caller, FaceCall asked) {
        var names = RekognitionNamespace.of(caller.chain().getLast());
        var gallery = asked.facts().gallery();
        var handle = asked.ask() instanceof NormalizedRequest.ReadLiveness(var session)
                ? names.handle(ResourceKind.SESSION, session)
                : gallery == null ? null : names.handle(ResourceKind.COLLECTION, gallery);
        return handle == null ? null : handles.since(handle, names.organisation());
    }

    /**
     * Sends a cleared call to the vendor. A call that creates or erases a collection runs exclusively. A call that
     * names one checks the owner again, because the collection may have been erased and recreated for another purpose
     * since it was judged.
     *
     * @param vendor sends parameters to the vendor
     * @param deadline in nanoseconds of the system's clock
     * @throws Fault.Overloaded when its turn does not come before the deadline
     * @throws Fault.RegistryDown when a new resource cannot be recorded: then its id is not disclosed
     */
    public Reply take(
            Cleared cleared, FaceCall call, Function<Map<String, @Nullable Object>, Reply> vendor, long deadline) {
        var ownedCall = new RekognitionOwnedCall(handles, clock, cleared, call);
        var collections = collections(cleared.caller(), call);
        if (collections.isEmpty()) {
            return ownedCall.run(vendor);
        }
        var resourceEffect = RekognitionResourceEffect.of(call.operation());
        boolean alone = resourceEffect.makes() == ResourceKind.COLLECTION
                || resourceEffect.effect() == RekognitionResourceEffect.Effect.FORGETS;
        return resourceLocks.take(
                collections,
                alone,
                deadline,
                () -> gone(cleared.caller(), call).orElseGet(() -> ownedCall.run(vendor)));
    }

    private static Set<ResourceId> collections(Caller caller, FaceCall call) {
        var names = RekognitionNamespace.of(caller.chain().getLast());
        var all = new HashSet<ResourceId>();
        RekognitionResourceFields.changed(call.params(), (kind, field, value) -> {
            var handle =
                    kind == ResourceKind.COLLECTION && value instanceof String given ? names.handle(kind, given) : null;
            if (handle != null) {
                all.add(handle);
            }
            return value;
        });
        return all;
    }

    /** Only ownership is checked again; external references cannot have changed since the call was judged. */
    private Optional<Reply> gone(Caller caller, FaceCall call) {
        return Optional.ofNullable(new RekognitionOwnershipCheck(handles, caller, call)
                        .judged()
                        .doubt())
                .map(doubt -> new Reply.Failed(
                        Reply.Failure.NOT_FOUND,
                        "A resource of this call was changed by another call in the meantime, so this call was not"
                                + " sent. "
                                + doubt.sentence()));
    }
}
