package io.facegate.vendor.google.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.RetryableRequest;
import io.facegate.vendor.client.VendorClient;
import io.facegate.vendor.client.VendorHttpClient;
import io.facegate.vendor.client.VendorHttpClient.Request;
import io.facegate.vendor.client.VendorSite;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Provider for Google Cloud Vision, called with credentials that only the gateway holds. */
public final class GoogleVisionProvider extends VendorClient {
    private final Supplier<GoogleAccessTokens> tokens;
    private final @Nullable String owner;
    private final GoogleRequestWriter requests;

    /**
     * Creates the provider for a configured project.
     *
     * @throws IllegalArgumentException when its endpoint must not be used, or its credentials are invalid
     */
    public GoogleVisionProvider(Vertx vertx, GoogleProject project, ResourceOwners handles) {
        super(
                GoogleRequestWriter.PROVIDER,
                new VendorHttpClient(
                        vertx, VendorSite.parse(project.endpoint()), project.limits(), project.authorities()),
                handles);
        this.tokens = project.files()
                .follow(
                        "google-credentials",
                        project.credentials(),
                        file -> GoogleAccessTokens.fromFile(file, project.endpoint()));
        this.owner = project.owner();
        this.requests = new GoogleRequestWriter(upstream().path());
    }

    @Override
    protected @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        return GoogleRequestTranslator.translate(asked, via);
    }

    @Override
    protected FaceCall askOwnership(Caller caller, FaceCall asked) {
        if (asked.route() == null) {
            return ownership().ask(caller, asked, resources(caller, asked));
        }
        var call = translateIfNeutral(asked);
        var doubt = ownership().ask(caller, call, resources(caller, call)).preconditionFailure();
        return doubt == null ? asked : asked.withPreconditionFailure(doubt);
    }

    /** Translates a call of another wire from its normalized request. */
    private static FaceCall translateIfNeutral(FaceCall call) {
        return call.route() == null ? call : call.withParams(GoogleRequestTranslator.params(call));
    }

    @Override
    protected GoogleCallResources resources(Caller caller, FaceCall call) {
        return new GoogleCallResources(ownership(), caller, owner, call);
    }

    @Override
    protected Reply exchange(Cleared cleared, FaceCall judged, long deadline) {
        var call = translateIfNeutral(judged);
        var reply = ownership().send(cleared, call, resources(cleared.caller(), call), sent -> {
            var dispatch = new RetryableRequest(
                    () -> request(sent, deadline), VendorApi.GOOGLE_VISION.isReadOnly(call.operation()));
            return GoogleReplyReader.read(upstream().send(dispatch, deadline), call);
        });
        return call.route() == null ? reply : GoogleResponseTranslator.translate(call, cleared.reply(reply));
    }

    private Request request(FaceCall call, long deadline) {
        return requests.write(call, tokens.get().headers(Math.max(1, deadline - System.nanoTime())));
    }

    @Override
    protected void requireCredentials() {
        tokens.get().headers(totalNanos());
    }
}
