package io.facegate.provider.azure;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.provider.Breaker;
import io.facegate.provider.Dispatch;
import io.facegate.provider.Provider;
import io.facegate.provider.Site;
import io.facegate.provider.Upstream;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Azure Face, asked with a key that only the gateway holds. */
public final class AzureFaceProvider implements Provider, AutoCloseable {
    private final AzureFace resource;
    private final Requests requests;
    private final Upstream upstream;

    /**
     * The resource as configured.
     *
     * @throws IllegalArgumentException when its endpoint must not be used
     */
    public AzureFaceProvider(Vertx vertx, AzureFace resource) {
        var site = Site.of(resource.endpoint());
        this.resource = resource;
        this.requests = new Requests(site.path(), resource.key());
        this.upstream = new Upstream(vertx, site, resource.limits(), resource.authorities());
    }

    @Override
    public @Nullable Doubt doubts(Caller caller, FaceCall call) {
        return Doubts.of(caller, call, resource.owner());
    }

    /** The vendor erases what a detection keeps when its time is over, and nothing else. */
    @Override
    public boolean erasesWhenDue(FaceCall call) {
        return call.operation().equals("Detect");
    }

    /** Blocks; call it on a virtual thread. */
    @Override
    public Reply send(Cleared cleared) {
        long deadline = System.nanoTime() + resource.limits().total().toNanos();
        var call = cleared.use();
        try {
            return Replies.of(upstream.ask(new Dispatch(() -> requests.of(call), Requests.readOnly(call)), deadline));
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException unforeseen) {
            // A permitted call must end in an outcome that can be written down, whatever a library throws.
            throw new Fault.ProviderDown("The call could not be sent to the cloud ("
                    + unforeseen.getClass().getSimpleName() + ").");
        }
    }

    @Override
    public Breaker breaker() {
        return upstream.breaker();
    }

    @Override
    public void close() {
        upstream.close();
    }
}
