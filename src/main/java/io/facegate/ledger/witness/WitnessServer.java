package io.facegate.ledger.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.StrictBase64;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.store.SqliteSettings;
import io.facegate.ledger.tree.ConsistencyProof;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Witness server over HTTP (c2sp.org/tlog-witness): cosigns a checkpoint that extends the one it saw before. It learns
 * a log's name, size and root, and nothing of any record.
 */
public final class WitnessServer implements AutoCloseable {
    private static final String LOCK = "witness.lock";
    private static final int LONGEST = 32 * 1024;
    private static final int HASHES = 63;
    private static final int AT_ONCE = 8;

    private final WitnessStore memory;
    private final FileChannel lock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().name("witness-", 0).daemon(true).factory());

    /** A response. */
    private record Answer(int status, String body) {}

    /** A parsed request. */
    private record CosignRequest(long old, List<byte[]> proof, SignedNote note, Checkpoint checkpoint) {}

    private WitnessServer(WitnessStore memory, FileChannel lock, HttpServer server) {
        this.memory = memory;
        this.lock = lock;
        this.server = server;
    }

    /**
     * Starts listening.
     *
     * @throws IOException if another process serves from that folder, or the address is in use
     */
    public static WitnessServer start(WitnessStore memory, InetSocketAddress address)
            throws IOException, VerificationException {
        memory.newestCheckpoints();
        // An idle client must not hold a thread for ever.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        var file = memory.folder().resolve(LOCK);
        SqliteSettings.createPrivate(file);
        var lock = FileChannel.open(file, StandardOpenOption.WRITE);
        if (!locked(lock)) {
            lock.close();
            throw new IOException("another witness serves from " + memory.folder());
        }
        var begun = new WitnessServer(memory, lock, HttpServer.create(address, 0));
        begun.server.setExecutor(begun.threads);
        begun.server.createContext("/", begun::handle);
        begun.server.start();
        return begun;
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException here) {
            return false;
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = respond(exchange);
            if (answer.status == 409) {
                exchange.getResponseHeaders().set("Content-Type", "text/x.tlog.size");
            }
            var bytes = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer respond(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/add-checkpoint")) {
            return new Answer(404, "");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return new Answer(405, "");
        }
        var body = exchange.getRequestBody().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            return new Answer(413, "");
        }
        try {
            return decide(read(new String(body, StandardCharsets.UTF_8)));
        } catch (VerificationException malformed) {
            return new Answer(400, malformed.reason() + '\n');
        }
    }

    private static CosignRequest read(String body) throws VerificationException {
        int split = body.indexOf("\n\n");
        var lines =
                split < 0 ? List.<String>of() : List.of(body.substring(0, split).split("\n", -1));
        if (lines.isEmpty() || !lines.getFirst().matches("old (0|[1-9][0-9]{0,17})") || lines.size() > 1 + HASHES) {
            throw new VerificationException("it is not a request to a witness");
        }
        var proof = new ArrayList<byte[]>();
        for (var line : lines.subList(1, lines.size())) {
            proof.add(StrictBase64.bytes(line));
        }
        var note = SignedNote.parse(body.substring(split + 2));
        return new CosignRequest(Long.parseLong(lines.getFirst().substring(4)), proof, note, Checkpoint.parse(note));
    }

    /** Decides one request at a time, so that nothing else is signed between the check and the signature. */
    private synchronized Answer decide(CosignRequest asked) throws VerificationException, IOException {
        var origin = asked.checkpoint.origin();
        if (!memory.knowsLog(origin)) {
            return new Answer(404, "");
        }
        try {
            memory.keys(origin).open(asked.note);
        } catch (VerificationException stranger) {
            return new Answer(403, "");
        }
        var seen = Checkpoint.parse(memory.newest(origin));
        if (asked.old > asked.checkpoint.size()) {
            return new Answer(400, "");
        }
        boolean other = asked.checkpoint.size() == seen.size() && !Arrays.equals(asked.checkpoint.root(), seen.root());
        if (asked.old != seen.size() || other) {
            return new Answer(409, seen.size() + "\n");
        }
        if (!ConsistencyProof.verify(seen.tree(), asked.checkpoint.tree(), asked.proof)) {
            return new Answer(422, "");
        }
        var signed =
                new SignedNote(asked.note.text(), List.of(memory.sign(withoutOtherSignatures(asked.note, origin))));
        return new Answer(200, signed.encoded().substring(asked.note.text().length() + 1));
    }

    /** The note with the log's signature only; other signatures are not this witness's to keep. */
    private SignedNote withoutOtherSignatures(SignedNote note, String origin)
            throws IOException, VerificationException {
        var keys = memory.keys(origin).keys();
        var its = note.signatures().stream()
                .filter(one -> keys.stream()
                        .anyMatch(key -> key.id() == one.id() && key.name().equals(one.name())))
                .toList();
        return new SignedNote(note.text(), its);
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdown();
        lock.close();
    }
}
