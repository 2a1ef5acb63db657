package io.facegate.provider.compreface;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fatal;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.call.handle.Handles;
import io.facegate.call.handle.Turns;
import io.facegate.call.rest.Routes;
import io.facegate.call.via.Via;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.provider.Attempt;
import io.facegate.provider.Breaker;
import io.facegate.provider.Dispatch;
import io.facegate.provider.Provider;
import io.facegate.provider.Site;
import io.facegate.provider.Upstream;
import io.facegate.provider.compreface.core.Spoken;
import io.facegate.provider.compreface.core.Understood;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CompreFace server, asked with keys that only the gateway holds. */
public final class CompreFaceProvider implements Provider, AutoCloseable {
    private final CompreFace server;
    private final Requests requests;
    private final Custody custody;
    private final Turns turns = new Turns();
    private final Upstream upstream;

    /**
     * The server as configured.
     *
     * @throws IllegalArgumentException when its endpoint must not be used
     */
    public CompreFaceProvider(Vertx vertx, CompreFace server, Handles handles) {
        var site = Site.of(server.endpoint());
        this.server = server;
        this.requests = new Requests(site.path(), server.keys());
        this.custody = new Custody(handles, InstantSource.system(), server.owner());
        this.upstream = new Upstream(vertx, site, server.limits(), server.authorities());
    }

    @Override
    public @Nullable FaceCall spoken(FaceCall asked, Via via) {
        var call = Spoken.of(asked, via);
        return call == null || hasKeyFor(call) ? call : null;
    }

    /** What came on another wire is said from what it asks. */
    private static FaceCall said(FaceCall call) {
        return call.via() == null ? call : call.saying(Spoken.params(call));
    }

    @Override
    public @Nullable Doubt doubts(Caller caller, FaceCall call) {
        var doubt = custody.doubts(caller, said(call));
        return doubt == null && !hasKeyFor(call) ? Doubt.NO_PROVIDER : doubt;
    }

    @Override
    public @Nullable Instant keepsSince(Caller caller, FaceCall asked) {
        return Spoken.GALLERY.equals(asked.facts().gallery()) ? custody.since(caller) : null;
    }

    private boolean hasKeyFor(FaceCall call) {
        return server.keys().of(Routes.COMPREFACE.of(call.operation())) != null;
    }

    /** Blocks; call it on a virtual thread. */
    @Override
    public Reply send(Cleared cleared) {
        long deadline = System.nanoTime() + server.limits().total().toNanos();
        var call = said(cleared.use());
        try {
            var begun = custody.begun(cleared.caller());
            var errand = new Errand(
                    custody, cleared, call, sent -> cleared.heard(Replies.of(sent, attempt(sent, deadline))));
            // What erases all goes alone: nothing of a purpose that is over is on its way when another begins.
            boolean erases = call.operation().equals("DeleteSubjects");
            var reply = turns.take(Set.of(Custody.collection(cleared.caller())), erases, deadline, errand::run);
            return call.via() == null ? reply : Understood.of(call, begun, reply);
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException | Error unforeseen) {
            Fatal.rethrow(unforeseen);
            // A permitted call must end in an outcome that can be written down, whatever a library throws.
            throw new Fault.ProviderDown("The call could not be sent to the server ("
                    + unforeseen.getClass().getSimpleName() + ").");
        }
    }

    private Attempt attempt(Sent sent, long deadline) {
        return upstream.ask(new Dispatch(() -> requests.of(sent), Requests.readOnly(sent)), deadline);
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
