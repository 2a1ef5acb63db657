package io.facegate.vendor.client;

import io.facegate.call.FaceCall;
import io.facegate.call.OwnedResource;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.OperationEffect;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ownership of the resources that a vendor keeps, for every vendor: asks who owns what a call names, records what it
 * creates before the caller is told, and forgets what it erases. No other class of a vendor's client asks the registry.
 */
public final class ResourceOwnership {
    private final ResourceOwners owners;
    private final InstantSource clock;
    private final ReentrantLock beginning = new ReentrantLock();

    public ResourceOwnership(ResourceOwners owners, InstantSource clock) {
        this.owners = owners;
        this.clock = clock;
    }

    /** Returns a guard whose locks are those of all gateways that know these owners. */
    OwnershipGuard newGuard() {
        return new OwnershipGuard(owners.leases());
    }

    /** Returns the id of the organisation that the call is finally for. */
    public static String owner(Caller caller) {
        return caller.delegationChain().getLast().id();
    }

    /**
     * Returns the call to judge: with a precondition failure, or with the capabilities of the resource it names.
     *
     * @throws io.facegate.call.Fault.RegistryDown when the owner of a resource cannot be read
     */
    public FaceCall ask(Caller caller, FaceCall call, CallResources<?> request) {
        var unregistered = request.findPreconditionFailure();
        if (unregistered != null) {
            return call.withPreconditionFailure(unregistered);
        }
        var act = request.act();
        OwnedResource origin = null;
        for (var use : request.uses()) {
            var owned = use.id() == null ? null : owners.find(use.id()).orElse(null);
            var failure = findFailure(caller, act, use, owned);
            if (failure != null) {
                return failure == PreconditionFailure.UNKNOWN_VALUE
                        ? call.withMistake(failure, use.field() + " must be a string.")
                        : call.withPreconditionFailure(failure);
            }
            origin = use.isOrigin() && owned != null ? owned : origin;
        }
        if (act != OperationEffect.Act.INHERITS) {
            return call;
        }
        return origin == null
                ? call.withPreconditionFailure(PreconditionFailure.UNKNOWN_HANDLE)
                : origin.addCapabilitiesTo(call);
    }

    private static @Nullable PreconditionFailure findFailure(
            Caller caller, OperationEffect.Act act, ResourceUse use, @Nullable OwnedResource owned) {
        if (use.failure() != null) {
            return use.failure();
        }
        if (owned == null) {
            return use.ifMissing();
        }
        return owned.use().isEmpty() || owned.use().equals(use.onlyFor())
                ? owned.findPreconditionFailure(owner(caller), caller.purpose(), act.stops())
                : PreconditionFailure.UNKNOWN_HANDLE;
    }

    /** Returns the vendor's own token for a page, by the gateway's; empty if the page is over. */
    public Optional<String> token(ResourceId page) {
        return owners.find(page).map(OwnedResource::token);
    }

    /** Returns true if the resource is registered for the organisation that the call is for, and for its purpose. */
    public boolean mayUse(Caller caller, ResourceId id) {
        return owners.find(id)
                .filter(owned -> owned.findPreconditionFailure(owner(caller), caller.purpose(), false) == null)
                .isPresent();
    }

    /** Returns true if the resource is registered for the organisation that the call is for, whatever its purpose. */
    public boolean isOwn(Caller caller, ResourceId id) {
        return ownedSince(caller, id) != null;
    }

    /** Returns since when the resource is registered for the organisation that the call is for, or null. */
    public @Nullable Instant ownedSince(Caller caller, @Nullable ResourceId id) {
        return id == null ? null : owners.ownedSince(id, owner(caller));
    }

    /**
     * Sends a cleared call to the vendor. The resources that it creates are on record before its answer is returned.
     *
     * @param vendor sends a request to the vendor
     * @throws io.facegate.call.Fault.RegistryDown when a new resource cannot be recorded: then its id is not disclosed
     */
    public <R> Reply send(Cleared cleared, FaceCall call, CallResources<R> request, Function<R, Reply> vendor) {
        Reply reply;
        try {
            var upstream = request.toUpstream();
            var changed = begin(cleared, call, request);
            reply = changed == null ? request.send(upstream, vendor) : changed;
        } catch (CallFailedException unfit) {
            return unfit.failed();
        }
        if (!(reply instanceof Reply.Verbatim answer)) {
            return reply;
        }
        if (answer.error() != null) {
            return hideOwner(answer, request.ownerPrefix());
        }
        request.erased(answer).forEach(owners::remove);
        return request.toDownstream(answer, made -> register(cleared, call, made));
    }

    private static Reply.Verbatim hideOwner(Reply.Verbatim error, String prefix) {
        var text = new String(error.body(), StandardCharsets.UTF_8);
        return prefix.isEmpty()
                ? error
                : error.withBody(text.replace(prefix, "").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Registers what the call begins. Of two calls that begin it at once, for two purposes, here or at two gateways, the
     * second is asked about after the first is on record, and must not be sent.
     */
    private @Nullable Reply begin(Cleared cleared, FaceCall call, CallResources<?> request) {
        var begun = request.begins();
        if (begun == null) {
            return null;
        }
        var decided = new OwnershipGuard.Decided(cleared.caller(), call, request.named());
        beginning.lock();
        try {
            var changed = findChange(decided, request);
            boolean known = changed != null
                    || isOwn(cleared.caller(), begun.id())
                    || owners.registerIfAbsent(describe(cleared, call, begun));
            return known ? changed : findChange(decided, request);
        } finally {
            beginning.unlock();
        }
    }

    private @Nullable Reply findChange(OwnershipGuard.Decided decided, CallResources<?> request) {
        return OwnershipGuard.findChange(decided, (caller, asked) -> ask(caller, asked, request));
    }

    /**
     * Notes which picture a face is of, so that comparisons by its id count as those of the picture. Of two pictures, ids
     * are told only to callers who may search.
     */
    private static void recordFace(Cleared cleared, FaceCall call, String id) {
        var pictures = call.request().pictures();
        if (pictures.size() == 1) {
            cleared.trail().recordFace(id.substring(id.lastIndexOf('/') + 1), pictures.getFirst());
        }
    }

    /** Registers a resource that a call creates; durable on return. */
    private void register(Cleared cleared, FaceCall call, NewResource made) {
        owners.register(describe(cleared, call, made));
        if (made.id().kind() == ResourceKind.FACE) {
            recordFace(cleared, call, made.id().id());
        }
    }

    private OwnedResource describe(Cleared cleared, FaceCall call, NewResource made) {
        var now = clock.instant();
        return new OwnedResource(
                made.id(),
                owner(cleared.caller()),
                cleared.caller().purpose(),
                made.id().kind() == ResourceKind.PAGE ? Set.of() : call.facts().capabilities(),
                call.facts().threshold(),
                made.use(),
                made.token(),
                cleared.decision(),
                now,
                made.lifetime() == null ? null : now.plus(made.lifetime()));
    }
}
