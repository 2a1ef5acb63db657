package io.facegate.ledger.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Position of an outbox in a file of the data folder, replaced as a whole. */
final class PositionFile implements PositionStore {
    private final Path file;

    PositionFile(Path folder, String outbox) {
        this.file = folder.resolve(outbox + ".position");
    }

    @Override
    public boolean tryLead() {
        return true;
    }

    @Override
    public @Nullable Mark read() throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        var parts = Files.readString(file).strip().split(" ", -1);
        if (parts.length != 2 || !parts[0].matches("[0-9]{1,18}") || !parts[1].matches("[0-9a-f]{64}")) {
            throw new IOException(file + " is damaged. Remove it to send the ledger again from its beginning.");
        }
        return new Mark(Long.parseLong(parts[0]), parts[1]);
    }

    @Override
    public void write(Mark mark) throws IOException {
        var fresh = Path.of(file + ".new");
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.deleteIfExists(fresh);
        try (var channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            channel.write(
                    ByteBuffer.wrap((mark.next() + " " + mark.leaf() + '\n').getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String describe() {
        return file.toString();
    }

    @Override
    public void close() {
        // Nothing stays open.
    }
}
