package io.facegate.provider.rekognition;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceOwners;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Cleared;
import io.facegate.provider.Provider;
import io.facegate.provider.RetryableRequest;
import io.facegate.provider.VendorCircuitBreaker;
import io.facegate.provider.VendorHttpClient;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Provider for Amazon Rekognition, called with credentials that only the gateway holds. */
public final class RekognitionProvider implements Provider, AutoCloseable {
    private final RekognitionCredentials keys;
    private final RekognitionSigner signature;
    private final VendorHttpClient upstream;
    private final RekognitionOwnership custody;
    private final String path;
    private final long totalNanos;

    private RekognitionProvider(
            RekognitionCredentials keys,
            RekognitionEndpoint endpoint,
            VendorHttpClient upstream,
            RekognitionOwnership custody,
            long totalNanos) {
        this.custody = custody;
        this.keys = keys;
        this.path = endpoint.path();
        this.signature = new RekognitionSigner(endpoint, InstantSource.system());
        this.upstream = upstream;
        this.totalNanos = totalNanos;
    }

    /**
     * Creates the provider for the configured cloud, with the credentials of AWS's own settings.
     *
     * @throws IllegalArgumentException when the region is unknown or the endpoint must not be used
     */
    public static RekognitionProvider of(Vertx vertx, RekognitionSettings cloud, ResourceOwners handles) {
        return of(vertx, cloud, handles, DefaultCredentialsProvider.builder().build());
    }

    static RekognitionProvider of(
            Vertx vertx, RekognitionSettings cloud, ResourceOwners handles, AwsCredentialsProvider own) {
        var endpoint = RekognitionEndpoint.of(cloud, System.getenv());
        return new RekognitionProvider(
                new RekognitionCredentials(own, cloud, endpoint.region()),
                endpoint,
                new VendorHttpClient(vertx, endpoint.site(), cloud.limits(), cloud.authorities()),
                new RekognitionOwnership(handles, InstantSource.system()),
                cloud.limits().total().toNanos());
    }

    @Override
    public @Nullable PreconditionFailure doubts(Caller caller, FaceCall call) {
        return judged(caller, call).doubt();
    }

    @Override
    public @Nullable FaceCall translated(FaceCall asked, CrossVendorRoute via) {
        return RekognitionRequestTranslator.of(asked, via);
    }

    @Override
    public @Nullable Instant keepsSince(Caller caller, FaceCall asked) {
        return custody.since(caller, asked);
    }

    @Override
    public FaceCall judged(Caller caller, FaceCall asked) {
        return custody.judged(caller, said(asked)).ruleText(asked.params());
    }

    /** Translates a call of another wire from its normalized request. */
    private static FaceCall said(FaceCall call) {
        return call.via() == null ? call : call.ruleText(RekognitionRequestTranslator.params(call));
    }

    /** Sends a call. Blocks; run it on a virtual thread. */
    @Override
    public Reply send(Cleared cleared) {
        long deadline = System.nanoTime() + totalNanos;
        var call = said(cleared.use());
        try {
            var role = RekognitionCredentials.role(principal(cleared.caller()));
            var operation = RekognitionRetryRules.named(call.operation());
            var reply = custody.take(cleared, call, params -> send(operation, params, role, deadline), deadline);
            return call.via() == null ? reply : RekognitionResponseTranslator.of(call, cleared.heard(reply));
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException | Error unforeseen) {
            FatalErrors.rethrow(unforeseen);
            // A permitted call must end in an outcome that can be recorded, whatever a library throws.
            throw new Fault.ProviderDown("The call could not be sent to the vendor ("
                    + unforeseen.getClass().getSimpleName() + ").");
        }
    }

    private Reply send(
            String operation,
            Map<String, @Nullable Object> params,
            RekognitionCredentials.@Nullable Role role,
            long deadline) {
        var body = RekognitionRequestBody.of(params);
        var dispatch = new RetryableRequest(
                () -> request(operation, body, role, deadline),
                RekognitionRetryRules.readOnly(operation),
                RekognitionReplyReader::throttled);
        return RekognitionReplyReader.of(upstream.ask(dispatch, deadline), role != null);
    }

    @Override
    public void demandCredentials() {
        keys.of(null, totalNanos);
    }

    @Override
    public VendorCircuitBreaker breaker() {
        return upstream.breaker();
    }

    /** Returns the organisation that the call is finally for, whose account it is made on. */
    static Organisation principal(Caller caller) {
        return caller.chain().getLast();
    }

    private VendorHttpClient.Request request(
            String operation, RekognitionRequestBody body, RekognitionCredentials.@Nullable Role role, long deadline) {
        var credentials = keys.of(role, Math.max(0, deadline - System.nanoTime()));
        var headers = signature.sign(operation, body.sha256(), credentials);
        return new VendorHttpClient.Request("POST", path, headers, body.buffer());
    }

    @Override
    public void close() {
        upstream.close();
        keys.close();
    }
}
