package io.facegate.provider.google;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.call.handle.Handles;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.provider.Attempt;
import io.facegate.provider.Provider;
import io.facegate.provider.Retries;
import io.facegate.provider.Site;
import io.facegate.provider.Upstream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Google Cloud Vision, asked with credentials that only the gateway holds. */
public final class GoogleVisionProvider implements Provider, AutoCloseable {
    private final GoogleVision project;
    private final Tokens tokens;
    private final Custody custody;
    private final Requests requests;
    private final Upstream upstream;

    /**
     * The project as configured.
     *
     * @throws IllegalArgumentException when its endpoint must not be used, or its credentials are none
     */
    public GoogleVisionProvider(Vertx vertx, GoogleVision project, Handles handles) {
        var site = Site.of(project.endpoint());
        this.project = project;
        this.tokens = Tokens.of(project.credentials(), project.endpoint());
        this.custody = new Custody(handles, InstantSource.system(), project.owner());
        this.requests = new Requests(site.path());
        this.upstream = new Upstream(vertx, site, project.limits(), project.authorities());
    }

    @Override
    public @Nullable Doubt doubts(Caller caller, FaceCall call) {
        return judged(caller, call).doubt();
    }

    @Override
    public FaceCall judged(Caller caller, FaceCall asked) {
        return custody.judged(caller, asked);
    }

    /** Blocks; call it on a virtual thread. */
    @Override
    public Reply send(Cleared cleared) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("The cloud is waited for on a virtual thread, never on an event loop.");
        }
        long deadline = System.nanoTime() + project.limits().total().toNanos();
        var call = cleared.use();
        try {
            var reply = Replies.of(attempt(custody.upstream(call), deadline), call);
            return custody.back(cleared, call, reply);
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException unforeseen) {
            // A permitted call must end in an outcome that can be written down, whatever a library throws.
            throw new Fault.ProviderDown("The call could not be sent to the cloud ("
                    + unforeseen.getClass().getSimpleName() + ").");
        }
    }

    private Attempt attempt(FaceCall call, long deadline) {
        for (int retried = 0; ; retried++) {
            var attempt = once(call, deadline);
            if (retried == Retries.MOST || !again(attempt, call) || !Retries.pause(wait(attempt, retried), deadline)) {
                return attempt;
            }
        }
    }

    private Attempt once(FaceCall call, long deadline) {
        var own = tokens.headers(Math.max(1, deadline - System.nanoTime()));
        long left = deadline - System.nanoTime();
        return left <= 0 ? new Attempt.Late() : upstream.send(requests.of(call, own), left);
    }

    /** What may have been done is done again only where doing it twice changes nothing. */
    private static boolean again(Attempt attempt, FaceCall call) {
        return switch (attempt) {
            case Attempt.Unsent() -> true;
            case Attempt.Lost(var begun) -> !begun && Requests.readOnly(call);
            case Attempt.Answered answered -> Replies.passing(answered) && Requests.readOnly(call);
            case Attempt.Distrusted(), Attempt.TooLong(), Attempt.Late(), Attempt.Crowded() -> false;
        };
    }

    /** As long as the vendor asks, else a random while, longer each time. */
    private static long wait(Attempt attempt, int retried) {
        return attempt instanceof Attempt.Answered(var _, var _, var envelope) && envelope.retryAfter() >= 0
                ? TimeUnit.SECONDS.toNanos(envelope.retryAfter())
                : Retries.whileAfter(retried);
    }

    @Override
    public void close() {
        upstream.close();
    }
}
