package io.facegate.provider.google;

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
import io.facegate.provider.Upstream.Request;
import io.facegate.provider.google.core.Spoken;
import io.facegate.provider.google.core.Understood;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Google Cloud Vision, asked with credentials that only the gateway holds. */
public final class GoogleVisionProvider implements Provider, AutoCloseable {
    private final GoogleVision project;
    private final Tokens tokens;
    private final Custody custody;
    private final Requests requests;
    private final Upstream upstream;

    /**
     * The project as configured.
     *
     * @throws IllegalArgumentException when its endpoint must not be used, or its credentials are none
     */
    public GoogleVisionProvider(Vertx vertx, GoogleVision project, Handles handles) {
        var site = Site.of(project.endpoint());
        this.project = project;
        this.tokens = Tokens.of(project.credentials(), project.endpoint());
        this.custody = new Custody(handles, InstantSource.system(), project.owner());
        this.requests = new Requests(site.path());
        this.upstream = new Upstream(vertx, site, project.limits(), project.authorities());
    }

    @Override
    public @Nullable FaceCall spoken(FaceCall asked, Via via) {
        return Spoken.of(asked, via);
    }

    @Override
    public @Nullable Doubt doubts(Caller caller, FaceCall call) {
        return judged(caller, call).doubt();
    }

    @Override
    public FaceCall judged(Caller caller, FaceCall asked) {
        if (asked.via() == null) {
            return custody.judged(caller, asked);
        }
        var doubt = custody.judged(caller, said(asked)).doubt();
        return doubt == null ? asked : asked.doubted(doubt);
    }

    /** What came on another wire is said from what it asks. */
    private static FaceCall said(FaceCall call) {
        return call.via() == null ? call : call.saying(Spoken.params(call));
    }

    /** Blocks; call it on a virtual thread. */
    @Override
    public Reply send(Cleared cleared) {
        long deadline = System.nanoTime() + project.limits().total().toNanos();
        var call = said(cleared.use());
        try {
            var sent = custody.upstream(call);
            var dispatch = new Dispatch(() -> request(sent, deadline), Requests.readOnly(call));
            var reply = custody.back(cleared, call, Replies.of(upstream.ask(dispatch, deadline), call));
            return call.via() == null ? reply : Understood.of(call, cleared.heard(reply));
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException | Error unforeseen) {
            Fatal.rethrow(unforeseen);
            // A permitted call must end in an outcome that can be written down, whatever a library throws.
            throw new Fault.ProviderDown("The call could not be sent to the cloud ("
                    + unforeseen.getClass().getSimpleName() + ").");
        }
    }

    private Request request(FaceCall call, long deadline) {
        return requests.of(call, tokens.headers(Math.max(1, deadline - System.nanoTime())));
    }

    @Override
    public void demandCredentials() {
        tokens.headers(project.limits().total().toNanos());
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
