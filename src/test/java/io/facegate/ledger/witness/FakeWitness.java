package io.facegate.ledger.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.StrictBase64;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.note.VerifierKey;
import io.facegate.ledger.tree.ConsistencyProof;
import io.facegate.ledger.tree.ConsistencyProof.Tree;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A witness over real HTTP that does what c2sp.org/tlog-witness demands, unless it is told to do otherwise. */
public final class FakeWitness implements AutoCloseable {
    private final SigningKey key;
    private final HttpServer server;
    private final List<Integer> answers = new ArrayList<>();
    private @Nullable KeyChain log;
    private Tree seen = new Tree(0, new Rfc6962().emptyRoot());
    private long clock = 1_700_000_000;
    private @Nullable Answer instead;

    /** What it answers. */
    public record Answer(int status, String body) {}

    public FakeWitness(String name) throws IOException {
        var seed = new byte[32];
        Arrays.fill(seed, (byte) name.hashCode());
        key = SigningKey.fromSeed(name, VerifierKey.COSIGNER, seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/w/add-checkpoint", this::take);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/w");
    }

    public VerifierKey key() {
        return key.vkey();
    }

    /** A policy with this witness, which every checkpoint needs. */
    public String policy() {
        return "witness one " + key.vkey().encoded() + ' ' + url() + "\nquorum one\n";
    }

    public synchronized void trust(VerifierKey logKey) throws VerificationException {
        log = KeyChain.of(logKey);
    }

    /** Answers that, whatever is asked; null for what it should. */
    public synchronized void say(@Nullable Answer other) {
        instead = other;
    }

    /** Believes to have signed that. */
    public synchronized void saw(Tree tree) {
        seen = tree;
    }

    public synchronized void turnClock(long seconds) {
        clock += seconds;
    }

    public synchronized List<Integer> answers() {
        return List.copyOf(answers);
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var answer = instead == null ? answer(body) : instead;
            answers.add(answer.status);
            if (answer.status == 409) {
                exchange.getResponseHeaders().set("Content-Type", "text/x.tlog.size");
            }
            var bytes = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer answer(String body) {
        int split = body.indexOf("\n\n");
        var lines = List.of(body.substring(0, split).split("\n", -1));
        long old = Long.parseLong(lines.getFirst().substring("old ".length()));
        try {
            var note = SignedNote.parse(body.substring(split + 2));
            var now = Checkpoint.parse(note);
            if (log == null || !log.origin().equals(now.origin())) {
                return new Answer(404, "");
            }
            if (!log.newest().hasSigned(note)) {
                return new Answer(403, "");
            }
            log.open(note);
            if (old > now.size()) {
                return new Answer(400, "");
            }
            boolean other = old == now.size() && !Arrays.equals(now.root(), seen.root());
            if (old != seen.size() || other) {
                return new Answer(409, seen.size() + "\n");
            }
            var proof = new ArrayList<byte[]>();
            for (var line : lines.subList(1, lines.size())) {
                proof.add(StrictBase64.bytes(line));
            }
            if (!ConsistencyProof.verify(seen, now.tree(), proof)) {
                return new Answer(422, "");
            }
            seen = now.tree();
            var signed = new SignedNote(note.text(), List.of(key.cosign(note.text(), clock++)));
            return new Answer(200, signed.encoded().substring(note.text().length() + 1));
        } catch (VerificationException malformed) {
            return new Answer(400, malformed.reason());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
