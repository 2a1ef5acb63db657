package io.facegate.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.record.AdministrativeActMac;
import io.facegate.ledger.store.LedgerKeyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Administration socket in the data folder: a running gateway takes records from commands over it. Only its owner can
 * connect. Every act must be authenticated by an HMAC under {@code ledger.key} over a challenge of this connection. The
 * gateway then checks the act as the command does, and dates it by its own clock.
 */
final class AdminSocket implements AutoCloseable {
    static final String NAME = "ledger.sock";
    /** First line of a command: asks for a challenge. */
    static final String CHALLENGE = "challenge";

    private static final System.Logger LOG = System.getLogger(AdminSocket.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String NO_PROOF = "An act is accepted only with a proof that its sender can read"
            + " ledger.key. The commands of this version give it.";
    private static final int LOGGED = 300;
    private static final int LINE = 4096;
    private static final int GUESTS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Path socket;
    private final ServerSocketChannel server;
    private final Consumer<Administrative> ledger;
    private final byte[] key;
    private final Semaphore clients = new Semaphore(GUESTS);

    private AdminSocket(Path socket, ServerSocketChannel server, Consumer<Administrative> ledger, byte[] key) {
        this.key = key;
        this.socket = socket;
        this.server = server;
        this.ledger = ledger;
    }

    /** Binds in a private folder and sets the mode before moving the socket into place: nobody can connect earlier. */
    static AdminSocket open(Path folder, Consumer<Administrative> ledger) throws IOException {
        var owner = PosixFilePermissions.fromString("rwx------");
        var hidden = Files.createTempDirectory(folder, ".sock", PosixFilePermissions.asFileAttribute(owner));
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean opened = false;
        try (var address = SocketPath.shorten(hidden)) {
            server.bind(address.socketAddress("s"));
            var bound = hidden.resolve("s");
            Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
            var socket = folder.resolve(NAME);
            Files.move(bound, socket, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            var admin = new AdminSocket(socket, server, ledger, LedgerKeyFile.read(folder));
            Thread.ofPlatform().name("ledger-admin-socket").daemon(true).start(admin::acceptAll);
            opened = true;
            return admin;
        } finally {
            Files.deleteIfExists(hidden.resolve("s"));
            Files.delete(hidden);
            if (!opened) {
                server.close();
            }
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                clients.acquire();
                var client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException | InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Serves one connection. A challenge is valid for one act on one connection, which prevents replay attacks. */
    private void serve(SocketChannel client) {
        var clock = Thread.ofVirtual().start(() -> closeAfterPause(client));
        try (client) {
            if (!line(client).equals(CHALLENGE)) {
                sendLine(client, rejection(NO_PROOF));
                return;
            }
            var challenge = challenge();
            sendLine(client, "{\"" + CHALLENGE + "\":\"" + challenge + "\"}");
            var line = line(client);
            // The act may take long: a prune reads every record.
            clock.interrupt();
            sendLine(client, handleLine(challenge, line));
        } catch (IOException left) {
            // The client disconnected. Its record may or may not be written, and it got no answer.
        } finally {
            clock.interrupt();
            clients.release();
        }
    }

    private static void closeAfterPause(SocketChannel client) {
        try {
            Thread.sleep(PATIENCE);
            client.close();
        } catch (InterruptedException | IOException done) {
            Thread.currentThread().interrupt();
        }
    }

    private static String challenge() {
        var random = new byte[16];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static void sendLine(SocketChannel client, String line) throws IOException {
        client.write(ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8)));
    }

    /** Refuses and logs it: only this program's own commands connect here, and they check their acts first. */
    private static String rejection(String why) throws JsonProcessingException {
        var printable = why.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
        LOG.log(
                Level.WARNING,
                "An act received over {0} was refused: {1}",
                NAME,
                printable.substring(0, Math.min(LOGGED, printable.length())));
        return JsonMappers.PLAIN.writeValueAsString(Map.of("error", why));
    }

    private String handleLine(String challenge, String line) throws JsonProcessingException {
        int space = line.indexOf(' ');
        var act = line.substring(space + 1);
        var due = AdministrativeActMac.proof(key, challenge, act).getBytes(StandardCharsets.UTF_8);
        if (space < 0 || !MessageDigest.isEqual(due, line.substring(0, space).getBytes(StandardCharsets.UTF_8))) {
            return rejection(NO_PROOF);
        }
        try {
            var said = JsonMappers.PLAIN.readTree(act);
            ledger.accept(new Administrative(
                    said.path("act").asText(),
                    said.path("subject").asText(),
                    text(said.path("person")),
                    text(said.path("case")),
                    Instant.now(),
                    AdministrativeActDetails.read(said)));
            return "{\"ok\":true}";
        } catch (JsonProcessingException malformed) {
            return rejection("This is not an administrative act.");
        } catch (Fault fault) {
            return rejection(String.valueOf(fault.getMessage()));
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    /** Reads one line, at most {@link #LINE} bytes of it. */
    static String line(SocketChannel from) throws IOException {
        var read = new ByteArrayOutputStream();
        var some = ByteBuffer.allocate(LINE);
        while (read.size() < LINE && from.read(some) >= 0) {
            some.flip();
            while (some.hasRemaining()) {
                byte b = some.get();
                if (b == '\n') {
                    return read.toString(StandardCharsets.UTF_8);
                }
                read.write(b);
            }
            some.clear();
        }
        throw new IOException("no line within " + LINE + " bytes");
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(socket);
        } catch (IOException gone) {
            throw new Fault.LedgerDown("The ledger's socket did not close: " + gone.getMessage());
        }
    }
}
