package io.facegate.vendor.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.SimilarityScale;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Router that keeps calls of the sandbox away from every vendor. Such a call is decided under the names of the vendor and
 * operation that the same call of another key would go to first, so that the policies decide both alike; the embedded
 * engine answers it, with resources of the sandbox only. Every other call is routed by the other router.
 */
public final class SandboxRouting implements Provider {
    /**
     * What a vendor's own check says of a call that does not depend on resources on record. The vendor keeps none that a
     * call of the sandbox may name, so the embedded engine is asked about those.
     */
    private static final Set<PreconditionFailure> WITHOUT_RESOURCES = Set.of(
            PreconditionFailure.NO_PROVIDER,
            PreconditionFailure.REFERENCE_NOT_OWNED,
            PreconditionFailure.REFERENCE_NOT_PINNED,
            PreconditionFailure.UNKNOWN_OPERATION,
            PreconditionFailure.UNKNOWN_PARAMETER,
            PreconditionFailure.UNKNOWN_VALUE,
            PreconditionFailure.URL_NOT_REGISTERED);

    private final Provider vendors;
    private final Provider engine;

    /**
     * Creates a router.
     *
     * @param vendors routes the calls that are not of the sandbox
     * @param engine the embedded engine, also where it answers no other calls
     */
    public SandboxRouting(Provider vendors, Provider engine) {
        this.vendors = vendors;
        this.engine = engine;
    }

    @Override
    public List<FaceCall> candidates(Caller caller, FaceCall asked) {
        var choices = vendors.candidates(caller, asked);
        return caller.sandbox() ? List.of(toEngine(choices.getFirst())) : choices;
    }

    /** Returns the call as decided for that vendor, answered by the embedded engine. */
    private static FaceCall toEngine(FaceCall call) {
        var route = call.route() == null
                ? new CrossVendorRoute(call.provider(), call.operation(), null, null)
                : call.route();
        return call.routedTo(call.provider(), call.operation(), route.withEngine(SimilarityScale.LOCAL.provider()));
    }

    /** Returns the call as it would go to the vendor that it is decided for. */
    private static FaceCall toVendor(FaceCall call) {
        var route = call.route();
        return route == null || route.wire().equals(call.provider())
                ? call.routedTo(call.provider(), call.operation(), null)
                : call.routedTo(call.provider(), call.operation(), route.withEngine(call.provider()));
    }

    @Override
    public @Nullable PreconditionFailure findPreconditionFailure(Caller caller, FaceCall call) {
        if (!caller.sandbox()) {
            return vendors.findPreconditionFailure(caller, call);
        }
        var failure = vendorFailure(caller, call);
        return failure == null ? engineFailure(caller, call) : failure;
    }

    @Override
    public FaceCall prepareForDecision(Caller caller, FaceCall asked) {
        if (!caller.sandbox()) {
            return vendors.prepareForDecision(caller, asked);
        }
        var failure = findPreconditionFailure(caller, asked);
        return failure == null ? asked : asked.withPreconditionFailure(failure);
    }

    private @Nullable PreconditionFailure vendorFailure(Caller caller, FaceCall call) {
        var failure = vendors.prepareForDecision(caller, toVendor(call)).preconditionFailure();
        return failure != null && WITHOUT_RESOURCES.contains(failure) ? failure : null;
    }

    /** A picture that the engine cannot read is told in the answer: the same call of another key may be permitted. */
    private @Nullable PreconditionFailure engineFailure(Caller caller, FaceCall call) {
        var failure = engine.findPreconditionFailure(caller, call);
        return failure == PreconditionFailure.REFERENCE_NOT_OWNED ? null : failure;
    }

    @Override
    public @Nullable Instant ownedSince(Caller caller, FaceCall asked) {
        return caller.sandbox() ? engine.ownedSince(caller, asked) : vendors.ownedSince(caller, asked);
    }

    @Override
    public @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        return vendors.translate(asked, via);
    }

    @Override
    public boolean erasesWhenDue(FaceCall call) {
        return vendors.erasesWhenDue(call);
    }

    /** Of a call of the sandbox: whether the vendor that it is decided for erases; the engine erases all that is due. */
    @Override
    public boolean erasesWhenDue(Caller caller, FaceCall call) {
        return vendors.erasesWhenDue(caller, caller.sandbox() ? toVendor(call) : call);
    }

    /** Sends a call: one of the sandbox to the embedded engine, whatever it was routed to. */
    @Override
    public Reply send(Cleared cleared) {
        if (!cleared.caller().sandbox()) {
            return vendors.send(cleared);
        }
        var reply = engine.send(cleared);
        return reply instanceof Reply.Failed(var kind, var message, var parameter) && kind == Reply.Failure.UNSUPPORTED
                ? new Reply.Failed(kind, "This is not available in the sandbox. " + message, parameter)
                : reply;
    }
}
