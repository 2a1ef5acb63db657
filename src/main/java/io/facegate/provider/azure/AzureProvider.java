package io.facegate.provider.azure;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fatal;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.call.handle.Handles;
import io.facegate.call.via.Via;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.provider.Breaker;
import io.facegate.provider.Dispatch;
import io.facegate.provider.Provider;
import io.facegate.provider.Site;
import io.facegate.provider.Upstream;
import io.facegate.provider.azure.core.Line;
import io.facegate.provider.azure.core.Spoken;
import io.facegate.provider.azure.core.Talk;
import io.facegate.provider.azure.custody.Custody;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One of Azure's services, asked with a key that only the gateway holds. */
public final class AzureProvider implements Provider, AutoCloseable {
    private static final int UNAUTHORIZED = 401;

    /** What keeps a face for as long as an id of it is good, and no longer. */
    private static final Set<String> BY_FACE_ID = Set.of("Detect", "Verify", "FindSimilar");

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
    public @Nullable FaceCall spoken(FaceCall asked, Via via) {
        return resource.service() == Service.FACE ? Spoken.of(asked, via) : null;
    }

    @Override
    public @Nullable Instant keepsSince(Caller caller, FaceCall asked) {
        return custody == null ? null : custody.since(caller, asked);
    }

    @Override
    public FaceCall judged(Caller caller, FaceCall asked) {
        var doubt = Doubts.of(asked, resource.service());
        if (doubt != null) {
            return asked.doubted(doubt);
        }
        if (custody == null) {
            return asked;
        }
        return custody.judged(caller, asked(asked)).saying(asked.params());
    }

    /** The vendor erases what a detection keeps when its time is over, and nothing else. */
    @Override
    public boolean erasesWhenDue(FaceCall call) {
        return BY_FACE_ID.contains(call.operation());
    }

    /** Blocks; call it on a virtual thread. */
    @Override
    public Reply send(Cleared cleared) {
        long deadline = System.nanoTime() + resource.limits().total().toNanos();
        var call = cleared.use();
        try {
            Function<FaceCall, Reply> vendor = said -> cleared.heard(ask(said, deadline));
            if (custody == null) {
                return vendor.apply(call);
            }
            var asked = asked(call);
            Function<FaceCall, Reply> kept =
                    said -> custody.take(new Custody.Step(cleared, asked, said), vendor, deadline);
            return call.via() == null ? kept.apply(call) : new Talk(new Line(call, kept, vendor)).reply();
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException | Error unforeseen) {
            Fatal.rethrow(unforeseen);
            // A permitted call must end in an outcome that can be written down, whatever a library throws.
            throw new Fault.ProviderDown("The call could not be sent to the cloud ("
                    + unforeseen.getClass().getSimpleName() + ").");
        }
    }

    /** With the parameters by which it names what is kept, whatever the wire that it came on. */
    private static FaceCall asked(FaceCall call) {
        return call.via() == null ? call : call.saying(Spoken.params(call));
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
        return Replies.of(answered, resource.service(), call.operation());
    }

    @Override
    public void demandCredentials() {
        resource.access().header(resource.limits().total().toNanos());
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
