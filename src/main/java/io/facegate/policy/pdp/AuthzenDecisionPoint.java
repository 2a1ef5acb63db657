package io.facegate.policy.pdp;

import io.facegate.call.FaceCall;
import io.facegate.call.Refusal;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Client of an external policy decision point over AuthZEN 1.0. Asks once per permit, with bounded time, size and
 * concurrency.
 */
public final class AuthzenDecisionPoint implements DecisionPoint, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AuthzenDecisionPoint.class.getName());
    private static final int AT_ONCE = 64;
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final long LARGEST = 64L * 1024;
    private static final String ROOM = "facegate/";
    private static final String APPEAL =
            "write to the operator of this gateway and quote the decision id. The operator knows who runs the"
                    + " decision point.";
    private static final DecisionPointAnswer FAILED = new DecisionPointAnswer.Invalid("it could not be asked");

    private final DecisionPointSettings remote;
    private final @Nullable BearerTokenFile token;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final HttpClient client;

    private AuthzenDecisionPoint(DecisionPointSettings remote, @Nullable BearerTokenFile token) {
        this.remote = remote;
        this.token = token;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /**
     * Creates the client.
     *
     * @throws IOException if the token file cannot be read or holds no token
     */
    public static AuthzenDecisionPoint create(DecisionPointSettings remote) throws IOException {
        var token = remote.token() == null ? null : new BearerTokenFile(remote.token());
        if (token != null) {
            token.value();
        }
        return new AuthzenDecisionPoint(remote, token);
    }

    /** Opens a first connection in advance, because that takes longer than a question may. Failure is only logged. */
    public AuthzenDecisionPoint connect() {
        Thread.ofVirtual().name("decision-point").start(this::checkReachable);
        return this;
    }

    private void checkReachable() {
        var request = HttpRequest.newBuilder(remote.metadata()).timeout(FIRST).build();
        try {
            client.send(request, answer -> BodySubscribers.limiting(BodySubscribers.discarding(), LARGEST));
        } catch (IOException unreachable) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The decision point at {0} does not answer, so calls will be refused: {1}",
                    remote.base(),
                    unreachable.getClass().getSimpleName());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<Decision.Refuse> findObjection(Caller caller, FaceCall call, Instant now, Decision.Permit permit) {
        return switch (verdict(caller, call, now, permit.policies())) {
            case DecisionPointAnswer.Agreed _ -> Optional.empty();
            case DecisionPointAnswer.Refused(var why, var said) ->
                Optional.of(refuse(
                        "pdp_refused",
                        "The external decision point refused this call." + (said == null ? "" : " It says: " + said),
                        why,
                        permit));
            case DecisionPointAnswer.Invalid(var why) ->
                Optional.of(refuse(
                        "pdp_unavailable",
                        "The external decision point could not be asked, so this call is refused.",
                        why,
                        permit));
        };
    }

    private static Decision.Refuse refuse(String code, String reason, String why, Decision.Permit permit) {
        var refusal = new Refusal(code, ROOM + code, reason, null, null, APPEAL);
        return new Decision.Refuse(
                refusal, "decision point: " + why, "", permit.matched(), permit.nonDeciding(), permit.policies());
    }

    /**
     * Asks on a separate thread: one deadline covers connect, send and read. Every failure there keeps the default
     * answer, which refuses.
     */
    private DecisionPointAnswer verdict(Caller caller, FaceCall call, Instant now, String policies) {
        var heard = new AtomicReference<DecisionPointAnswer>(FAILED);
        var asking = Thread.ofVirtual()
                .name("decision-point")
                .uncaughtExceptionHandler((thread, bug) -> LOG.log(System.Logger.Level.ERROR, "A bug", bug))
                .start(() -> heard.set(askLimited(caller, call, now, policies)));
        try {
            if (asking.join(remote.timeout())) {
                return heard.get();
            }
            asking.interrupt();
            return new DecisionPointAnswer.Invalid(
                    "no answer within " + remote.timeout().toMillis() + " ms");
        } catch (InterruptedException stopped) {
            asking.interrupt();
            Thread.currentThread().interrupt();
            return new DecisionPointAnswer.Invalid("interrupted");
        }
    }

    private DecisionPointAnswer askLimited(Caller caller, FaceCall call, Instant now, String policies) {
        try {
            slots.acquire();
            try {
                return post(AuthzenQuestion.encode(caller, call, now, policies));
            } finally {
                slots.release();
            }
        } catch (IOException failed) {
            return new DecisionPointAnswer.Invalid(failed.getClass().getSimpleName());
        } catch (InterruptedException late) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private DecisionPointAnswer post(byte[] question) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(remote.evaluation())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(question));
        if (token != null) {
            request.header("Authorization", "Bearer " + token.value());
        }
        var answer = send(request.build());
        var type = answer.headers().firstValue("Content-Type").orElse("");
        return DecisionPointAnswer.parse(answer.statusCode(), type, answer.body());
    }

    /** A pooled connection may have been closed meanwhile. Questions are idempotent, so one retry is safe. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        var begun = new AtomicBoolean();
        HttpResponse.BodyHandler<byte[]> bounded = answer -> {
            begun.set(true);
            return BodySubscribers.limiting(BodySubscribers.ofByteArray(), LARGEST);
        };
        try {
            return client.send(request, bounded);
        } catch (ConnectException nobody) {
            throw nobody;
        } catch (IOException broken) {
            if (begun.get()) {
                throw broken;
            }
            return client.send(request, bounded);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
