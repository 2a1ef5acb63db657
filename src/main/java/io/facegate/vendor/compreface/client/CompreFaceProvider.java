package io.facegate.vendor.compreface.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.RestOperations;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.RetryableRequest;
import io.facegate.vendor.client.SendAttempt;
import io.facegate.vendor.client.VendorClient;
import io.facegate.vendor.client.VendorHttpClient;
import io.facegate.vendor.client.VendorSite;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Provider for a CompreFace server, called with keys that only the gateway holds. */
public final class CompreFaceProvider extends VendorClient {
    private final CompreFaceServer server;
    private final CompreFaceRequestWriter requests;
    private final CompreFaceOwnership custody;

    /**
     * Creates the provider for a configured server.
     *
     * @throws IllegalArgumentException when its endpoint must not be used
     */
    public CompreFaceProvider(Vertx vertx, CompreFaceServer server, ResourceOwners handles) {
        this(vertx, server, VendorSite.parse(server.endpoint()), handles);
    }

    private CompreFaceProvider(Vertx vertx, CompreFaceServer server, VendorSite site, ResourceOwners handles) {
        super(
                new VendorHttpClient(vertx, site, server.limits(), server.authorities()),
                server.limits().total());
        this.server = server;
        this.requests = new CompreFaceRequestWriter(site.path(), server.keys());
        this.custody = new CompreFaceOwnership(handles, InstantSource.system(), server.owner());
    }

    @Override
    public @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        var call = CompreFaceRequestTranslator.translate(asked, via);
        return call == null || hasKeyFor(call) ? call : null;
    }

    /** Translates a call of another wire from its normalized request. */
    private static FaceCall translateIfNeutral(FaceCall call) {
        return call.route() == null ? call : call.withParams(CompreFaceRequestTranslator.params(call));
    }

    @Override
    public @Nullable PreconditionFailure findPreconditionFailure(Caller caller, FaceCall call) {
        var doubt = custody.findPreconditionFailure(caller, translateIfNeutral(call));
        return doubt == null && !hasKeyFor(call) ? PreconditionFailure.NO_PROVIDER : doubt;
    }

    @Override
    public @Nullable Instant ownedSince(Caller caller, FaceCall asked) {
        return CompreFaceRequestTranslator.GALLERY.equals(asked.facts().gallery()) ? custody.ownedSince(caller) : null;
    }

    private boolean hasKeyFor(FaceCall call) {
        return server.keys().of(RestOperations.COMPREFACE.byName(call.operation())) != null;
    }

    /** Erasing everything runs exclusively: no call for the old purpose is in flight when a new purpose begins. */
    @Override
    protected NamedResources namedResources(Caller caller, FaceCall call) {
        boolean erases = call.operation().equals("DeleteSubjects");
        return new NamedResources(Set.of(CompreFaceOwnership.collection(caller)), erases);
    }

    @Override
    protected Reply exchange(Cleared cleared, FaceCall judged, long deadline) {
        var call = translateIfNeutral(judged);
        var begun = custody.isRecorded(cleared.caller());
        var reply = new CompreFaceOwnedCall(
                        custody,
                        cleared,
                        call,
                        sent -> cleared.reply(CompreFaceReplyReader.read(sent, attempt(sent, deadline))))
                .run();
        return call.route() == null ? reply : CompreFaceResponseTranslator.translate(call, begun, reply);
    }

    private SendAttempt attempt(CompreFaceRequest sent, long deadline) {
        return upstream()
                .send(
                        new RetryableRequest(() -> requests.write(sent), CompreFaceRequestWriter.readOnly(sent)),
                        deadline);
    }
}
