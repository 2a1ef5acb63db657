package io.facegate.provider.azure;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.call.handle.Handles;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.provider.Breaker;
import io.facegate.provider.Dispatch;
import io.facegate.provider.Provider;
import io.facegate.provider.Site;
import io.facegate.provider.Upstream;
import io.facegate.provider.azure.custody.Custody;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** One of Azure's services, asked with a key that only the gateway holds. */
public final class AzureProvider implements Provider, AutoCloseable {
    private static final int UNAUTHORIZED = 401;

    private final AzureResource resource;
    private final Requests requests;
    private final Upstream upstream;
    private final @Nullable Custody custody;

    /**
     * The resource as configured.
     *
     * @param handles what is kept there, and whose it is
     * @throws IllegalArgumentException when its endpoint must not be used
     */
    public AzureProvider(Vertx vertx, AzureResource resource, Handles handles) {
        var site = Site.of(resource.endpoint());
        this.resource = resource;
        this.requests = new Requests(resource.service(), site.path());
        this.upstream = new Upstream(vertx, site, resource.limits(), resource.authorities());
        // Image analysis keeps nothing.
        this.custody = resource.service() == Service.FACE
                ? new Custody(handles, InstantSource.system(), resource.owner())
                : null;
    }

    @Override
    public @Nullable Doubt doubts(Caller caller, FaceCall call) {
        return judged(caller, call).doubt();
    }

    @Override
    public FaceCall judged(Caller caller, FaceCall asked) {
        var doubt = Doubts.of(asked, resource.service());
        if (doubt != null) {
            return asked.doubted(doubt);
        }
        return custody == null ? asked : custody.judged(caller, asked);
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
            return custody == null
                    ? ask(call, deadline)
                    : custody.errand(cleared, call).run(sent -> ask(sent, deadline));
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException unforeseen) {
            // A permitted call must end in an outcome that can be written down, whatever a library throws.
            throw new Fault.ProviderDown("The call could not be sent to the cloud ("
                    + unforeseen.getClass().getSimpleName() + ").");
        }
    }

    private Reply ask(FaceCall call, long deadline) {
        var access = resource.access();
        var dispatch = new Dispatch(
                () -> requests.of(call, access.header(Math.max(0, deadline - System.nanoTime()))),
                requests.readOnly(call));
        var answered = upstream.ask(dispatch, deadline);
        if (answered.status() == UNAUTHORIZED) {
            access.refused();
        }
        return Replies.of(answered, resource.service());
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
