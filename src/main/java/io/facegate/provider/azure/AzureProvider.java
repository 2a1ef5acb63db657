package io.facegate.provider.azure;

import com.azure.core.http.HttpRequest;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Provider for one Azure service, called with credentials that only the gateway holds. */
public final class AzureProvider implements Provider, AutoCloseable {
    private static final int UNAUTHORIZED = 401;

    /** Operations that keep a face only as long as its face id is valid. */
    private static final Set<String> BY_FACE_ID = Set.of("Detect", "Verify", "FindSimilar");

    private final AzureResource resource;
    private final AzureRequestWriter requests;
    private final VendorHttpClient upstream;
    private final @Nullable AzureOwnership custody;
    private final @Nullable AzurePeopleDetection people;

    /**
     * Creates the provider for a configured resource.
     *
     * @param handles owners of the resources kept there
     * @throws IllegalArgumentException when its endpoint must not be used
     */
    public AzureProvider(Vertx vertx, AzureResource resource, ResourceOwners handles) {
        var site = VendorSite.of(resource.endpoint());
        this.resource = resource;
        this.requests = new AzureRequestWriter(resource.service(), site.path());
        this.upstream = new VendorHttpClient(vertx, site, resource.limits(), resource.authorities());
        // Image analysis keeps nothing.
        this.custody = resource.service() == AzureService.FACE
                ? new AzureOwnership(handles, InstantSource.system(), resource.owner())
                : null;
        this.people = resource.service() == AzureService.VISION ? new AzurePeopleDetection(resource.endpoint()) : null;
    }

    @Override
    public @Nullable PreconditionFailure doubts(Caller caller, FaceCall call) {
        return judged(caller, call).doubt();
    }

    @Override
    public @Nullable FaceCall translated(FaceCall asked, CrossVendorRoute via) {
        return resource.service() == AzureService.FACE
                ? AzureRequestTranslator.of(asked, via)
                : AzurePeopleDetection.translated(asked, via);
    }

    @Override
    public @Nullable Instant keepsSince(Caller caller, FaceCall asked) {
        return custody == null ? null : custody.since(caller, asked);
    }

    @Override
    public FaceCall judged(Caller caller, FaceCall asked) {
        var doubt = AzureRequestGuards.of(asked, resource.service());
        if (doubt != null) {
            return asked.doubted(doubt);
        }
        if (custody == null) {
            return asked;
        }
        return custody.judged(caller, asked(asked)).ruleText(asked.params());
    }

    /** The vendor itself erases expired faces of a detection, and nothing else. */
    @Override
    public boolean erasesWhenDue(FaceCall call) {
        return BY_FACE_ID.contains(call.operation());
    }

    /** Sends a call. Blocks; run it on a virtual thread. */
    @Override
    public Reply send(Cleared cleared) {
        long deadline = System.nanoTime() + resource.limits().total().toNanos();
        var call = cleared.use();
        try {
            Function<FaceCall, Reply> vendor = said -> cleared.heard(ask(said, deadline));
            if (people != null && call.ask() instanceof NormalizedRequest.DetectPeople(var picture)) {
                return people.reply(
                        picture, written -> AzureAnswerReader.success(cleared.heard(ask(call, written, deadline))));
            }
            if (custody == null) {
                return vendor.apply(call);
            }
            var asked = asked(call);
            Function<FaceCall, Reply> kept =
                    said -> custody.take(new AzureOwnership.Step(cleared, asked, said), vendor, deadline);
            return call.via() == null
                    ? kept.apply(call)
                    : new AzureNeutralAdapter(new AzureOperationClient(call, kept, vendor)).reply();
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException | Error unforeseen) {
            FatalErrors.rethrow(unforeseen);
            // A permitted call must end in an outcome that can be recorded, whatever a library throws.
            throw new Fault.ProviderDown("The call could not be sent to the vendor ("
                    + unforeseen.getClass().getSimpleName() + ").");
        }
    }

    /** Adds the vendor's parameters that name resources, whatever wire the call came on. */
    private static FaceCall asked(FaceCall call) {
        return call.via() == null ? call : call.ruleText(AzureRequestTranslator.params(call));
    }

    private Reply ask(FaceCall call, long deadline) {
        return ask(call, access -> requests.of(call, access), deadline);
    }

    private Reply ask(FaceCall call, HttpRequest written, long deadline) {
        return ask(call, access -> requests.of(call, written, access), deadline);
    }

    private Reply ask(FaceCall call, Function<Map.Entry<String, String>, Request> request, long deadline) {
        var access = resource.access();
        var dispatch = new RetryableRequest(
                () -> request.apply(access.header(Math.max(0, deadline - System.nanoTime()))), requests.readOnly(call));
        var answered = upstream.ask(dispatch, deadline);
        if (answered.status() == UNAUTHORIZED) {
            access.refused();
        }
        return AzureReplyReader.of(answered, resource.service(), call.operation());
    }

    @Override
    public void demandCredentials() {
        resource.access().header(resource.limits().total().toNanos());
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
