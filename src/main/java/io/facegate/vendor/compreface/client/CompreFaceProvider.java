package io.facegate.vendor.compreface.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.RetryableRequest;
import io.facegate.vendor.client.SendAttempt;
import io.facegate.vendor.client.VendorClient;
import io.facegate.vendor.client.VendorHttpClient;
import io.facegate.vendor.client.VendorSite;
import io.vertx.core.Vertx;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Provider for a CompreFace server, called with keys that only the gateway holds. */
public final class CompreFaceProvider extends VendorClient {
    private final CompreFaceServer server;
    private final CompreFaceRequestWriter requests;

    /**
     * Creates the provider for a configured server.
     *
     * @throws IllegalArgumentException when its endpoint must not be used
     */
    public CompreFaceProvider(Vertx vertx, CompreFaceServer server, ResourceOwners handles) {
        super(
                CompreFaceRequestTranslator.VENDOR,
                new VendorHttpClient(vertx, VendorSite.parse(server.endpoint()), server.limits(), server.authorities()),
                handles);
        this.server = server;
        this.requests = new CompreFaceRequestWriter(upstream().path(), server.keys());
    }

    @Override
    protected @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        var call = CompreFaceRequestTranslator.translate(asked, via);
        return call == null || hasKeyFor(call) ? call : null;
    }

    /** Translates a call of another wire from its normalized request. */
    private static FaceCall translateIfNeutral(FaceCall call) {
        return call.route() == null ? call : call.withParams(CompreFaceRequestTranslator.params(call));
    }

    @Override
    protected FaceCall askOwnership(Caller caller, FaceCall asked) {
        var call = super.askOwnership(caller, asked);
        return call.preconditionFailure() == null && !hasKeyFor(asked)
                ? call.withPreconditionFailure(PreconditionFailure.NO_PROVIDER)
                : call;
    }

    @Override
    protected @Nullable Instant ownedSince(Caller caller, FaceCall asked) {
        return CompreFaceRequestTranslator.GALLERY.equals(asked.facts().gallery())
                ? ownership().ownedSince(caller, CompreFaceCallResources.collection(caller))
                : null;
    }

    private boolean hasKeyFor(FaceCall call) {
        return server.keys().get().of(VendorApi.COMPREFACE.rest().byName(call.operation())) != null;
    }

    @Override
    protected CompreFaceCallResources resources(Caller caller, FaceCall call) {
        return new CompreFaceCallResources(ownership(), caller, server.owner(), translateIfNeutral(call));
    }

    @Override
    protected Reply exchange(Cleared cleared, FaceCall judged, long deadline) {
        var call = translateIfNeutral(judged);
        var begun = ownership().isOwn(cleared.caller(), CompreFaceCallResources.collection(cleared.caller()));
        var reply = ownership()
                .send(
                        cleared,
                        call,
                        new CompreFaceCallResources(ownership(), cleared.caller(), server.owner(), call),
                        sent -> cleared.reply(CompreFaceReplyReader.read(sent, attempt(sent, deadline))));
        return call.route() == null ? reply : CompreFaceResponseTranslator.translate(call, begun, reply);
    }

    private SendAttempt attempt(CompreFaceRequest sent, long deadline) {
        return upstream()
                .send(
                        new RetryableRequest(
                                () -> requests.write(sent), VendorApi.COMPREFACE.isReadOnly(sent.operation())),
                        deadline);
    }
}
