package io.facegate.provider.google;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceOwners;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.provider.Provider;
import io.facegate.provider.RetryableRequest;
import io.facegate.provider.VendorCircuitBreaker;
import io.facegate.provider.VendorHttpClient;
import io.facegate.provider.VendorHttpClient.Request;
import io.facegate.provider.VendorSite;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Provider for Google Cloud Vision, called with credentials that only the gateway holds. */
public final class GoogleVisionProvider implements Provider, AutoCloseable {
    private final GoogleProject project;
    private final GoogleAccessTokens tokens;
    private final GoogleOwnership custody;
    private final GoogleRequestWriter requests;
    private final VendorHttpClient upstream;

    /**
     * Creates the provider for a configured project.
     *
     * @throws IllegalArgumentException when its endpoint must not be used, or its credentials are invalid
     */
    public GoogleVisionProvider(Vertx vertx, GoogleProject project, ResourceOwners handles) {
        var site = VendorSite.of(project.endpoint());
        this.project = project;
        this.tokens = GoogleAccessTokens.of(project.credentials(), project.endpoint());
        this.custody = new GoogleOwnership(handles, InstantSource.system(), project.owner());
        this.requests = new GoogleRequestWriter(site.path());
        this.upstream = new VendorHttpClient(vertx, site, project.limits(), project.authorities());
    }

    @Override
    public @Nullable FaceCall translated(FaceCall asked, CrossVendorRoute via) {
        return GoogleRequestTranslator.of(asked, via);
    }

    @Override
    public @Nullable PreconditionFailure doubts(Caller caller, FaceCall call) {
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

    /** Translates a call of another wire from its normalized request. */
    private static FaceCall said(FaceCall call) {
        return call.via() == null ? call : call.ruleText(GoogleRequestTranslator.params(call));
    }

    /** Sends a call. Blocks; run it on a virtual thread. */
    @Override
    public Reply send(Cleared cleared) {
        long deadline = System.nanoTime() + project.limits().total().toNanos();
        var call = said(cleared.use());
        try {
            var sent = custody.upstream(call);
            var dispatch = new RetryableRequest(() -> request(sent, deadline), GoogleRequestWriter.readOnly(call));
            var reply = custody.back(cleared, call, GoogleReplyReader.of(upstream.ask(dispatch, deadline), call));
            return call.via() == null ? reply : GoogleResponseTranslator.of(call, cleared.heard(reply));
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException | Error unforeseen) {
            FatalErrors.rethrow(unforeseen);
            // A permitted call must end in an outcome that can be recorded, whatever a library throws.
            throw new Fault.ProviderDown("The call could not be sent to the vendor ("
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
    public VendorCircuitBreaker breaker() {
        return upstream.breaker();
    }

    @Override
    public void close() {
        upstream.close();
    }
}
