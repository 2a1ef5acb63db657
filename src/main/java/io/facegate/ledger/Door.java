package io.facegate.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The socket in the data folder where a running gateway takes records from commands; only its owner can knock. What is
 * said there is checked as the command checks it, and dated by the gateway's own clock.
 */
final class Door implements AutoCloseable {
    static final String NAME = "ledger.sock";
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINE = 4096;
    private static final int GUESTS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Path socket;
    private final ServerSocketChannel server;
    private final Consumer<Administrative> ledger;
    private final Semaphore guests = new Semaphore(GUESTS);

    private Door(Path socket, ServerSocketChannel server, Consumer<Administrative> ledger) {
        this.socket = socket;
        this.server = server;
        this.ledger = ledger;
    }

    /** Binds in a private folder and only then moves into place, so that nobody can knock before the mode is set. */
    static Door open(Path folder, Consumer<Administrative> ledger) throws IOException {
        var owner = PosixFilePermissions.fromString("rwx------");
        var hidden = Files.createTempDirectory(folder, ".door", PosixFilePermissions.asFileAttribute(owner));
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean opened = false;
        try (var address = SocketPath.of(hidden)) {
            server.bind(address.to("s"));
            var bound = hidden.resolve("s");
            Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
            var socket = folder.resolve(NAME);
            Files.move(bound, socket, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            var door = new Door(socket, server, ledger);
            Thread.ofPlatform().name("ledger-door").daemon(true).start(door::welcome);
            opened = true;
            return door;
        } finally {
            Files.deleteIfExists(hidden.resolve("s"));
            Files.delete(hidden);
            if (!opened) {
                server.close();
            }
        }
    }

    private void welcome() {
        try {
            while (true) {
                guests.acquire();
                var guest = server.accept();
                Thread.ofVirtual().start(() -> serve(guest));
            }
        } catch (IOException | InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel guest) {
        var clock = Thread.ofVirtual().start(() -> hangUp(guest));
        try (guest) {
            var line = line(guest);
            // What is asked may take long: a prune reads every record.
            clock.interrupt();
            var answer = answer(line) + '\n';
            guest.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException left) {
            // Whoever knocked went away; its record was written or not, and it was not told.
        } finally {
            clock.interrupt();
            guests.release();
        }
    }

    private static void hangUp(SocketChannel guest) {
        try {
            Thread.sleep(PATIENCE);
            guest.close();
        } catch (InterruptedException | IOException done) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer(String line) throws JsonProcessingException {
        try {
            var said = JSON.readTree(line);
            ledger.accept(new Administrative(
                    said.path("act").asText(),
                    said.path("subject").asText(),
                    text(said.path("person")),
                    text(said.path("case")),
                    Instant.now(),
                    ActDetails.read(said)));
            return "{\"ok\":true}";
        } catch (JsonProcessingException malformed) {
            return "{\"error\":\"This is not an administrative act.\"}";
        } catch (Fault fault) {
            return JSON.writeValueAsString(Map.of("error", String.valueOf(fault.getMessage())));
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
