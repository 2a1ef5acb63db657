package io.facegate.ledger.witness;

import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.StrictBase64;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.witness.WitnessPolicy.Witness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Witness client: asks one witness to cosign checkpoints (c2sp.org/tlog-witness), and remembers its answers. Calls of
 * {@link #requestCosignature} must not overlap.
 */
public final class WitnessClient {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int LONGEST = 32 * 1024;

    private final Witness witness;
    private final URI address;
    private final HttpClient http;
    private long seen;
    private long stamp;
    private OptionalLong confirmed = OptionalLong.empty();
    private volatile boolean contradicts;
    private volatile OptionalLong claimed = OptionalLong.empty();
    private volatile State state;
    private volatile @Nullable Stamped stamped;

    /** A time that the witness signed, and its arrival by the monotonic clock. */
    private record Stamped(long seconds, long nanos) {}

    /**
     * State of a witness.
     *
     * @param size of the newest checkpoint that it signed since the gateway started; empty if none
     * @param problem why it did not sign the newest, or null
     */
    public record State(
            String name, OptionalLong size, @Nullable String problem) {}

    /** @param http must follow no redirects */
    public WitnessClient(Witness witness, URI url, HttpClient http) {
        this.witness = witness;
        this.address = URI.create(url.toString().replaceFirst("/$", "") + "/add-checkpoint");
        this.http = http;
        this.state = new State(witness.name(), confirmed, "it was not asked yet");
    }

    public State state() {
        return state;
    }

    /** True if its last answer was that it had signed a newer or a different tree of this log than the one sent. */
    public boolean contradicts() {
        return contradicts;
    }

    /** The last size that it claimed to have signed, when that was unexpected; empty if never. */
    public OptionalLong claimedSize() {
        return claimed;
    }

    /** The present time by the witness: its last signed time plus the elapsed monotonic time; null before it signed. */
    public @Nullable Instant time() {
        var last = stamped;
        return last == null ? null : Instant.ofEpochSecond(last.seconds).plusNanos(System.nanoTime() - last.nanos);
    }

    /**
     * Requests a cosignature.
     *
     * @param since proofs that the checkpoint's tree begins with that many records
     */
    public Optional<SignedNote.Signature> requestCosignature(SignedNote note, LongFunction<List<byte[]>> since) {
        contradicts = false;
        try {
            var checkpoint = Checkpoint.parse(note);
            var signature = signature(note, checkpoint, since);
            seen = checkpoint.size();
            confirmed = OptionalLong.of(seen);
            state = new State(witness.name(), confirmed, null);
            return Optional.of(signature);
        } catch (VerificationException refused) {
            state = new State(witness.name(), confirmed, refused.reason());
        } catch (IOException unreachable) {
            state = new State(witness.name(), confirmed, "it cannot be reached: " + unreachable);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private SignedNote.Signature signature(SignedNote note, Checkpoint checkpoint, LongFunction<List<byte[]>> since)
            throws VerificationException, IOException, InterruptedException {
        var answer = post(note, Math.min(seen, checkpoint.size()), since);
        if (answer.statusCode() == CONFLICT) {
            seen = parseClaimedSize(answer.body(), checkpoint.size());
            answer = post(note, seen, since);
        }
        return switch (answer.statusCode()) {
            case OK -> requireValid(note, answer.body());
            case CONFLICT ->
                throw markContradiction("it signed a different tree of " + seen
                        + " records for this log: somebody else signs with its key, or it contradicts itself");
            case 404 ->
                throw new VerificationException("it does not know this log (404). Its operator must add the log's key");
            case 403 -> throw new VerificationException("it does not trust this log's key (403). Tell its operator");
            case 422 ->
                throw markContradiction("it says that this log did not grow from the one it signed (422). Compare its"
                        + " checkpoint with this ledger");
            default -> throw new VerificationException("it answered " + answer.statusCode());
        };
    }

    private VerificationException markContradiction(String why) {
        contradicts = true;
        return new VerificationException(why);
    }

    /** Parses the size that it claims to have signed last. */
    private long parseClaimedSize(String body, long size) throws VerificationException {
        var said = body.strip();
        if (!said.matches("0|[1-9][0-9]{0,17}")) {
            throw new VerificationException("it answered 409 without a size");
        }
        long its = Long.parseLong(said);
        claimed = OptionalLong.of(its);
        if (its > size) {
            throw markContradiction("it signed " + its + " records of this log, which has " + size
                    + ": an older copy was put back, or somebody else signs with its key");
        }
        if (confirmed.isPresent() && its < confirmed.getAsLong()) {
            throw new VerificationException(
                    "it went back: it signed " + confirmed.getAsLong() + " records, and now says " + its);
        }
        return its;
    }

    private HttpResponse<String> post(SignedNote note, long old, LongFunction<List<byte[]>> since)
            throws IOException, InterruptedException {
        var body = new StringBuilder("old ").append(old).append('\n');
        since.apply(old).forEach(hash -> body.append(StrictBase64.encode(hash)).append('\n'));
        var request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(
                        body.append('\n').append(note.encoded()).toString()))
                .build();
        var answer = http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST));
        return answer;
    }

    private SignedNote.Signature requireValid(SignedNote note, String lines) throws VerificationException {
        var its = SignedNote.signatures(lines).stream()
                .filter(signature -> signature.id() == witness.key().id()
                        && signature.name().equals(witness.key().name()))
                .toList();
        if (its.isEmpty()) {
            throw new VerificationException("it answered without a signature of its key");
        }
        long when = witness.key().cosignedAt(new SignedNote(note.text(), its));
        if (when < stamp) {
            throw new VerificationException("its clock went back: its newest signature is older than the one before");
        }
        stamp = when;
        stamped = new Stamped(when, System.nanoTime());
        return its.getFirst();
    }
}
