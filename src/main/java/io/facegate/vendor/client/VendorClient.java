package io.facegate.vendor.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.OwnershipGuard.Decided;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Client of one vendor's API over HTTP, with credentials that only the gateway holds. Sends each cleared call, with the
 * retries that its budget allows, within a deadline, under the locks of the resources that it names; vendors differ in
 * what they write and read.
 */
public abstract class VendorClient implements Provider, AutoCloseable {
    private final OwnershipGuard guard;
    private final String vendor;
    private final VendorHttpClient upstream;
    private final long totalNanos;
    private final ResourceOwnership ownership;

    /**
     * Creates the client of a vendor.
     *
     * @param vendor its name in calls; it is asked about no others
     * @param owners the owners of the resources that are kept there
     */
    protected VendorClient(String vendor, VendorHttpClient upstream, ResourceOwners owners) {
        this.vendor = vendor;
        this.upstream = upstream;
        this.totalNanos = upstream.limits().total().toNanos();
        this.ownership = new ResourceOwnership(owners, InstantSource.system());
        this.guard = ownership.newGuard();
    }

    /** Translates a call of another wire to this vendor's API; null when that API has no equivalent. */
    protected abstract @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via);

    /** Returns the resources of a call, in the names of this vendor. */
    protected abstract CallResources<?> resources(Caller caller, FaceCall call);

    /** Returns the call with a precondition failure, or with the capabilities of the resource it refers to. */
    protected FaceCall askOwnership(Caller caller, FaceCall asked) {
        return ownership.ask(caller, asked, resources(caller, asked));
    }

    /** Returns since when the gallery or session of a neutral call is recorded here for the caller, or null. */
    protected @Nullable Instant ownedSince(Caller caller, FaceCall asked) {
        return null;
    }

    /** Returns true if templates that such a call enrols are erased at the end of their retention. */
    protected boolean erasesWhenDue(FaceCall call) {
        return false;
    }

    /** Looks for credentials; may wait a few seconds. */
    protected void requireCredentials() {}

    /** Returns the registered resources that a decided call names. */
    protected NamedResources namedResources(Caller caller, FaceCall call) {
        return resources(caller, call).named();
    }

    /**
     * Exchanges a call with the vendor; its resources are locked and their owners known.
     *
     * @param deadline in {@link System#nanoTime} nanoseconds
     */
    protected abstract Reply exchange(Cleared cleared, FaceCall call, long deadline);

    @Override
    public final CallPlan plan(Caller caller, FaceCall asked) {
        return new CallPlan() {
            @Override
            public List<PlannedCall> ways() {
                var call = asked.route() == null ? asked : translate(asked, asked.route());
                return call == null
                        ? List.of()
                        : List.of(new PlannedCall(
                                call, one -> askIfKnown(caller, one), erasesWhenDue(call), keepsPictures(call)));
            }

            @Override
            public @Nullable Instant ownedSince() {
                return VendorClient.this.ownedSince(caller, asked);
            }
        };
    }

    private static boolean keepsPictures(FaceCall call) {
        var api = VendorApi.fromWord(call.provider());
        var operation = api == null ? null : api.operation(call.operation());
        return operation != null
                && operation.enforcement().keepsPictures()
                && !call.pictures().isNone();
    }

    private FaceCall askIfKnown(Caller caller, FaceCall asked) {
        return asked.provider().equals(vendor)
                ? askOwnership(caller, asked)
                : asked.withPreconditionFailure(PreconditionFailure.UNKNOWN_OPERATION);
    }

    /** Sends a call. Blocks; run it on a virtual thread. */
    @Override
    public final Reply send(Cleared cleared) {
        long deadline = CallBudget.deadline(totalNanos);
        var call = cleared.consume();
        try {
            var decided = new Decided(cleared.caller(), call, namedResources(cleared.caller(), call));
            var reply = CallBudget.retries(call.wire())
                    .run(() -> sendIfUnchanged(decided, deadline, () -> exchange(cleared, call, deadline)));
            if (reply instanceof Reply.Failed && cleared.trail().requests() == 0) {
                cleared.trail().recordStopped();
            }
            return reply;
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException | Error unforeseen) {
            FatalErrors.rethrow(unforeseen);
            // A permitted call must end in an outcome that can be recorded, whatever a library throws.
            throw new Fault.ProviderDown("The call could not be sent to the vendor ("
                    + unforeseen.getClass().getSimpleName() + ").");
        }
    }

    /** Sends a decided call, or a step of it, under the locks of its resources, if they are as they were. */
    protected final Reply sendIfUnchanged(Decided decided, long deadline, Supplier<Reply> send) {
        return guard.sendIfUnchanged(decided, this::askOwnership, deadline, send);
    }

    /** Returns the answer of a decided call whose resources changed since, or null; takes no lock. */
    protected final @Nullable Reply findChange(Decided decided) {
        return OwnershipGuard.findChange(decided, this::askOwnership);
    }

    /** Returns the HTTP client of the vendor's site. */
    protected final VendorHttpClient upstream() {
        return upstream;
    }

    /** Returns the ownership of the resources that are kept there. */
    protected final ResourceOwnership ownership() {
        return ownership;
    }

    /** Returns the most nanoseconds for one call with its retries and pages. */
    protected final long totalNanos() {
        return totalNanos;
    }

    @Override
    public final ProviderStatus health() {
        return new ProviderStatus(this::requireCredentials, upstream.circuitBreaker());
    }

    @Override
    public void close() {
        upstream.close();
    }
}
