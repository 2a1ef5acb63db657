package io.facegate.provider;

import io.facegate.call.FaceCall;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.time.Duration;

/**
 * Client of one vendor's API over HTTP, with credentials that only the gateway holds. Sends each cleared call once,
 * within a deadline, under the locks of the resources that it names; vendors differ in what they write and read.
 */
public abstract class VendorClient implements Provider, AutoCloseable {
    /** Asks again who owns what a call names. */
    protected final OwnershipGuard guard = new OwnershipGuard(this::prepareForDecision);

    private final VendorHttpClient upstream;
    private final long totalNanos;

    /** @param total the most time for one call with its retries and pages */
    protected VendorClient(VendorHttpClient upstream, Duration total) {
        this.upstream = upstream;
        this.totalNanos = total.toNanos();
    }

    /** Returns the registered resources that a decided call names. */
    protected abstract NamedResources namedResources(Caller caller, FaceCall call);

    /**
     * Exchanges a call with the vendor; its resources are locked and their owners known.
     *
     * @param deadline in {@link System#nanoTime} nanoseconds
     */
    protected abstract Reply exchange(Cleared cleared, FaceCall call, long deadline);

    /** Sends a call. Blocks; run it on a virtual thread. */
    @Override
    public final Reply send(Cleared cleared) {
        long deadline = System.nanoTime() + totalNanos;
        var call = cleared.consume();
        try {
            var named = namedResources(cleared.caller(), call);
            return guard.sendIfUnchanged(
                    cleared.caller(), call, named, deadline, () -> exchange(cleared, call, deadline));
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException | Error unforeseen) {
            FatalErrors.rethrow(unforeseen);
            // A permitted call must end in an outcome that can be recorded, whatever a library throws.
            throw new Fault.ProviderDown("The call could not be sent to the vendor ("
                    + unforeseen.getClass().getSimpleName() + ").");
        }
    }

    /** Returns the HTTP client of the vendor's site. */
    protected final VendorHttpClient upstream() {
        return upstream;
    }

    /** Returns the most nanoseconds for one call. */
    protected final long totalNanos() {
        return totalNanos;
    }

    @Override
    public VendorCircuitBreaker circuitBreaker() {
        return upstream.circuitBreaker();
    }

    @Override
    public void close() {
        upstream.close();
    }
}
