package io.facegate.vendor.client;

import io.facegate.call.FaceCall;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.OwnershipGuard.Decided;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Client of one vendor's API over HTTP, with credentials that only the gateway holds. Sends each cleared call once,
 * within a deadline, under the locks of the resources that it names; vendors differ in what they write and read.
 */
public abstract class VendorClient implements Provider, AutoCloseable {
    private final OwnershipGuard guard = new OwnershipGuard();
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
            var decided = new Decided(cleared.caller(), call, namedResources(cleared.caller(), call));
            return RetryBudget.ofWire(call.wire())
                    .run(() -> sendIfUnchanged(decided, deadline, () -> exchange(cleared, call, deadline)));
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
        return guard.sendIfUnchanged(decided, this::prepareForDecision, deadline, send);
    }

    /** Returns the answer of a decided call whose resources changed since, or null; takes no lock. */
    protected final @Nullable Reply findChange(Decided decided) {
        return OwnershipGuard.findChange(decided, this::prepareForDecision);
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
