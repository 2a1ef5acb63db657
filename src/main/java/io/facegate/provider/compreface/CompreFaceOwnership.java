package io.facegate.provider.compreface;

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
import io.facegate.provider.OwnerPrefix;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows whose the examples of a server are. A service has one collection: where several share it, each organisation has
 * the subjects under its own prefix, which all serve the purpose that the first was added for.
 */
final class CompreFaceOwnership {
    private static final String PROVIDER = "compreface";

    /** They say nothing of anybody's faces, or make what is not there yet. */
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

    /** Whether the whole server is the principal's own. */
    boolean alone(Caller caller) {
        return principal(caller).equals(owner);
    }

    static String principal(Caller caller) {
        return caller.chain().getLast().id();
    }

    /** Why a call claims what is not its caller's, or null. */
    @Nullable
    PreconditionFailure doubts(Caller caller, FaceCall call) {
        if (!call.provider().equals(PROVIDER)) {
            return PreconditionFailure.UNKNOWN_OPERATION;
        }
        var sent = CompreFaceRequest.of(call);
        if (call.ask() instanceof NormalizedRequest.ListGalleries && (owner == null || alone(caller))) {
            // Names of galleries are told to the whole organisation.
            return null;
        }
        boolean keeps = sent.route().path().contains("recognition")
                || sent.route().path().contains("images");
        if (alone(caller) || (!keeps && !sent.operation().equals("Migrate"))) {
            return keeps ? doubts(caller, sent, true) : null;
        }
        // A migration is of everybody's examples.
        return owner != null || sent.operation().equals("Migrate")
                ? PreconditionFailure.GALLERY_NOT_OWNED
                : doubts(caller, sent, call.ask() instanceof NormalizedRequest.CreateGallery);
    }

    /** @param free whether what is not on record may be the caller's all the same */
    private @Nullable PreconditionFailure doubts(Caller caller, CompreFaceRequest sent, boolean free) {
        boolean erases = sent.route().capabilities().equals(Set.of(Capability.GALLERY_ERASE));
        for (var id : sent.ids()) {
            var owned = handles.find(face(id)).orElse(null);
            if (owned == null ? !free : !owned.organisation().equals(principal(caller))) {
                return PreconditionFailure.UNKNOWN_HANDLE;
            }
            if (owned != null && !erases && !Objects.equals(owned.purpose(), caller.purpose())) {
                return PreconditionFailure.HANDLE_PURPOSE;
            }
        }
        if (erases || !sent.ids().isEmpty()) {
            return null;
        }
        var collection = handles.find(collection(caller)).orElse(null);
        if (collection == null) {
            return free || FREE.contains(sent.operation()) ? null : PreconditionFailure.GALLERY_NOT_OWNED;
        }
        return Objects.equals(collection.purpose(), caller.purpose()) ? null : PreconditionFailure.HANDLE_PURPOSE;
    }

    /** Since when the organisation's collection is on record, or null. */
    @Nullable
    Instant since(Caller caller) {
        return handles.since(collection(caller), principal(caller));
    }

    /** Whether the organisation's collection is on record. */
    boolean begun(Caller caller) {
        return since(caller) != null;
    }

    /** Whether what a call goes back to is still what it was judged for: others may have been quicker. */
    boolean holds(Cleared cleared, FaceCall call) {
        return doubts(cleared.caller(), call) == null;
    }

    /** The same, and puts the organisation's collection on record where it is not yet: one at a time begins. */
    boolean begins(Cleared cleared, FaceCall call) {
        beginning.lock();
        try {
            boolean holds = holds(cleared, call);
            if (holds && !begun(cleared.caller())) {
                record(cleared, call, collection(cleared.caller()));
            }
            return holds;
        } finally {
            beginning.unlock();
        }
    }

    void added(Cleared cleared, FaceCall call, String id) {
        record(cleared, call, face(id));
    }

    void erased(String id) {
        handles.forget(face(id));
    }

    /** Whoever keeps nothing any more may begin for another purpose. */
    void emptied(Caller caller) {
        handles.forget(collection(caller));
    }

    private void record(Cleared cleared, FaceCall call, ResourceId handle) {
        var caller = cleared.caller();
        handles.record(new OwnedResource(
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

    /** All examples of the organisation in whose name a call is made. */
    static ResourceId collection(Caller caller) {
        return new ResourceId(PROVIDER, ResourceKind.COLLECTION, new OwnerPrefix(principal(caller)).text());
    }
}
