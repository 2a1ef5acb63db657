package io.facegate.provider.rekognition;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fatal;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.call.handle.Handles;
import io.facegate.call.via.Via;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Cleared;
import io.facegate.provider.Breaker;
import io.facegate.provider.Dispatch;
import io.facegate.provider.Provider;
import io.facegate.provider.Upstream;
import io.facegate.provider.rekognition.core.Spoken;
import io.facegate.provider.rekognition.core.Understood;
import io.facegate.provider.rekognition.custody.Custody;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Amazon Rekognition, asked with credentials that only the gateway holds. */
public final class RekognitionProvider implements Provider, AutoCloseable {
    private final Keys keys;
    private final Signature signature;
    private final Upstream upstream;
    private final Custody custody;
    private final String path;
    private final long totalNanos;

    private RekognitionProvider(Keys keys, Endpoint endpoint, Upstream upstream, Custody custody, long totalNanos) {
        this.custody = custody;
        this.keys = keys;
        this.path = endpoint.path();
        this.signature = new Signature(endpoint, InstantSource.system());
        this.upstream = upstream;
        this.totalNanos = totalNanos;
    }

    /**
     * The cloud as configured, with the credentials that AWS's own settings name.
     *
     * @throws IllegalArgumentException when the region is not known or the endpoint must not be used
     */
    public static RekognitionProvider of(Vertx vertx, Cloud cloud, Handles handles) {
        return of(vertx, cloud, handles, DefaultCredentialsProvider.builder().build());
    }

    static RekognitionProvider of(Vertx vertx, Cloud cloud, Handles handles, AwsCredentialsProvider own) {
        var endpoint = Endpoint.of(cloud, System.getenv());
        return new RekognitionProvider(
                new Keys(own, cloud, endpoint.region()),
                endpoint,
                new Upstream(vertx, endpoint.site(), cloud.limits(), cloud.authorities()),
                new Custody(handles, InstantSource.system()),
                cloud.limits().total().toNanos());
    }

    @Override
    public @Nullable Doubt doubts(Caller caller, FaceCall call) {
        return judged(caller, call).doubt();
    }

    @Override
    public @Nullable FaceCall spoken(FaceCall asked, Via via) {
        return Spoken.of(asked, via);
    }

    @Override
    public @Nullable Instant keepsSince(Caller caller, FaceCall asked) {
        return custody.since(caller, asked);
    }

    @Override
    public FaceCall judged(Caller caller, FaceCall asked) {
        return custody.judged(caller, said(asked)).saying(asked.params());
    }

    /** What came on another wire is said from what it asks. */
    private static FaceCall said(FaceCall call) {
        return call.via() == null ? call : call.saying(Spoken.params(call));
    }

    /** Blocks; call it on a virtual thread. */
    @Override
    public Reply send(Cleared cleared) {
        long deadline = System.nanoTime() + totalNanos;
        var call = said(cleared.use());
        try {
            var role = Keys.role(principal(cleared.caller()));
            var operation = Operations.named(call.operation());
            var reply = custody.take(cleared, call, params -> send(operation, params, role, deadline), deadline);
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

    private Reply send(
            String operation, Map<String, @Nullable Object> params, Keys.@Nullable Role role, long deadline) {
        var body = Body.of(params);
        var dispatch = new Dispatch(
                () -> request(operation, body, role, deadline), Operations.readOnly(operation), Replies::throttled);
        return Replies.of(upstream.ask(dispatch, deadline), role != null);
    }

    @Override
    public void demandCredentials() {
        keys.of(null, totalNanos);
    }

    @Override
    public Breaker breaker() {
        return upstream.breaker();
    }

    /** Whose call it is in the end, and so whose account it is made on. */
    static Organisation principal(Caller caller) {
        return caller.chain().getLast();
    }

    private Upstream.Request request(String operation, Body body, Keys.@Nullable Role role, long deadline) {
        var credentials = keys.of(role, Math.max(0, deadline - System.nanoTime()));
        var headers = signature.sign(operation, body.sha256(), credentials);
        return new Upstream.Request("POST", path, headers, body.buffer());
    }

    @Override
    public void close() {
        upstream.close();
        keys.close();
    }
}
