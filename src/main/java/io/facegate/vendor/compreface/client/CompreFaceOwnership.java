package io.facegate.vendor.compreface.client;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.OwnedResource;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.OwnerPrefix;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ownership of the examples on a CompreFace server. A service has one collection; on a shared server each organisation
 * has the subjects under its own prefix. They all serve the purpose of the first one added.
 */
final class CompreFaceOwnership {
    private static final String PROVIDER = "compreface";

    /** Operations that reveal nothing about faces, or that create something new. */
    private static final Set<String> FREE = Set.of("AddFace", "AddSubject", "GetConfig", "GetConsistence");

    private final ReentrantLock beginning = new ReentrantLock();
    private final ResourceOwners handles;
    private final InstantSource clock;
    private final @Nullable String owner;

    CompreFaceOwnership(ResourceOwners handles, InstantSource clock, @Nullable String owner) {
        this.handles = handles;
        this.clock = clock;
        this.owner = owner;
    }

    /** Returns true if the principal owns the whole server. */
    boolean ownsServer(Caller caller) {
        return principal(caller).equals(owner);
    }

    static String principal(Caller caller) {
        return caller.delegationChain().getLast().id();
    }

    /** Returns why the call names something that is not its caller's, or null. */
    @Nullable
    PreconditionFailure findPreconditionFailure(Caller caller, FaceCall call) {
        if (!call.provider().equals(PROVIDER)) {
            return PreconditionFailure.UNKNOWN_OPERATION;
        }
        var sent = CompreFaceRequest.of(call);
        if (call.request() instanceof NormalizedRequest.ListGalleries && (owner == null || ownsServer(caller))) {
            // The whole organisation may see gallery names.
            return null;
        }
        boolean keeps = sent.route().path().contains("recognition")
                || sent.route().path().contains("images");
        if (ownsServer(caller) || (!keeps && !sent.operation().equals("Migrate"))) {
            return keeps ? findPreconditionFailure(caller, sent, true) : null;
        }
        // A migration affects the examples of all organisations.
        return owner != null || sent.operation().equals("Migrate")
                ? PreconditionFailure.GALLERY_NOT_OWNED
                : findPreconditionFailure(caller, sent, call.request() instanceof NormalizedRequest.CreateGallery);
    }

    /** @param free true if an unrecorded resource may still be the caller's */
    private @Nullable PreconditionFailure findPreconditionFailure(Caller caller, CompreFaceRequest sent, boolean free) {
        boolean erases = sent.route().capabilities().equals(Set.of(Capability.GALLERY_ERASE));
        for (var id : sent.ids()) {
            var owned = handles.find(face(id)).orElse(null);
            if (owned == null && !free) {
                return PreconditionFailure.UNKNOWN_HANDLE;
            }
            var doubt =
                    owned == null ? null : owned.findPreconditionFailure(principal(caller), caller.purpose(), erases);
            if (doubt != null) {
                return doubt;
            }
        }
        if (erases || !sent.ids().isEmpty()) {
            return null;
        }
        var collection = handles.find(collection(caller)).orElse(null);
        if (collection == null) {
            return free || FREE.contains(sent.operation()) ? null : PreconditionFailure.GALLERY_NOT_OWNED;
        }
        return collection.findPreconditionFailure(principal(caller), caller.purpose(), false);
    }

    /** Returns since when the organisation's collection is recorded, or null. */
    @Nullable
    Instant ownedSince(Caller caller) {
        return handles.ownedSince(collection(caller), principal(caller));
    }

    /** Returns true if the organisation's collection is recorded. */
    boolean isRecorded(Caller caller) {
        return ownedSince(caller) != null;
    }

    /**
     * Records the organisation's collection if it is new. Of two calls that begin one at once, for two purposes, the
     * second must not be sent.
     *
     * @return why the call must not be sent, or null
     */
    @Nullable
    PreconditionFailure beginCollection(Cleared cleared, FaceCall call) {
        beginning.lock();
        try {
            var change = findPreconditionFailure(cleared.caller(), call);
            if (change == null && !isRecorded(cleared.caller())) {
                record(cleared, call, collection(cleared.caller()));
            }
            return change;
        } finally {
            beginning.unlock();
        }
    }

    void recordExample(Cleared cleared, FaceCall call, String id) {
        record(cleared, call, face(id));
    }

    void removeExample(String id) {
        handles.remove(face(id));
    }

    /** Forgets an organisation's empty collection, so that the next may serve another purpose. */
    void removeCollection(Caller caller) {
        handles.remove(collection(caller));
    }

    private void record(Cleared cleared, FaceCall call, ResourceId handle) {
        var caller = cleared.caller();
        handles.register(new OwnedResource(
                handle,
                principal(caller),
                caller.purpose(),
                call.facts().capabilities(),
                null,
                "",
                "",
                cleared.decision(),
                clock.instant(),
                null));
    }

    private static ResourceId face(String id) {
        return new ResourceId(PROVIDER, ResourceKind.FACE, id);
    }

    /** Returns the id of the collection of the organisation that the call is for. */
    static ResourceId collection(Caller caller) {
        return new ResourceId(PROVIDER, ResourceKind.COLLECTION, new OwnerPrefix(principal(caller)).text());
    }
}
