package io.facegate.ledger.export;

import io.facegate.ledger.store.LedgerReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Position of an outbox: how much of a ledger was sent to a topic or a receiver. The file is replaced atomically after the
 * acknowledgement.
 */
final class OutboxPosition {
    private final Path file;
    private long next;
    private String leaf = "";

    private OutboxPosition(Path file) {
        this.file = file;
    }

    /** Reads the position of a topic; the beginning if there is none yet. */
    static OutboxPosition read(Path folder, String topic) throws IOException {
        return read(folder.resolve("kafka-" + topic + ".position"));
    }

    /** Reads the position of a receiver of notices. */
    static OutboxPosition ofReceiver(Path folder, String name) throws IOException {
        return read(folder.resolve("notify-" + name + ".position"));
    }

    private static OutboxPosition read(Path file) throws IOException {
        var position = new OutboxPosition(file);
        if (Files.isRegularFile(position.file)) {
            var parts = Files.readString(position.file).strip().split(" ", -1);
            if (parts.length != 2 || !parts[0].matches("[0-9]{1,18}") || !parts[1].matches("[0-9a-f]{64}")) {
                throw new IOException(
                        position.file + " is damaged. Remove it to send the ledger again from its beginning.");
            }
            position.next = Long.parseLong(parts[0]);
            position.leaf = parts[1];
        }
        return position;
    }

    /** True if nothing was sent yet, and no position was kept. */
    boolean isNew() {
        return next == 0 && !Files.isRegularFile(file);
    }

    long next() {
        return next;
    }

    /** Requires that the position lies in this ledger. */
    void requireIn(LedgerReader ledger) throws SQLException, IOException {
        if (next == 0) {
            return;
        }
        var around = ledger.head().size() < next
                ? java.util.List.<io.facegate.ledger.store.RecordBatch>of()
                : ledger.readAround(next - 1, 1);
        for (var batch : around) {
            if (HexFormat.of()
                    .formatHex(batch.leaf((int) (next - 1 - batch.first())))
                    .equals(leaf)) {
                return;
            }
        }
        throw new IOException(file + " belongs to another ledger. Remove it to send this ledger from its beginning.");
    }

    /** Advances the position, on disk on return; {@code hash} is the last record's. */
    void advance(long to, byte[] hash) throws IOException {
        next = to;
        leaf = HexFormat.of().formatHex(hash);
        var fresh = Path.of(file + ".new");
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.deleteIfExists(fresh);
        try (var channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            channel.write(ByteBuffer.wrap((next + " " + leaf + '\n').getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
