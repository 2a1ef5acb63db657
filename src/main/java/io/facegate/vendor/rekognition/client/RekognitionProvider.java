package io.facegate.vendor.rekognition.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.RetryableRequest;
import io.facegate.vendor.client.VendorClient;
import io.facegate.vendor.client.VendorHttpClient;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Provider for Amazon Rekognition, called with credentials that only the gateway holds. */
public final class RekognitionProvider extends VendorClient {
    private final RekognitionCredentials keys;
    private final RekognitionSigner signature;
    private final String path;

    private RekognitionProvider(
            RekognitionCredentials keys,
            RekognitionEndpoint endpoint,
            VendorHttpClient upstream,
            ResourceOwners handles) {
        super("rekognition", upstream, handles);
        this.keys = keys;
        this.path = endpoint.path();
        this.signature = new RekognitionSigner(endpoint, InstantSource.system());
    }

    /**
     * Creates the provider for the configured cloud, with the credentials of AWS's own settings.
     *
     * @param files follows AWS's files of credentials
     *
     * @throws IllegalArgumentException when the region is unknown or the endpoint must not be used
     */
    public static RekognitionProvider create(
            Vertx vertx, RekognitionSettings cloud, ResourceOwners handles, FileFollower files) {
        return create(vertx, cloud, handles, AwsProfileFiles.credentials(files, System.getenv()));
    }

    static RekognitionProvider create(
            Vertx vertx, RekognitionSettings cloud, ResourceOwners handles, AwsCredentialsProvider own) {
        var endpoint = RekognitionEndpoint.of(cloud, System.getenv());
        return new RekognitionProvider(
                new RekognitionCredentials(own, cloud, endpoint.region()),
                endpoint,
                new VendorHttpClient(vertx, endpoint.site(), cloud.limits(), cloud.authorities()),
                handles);
    }

    @Override
    protected @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        return RekognitionRequestTranslator.translate(asked, via);
    }

    @Override
    protected @Nullable Instant ownedSince(Caller caller, FaceCall asked) {
        return ownership().ownedSince(caller, RekognitionCallResources.ofNeutral(caller, asked));
    }

    /** Translates a call of another wire from its normalized request. */
    private static FaceCall translateIfNeutral(FaceCall call) {
        return call.route() == null ? call : call.withParams(RekognitionRequestTranslator.params(call));
    }

    @Override
    protected RekognitionCallResources resources(Caller caller, FaceCall call) {
        return new RekognitionCallResources(ownership(), caller, translateIfNeutral(call));
    }

    @Override
    protected Reply exchange(Cleared cleared, FaceCall judged, long deadline) {
        var call = translateIfNeutral(judged);
        var role = keys.role(principal(cleared.caller()));
        var operation = RekognitionSafeName.requireSafe(call.operation());
        var reply = ownership()
                .send(
                        cleared,
                        call,
                        new RekognitionCallResources(ownership(), cleared.caller(), call),
                        params -> send(operation, params, role, deadline));
        return call.route() == null ? reply : RekognitionResponseTranslator.translate(call, cleared.reply(reply));
    }

    private Reply send(
            String operation,
            Map<String, @Nullable Object> params,
            RekognitionCredentials.@Nullable Role role,
            long deadline) {
        var body = RekognitionRequestBody.write(params);
        var dispatch = new RetryableRequest(
                () -> request(operation, body, role, deadline),
                VendorApi.REKOGNITION.isReadOnly(operation),
                RekognitionReplyReader::isThrottled);
        return RekognitionReplyReader.read(
                upstream().send(dispatch, deadline), role != null && role.isOfOrganisation());
    }

    @Override
    protected void requireCredentials() {
        keys.get(keys.ownRole(), totalNanos());
    }

    /** Returns the organisation that the call is finally for, whose account it is made on. */
    static Organisation principal(Caller caller) {
        return caller.delegationChain().getLast();
    }

    private VendorHttpClient.Request request(
            String operation, RekognitionRequestBody body, RekognitionCredentials.@Nullable Role role, long deadline) {
        var credentials = keys.get(role, Math.max(0, deadline - System.nanoTime()));
        var headers = signature.sign(operation, body.sha256(), credentials);
        return new VendorHttpClient.Request("POST", path, headers, body.buffer());
    }

    @Override
    public void close() {
        super.close();
        keys.close();
    }
}
