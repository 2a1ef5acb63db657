package io.facegate.vendor.azure.client;

import com.azure.core.http.HttpRequest;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.ResourceOwners;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.OwnershipGuard;
import io.facegate.vendor.client.RetryableRequest;
import io.facegate.vendor.client.VendorClient;
import io.facegate.vendor.client.VendorHttpClient;
import io.facegate.vendor.client.VendorHttpClient.Request;
import io.facegate.vendor.client.VendorSite;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Provider for one Azure service, called with credentials that only the gateway holds. */
public final class AzureProvider extends VendorClient {
    private static final int UNAUTHORIZED = 401;

    /** Operations that keep a face only as long as its face id is valid. */
    private static final Set<String> BY_FACE_ID = Set.of("Detect", "Verify", "FindSimilar");

    private final AzureResource resource;
    private final AzureRequestWriter requests;
    private final @Nullable AzurePeopleDetection people;

    /**
     * Creates the provider for a configured resource.
     *
     * @param handles owners of the resources kept there
     * @throws IllegalArgumentException when its endpoint must not be used
     */
    public AzureProvider(Vertx vertx, AzureResource resource, ResourceOwners handles) {
        super(
                resource.service().code(),
                new VendorHttpClient(
                        vertx, VendorSite.parse(resource.endpoint()), resource.limits(), resource.authorities()),
                handles);
        this.resource = resource;
        this.requests = new AzureRequestWriter(resource.service(), upstream().path());
        this.people = resource.service() == AzureService.VISION ? new AzurePeopleDetection(resource.endpoint()) : null;
    }

    @Override
    protected @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        return resource.service() == AzureService.FACE
                ? AzureRequestTranslator.translate(asked, via)
                : AzurePeopleDetection.translated(asked, via);
    }

    @Override
    protected @Nullable Instant ownedSince(Caller caller, FaceCall asked) {
        return keepsNothing()
                ? null
                : ownership().ownedSince(caller, AzureCallResources.ofNeutral(caller, resource.owner(), asked));
    }

    @Override
    protected FaceCall askOwnership(Caller caller, FaceCall asked) {
        var doubt = AzureRequestGuards.findPreconditionFailure(asked);
        if (doubt != null) {
            return asked.withPreconditionFailure(doubt);
        }
        if (keepsNothing()) {
            return asked;
        }
        var call = withVendorParams(asked);
        return ownership().ask(caller, call, resources(caller, call)).withParams(asked.params());
    }

    /** The vendor itself erases expired faces of a detection, and nothing else. */
    @Override
    protected boolean erasesWhenDue(FaceCall call) {
        return BY_FACE_ID.contains(call.operation());
    }

    /** A call of another wire may take several steps, and each holds the locks by itself: an erasure waits for one. */
    @Override
    protected NamedResources namedResources(Caller caller, FaceCall call) {
        return keepsNothing() || call.route() != null
                ? NamedResources.NONE
                : resources(caller, call).named();
    }

    @Override
    protected Reply exchange(Cleared cleared, FaceCall call, long deadline) {
        Function<FaceCall, Reply> vendor = said -> cleared.reply(sendRequest(said, deadline));
        if (people != null
                && call.route() != null
                && call.request() instanceof NormalizedRequest.DetectPeople(var picture)) {
            return people.reply(
                    picture, written -> AzureAnswerReader.success(cleared.reply(sendRequest(call, written, deadline))));
        }
        if (keepsNothing()) {
            return vendor.apply(call);
        }
        if (call.route() == null) {
            return sendOwned(cleared, call, vendor);
        }
        var named = resources(cleared.caller(), withVendorParams(call)).named();
        var decided = new OwnershipGuard.Decided(cleared.caller(), call, named);
        Function<FaceCall, Reply> owned =
                step -> sendIfUnchanged(decided, deadline, () -> sendOwned(cleared, step, vendor));
        Function<FaceCall, Reply> passThrough = step -> {
            var changed = findChange(decided);
            return changed == null ? vendor.apply(step) : changed;
        };
        return new AzureNeutralAdapter(new AzureOperationClient(call, owned, passThrough)).reply();
    }

    /** Image analysis keeps nothing. */
    private boolean keepsNothing() {
        return resource.service() == AzureService.VISION;
    }

    @Override
    protected AzureCallResources resources(Caller caller, FaceCall call) {
        return new AzureCallResources(ownership(), caller, resource.owner(), call);
    }

    /** @param step the operation sent to the vendor in this step of the cleared call */
    private Reply sendOwned(Cleared cleared, FaceCall step, Function<FaceCall, Reply> vendor) {
        return ownership().send(cleared, step, resources(cleared.caller(), step), vendor);
    }

    /** Adds the vendor's parameters that name resources, whatever wire the call came on. */
    private static FaceCall withVendorParams(FaceCall call) {
        return call.route() == null ? call : call.withParams(AzureRequestTranslator.params(call));
    }

    private Reply sendRequest(FaceCall call, long deadline) {
        return sendRequest(call, access -> requests.write(call, access), deadline);
    }

    private Reply sendRequest(FaceCall call, HttpRequest written, long deadline) {
        return sendRequest(call, access -> requests.write(call, written, access), deadline);
    }

    private Reply sendRequest(FaceCall call, Function<Map.Entry<String, String>, Request> request, long deadline) {
        var access = resource.access();
        var dispatch = new RetryableRequest(
                () -> request.apply(access.header(Math.max(0, deadline - System.nanoTime()))), requests.readOnly(call));
        var answered = upstream().send(dispatch, deadline);
        if (answered.status() == UNAUTHORIZED) {
            access.invalidate();
        }
        return AzureReplyReader.read(answered, resource.service(), call.operation());
    }

    @Override
    protected void requireCredentials() {
        resource.access().header(totalNanos());
    }
}
