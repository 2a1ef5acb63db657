package io.facegate.vendor.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.SimilarityScale;
import io.facegate.call.VendorAccount;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Router that keeps calls of the sandbox away from every vendor. Such a call is decided under the names of the vendor and
 * operation that the same call of another key would go to first, so that the policies decide both alike; the embedded
 * engine answers it, with resources of the sandbox only. Every other call is routed by the other router.
 */
public final class SandboxRouting implements Provider, AccountLookup {
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
    public CallPlan plan(Caller caller, FaceCall asked) {
        var plan = vendors.plan(caller, asked);
        return caller.sandbox() ? () -> List.of(inSandbox(caller, plan.ways().getFirst())) : plan;
    }

    @Override
    public @Nullable VendorAccount accountOf(Caller caller, FaceCall asked) {
        return AccountLookup.ask(vendors, caller, asked);
    }

    /**
     * A sandbox call: obligations use the retention of the vendor it is decided for; the embedded engine does the
     * erasing.
     */
    private PlannedCall inSandbox(Caller caller, PlannedCall way) {
        return new PlannedCall(
                toEngine(way.call()),
                call -> {
                    var failure = vendorFailure(way, call);
                    failure = failure == null ? engineFailure(caller, call) : failure;
                    return failure == null ? call : call.withPreconditionFailure(failure);
                },
                way.erasesWhenDue(),
                way.keepsPictures());
    }

    /** Returns the call as decided for that vendor, answered by the embedded engine. */
    private static FaceCall toEngine(FaceCall call) {
        var route = call.route() == null
                ? new CrossVendorRoute(call.provider(), call.operation(), null, null)
                : call.route();
        return call.routedTo(call.provider(), call.operation(), route.withEngine(SimilarityScale.LOCAL.provider()));
    }

    private static @Nullable PreconditionFailure vendorFailure(PlannedCall way, FaceCall call) {
        var toVendor =
                call.routedTo(call.provider(), call.operation(), way.call().route());
        var failure = way.prepareForDecision(toVendor).preconditionFailure();
        return failure != null && WITHOUT_RESOURCES.contains(failure) ? failure : null;
    }

    /** A picture that the engine cannot read is told in the answer: the same call of another key may be permitted. */
    private @Nullable PreconditionFailure engineFailure(Caller caller, FaceCall call) {
        var unrouted = call.routedTo(call.provider(), call.operation(), null);
        var failure = engine.plan(caller, unrouted)
                .ways()
                .getFirst()
                .prepareForDecision(call)
                .preconditionFailure();
        return failure == PreconditionFailure.REFERENCE_NOT_OWNED ? null : failure;
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
