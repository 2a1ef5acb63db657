package io.facegate.ledger.store;

import io.facegate.ledger.store.MerkleTreeVerifier.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rollback protection: the last tree head, in a file beside the ledger. It is written after every commit and never
 * synced. After a power cut it may lag behind the ledger, but it is never ahead.
 */
public final class LastHeadFile implements AutoCloseable {
    /** The file's name in the data folder. */
    public static final String NAME = "ledger.head";

    private static final Pattern LINE = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})\n");
    private static final int LONGEST = 84;

    private final FileChannel channel;

    private LastHeadFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens a folder's file for writing. */
    public static LastHeadFile open(Path folder) throws IOException {
        var file = folder.resolve(NAME);
        SqliteSettings.createPrivate(file);
        return new LastHeadFile(FileChannel.open(file, StandardOpenOption.WRITE));
    }

    /** Writes a durable head. The size only grows, so a line is never shorter than its predecessor. */
    public void writeHead(long size, byte[] root) throws IOException {
        var line = size + " " + HexFormat.of().formatHex(root) + '\n';
        var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    /** Reads a folder's last head, before the ledger is read; null if there is none. */
    public static @Nullable LastHead readFrom(Path folder) throws IOException {
        var file = folder.resolve(NAME);
        try {
            var text = read(file);
            // A gateway may be writing it at this moment.
            for (var again = read(file); !again.equals(text); again = read(file)) {
                text = again;
            }
            return text.isBlank() || text.matches("\0+") ? null : parse(text);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    private static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST + 1), StandardCharsets.ISO_8859_1);
        }
    }

    private static LastHead parse(String text) throws IOException {
        var line = LINE.matcher(text);
        if (!line.matches()) {
            throw new IOException(NAME + " is damaged: it must hold a size and a root");
        }
        return new LastHead(Long.parseLong(line.group(1)), HexFormat.of().parseHex(line.group(2)));
    }

    /** A remembered head. */
    public record LastHead(long size, byte[] root) {
        /** Describes the damage if a ledger does not contain this head; null if it does. */
        public @Nullable Damage findDamage(LedgerReader ledger) throws SQLException {
            long there = ledger.head().size();
            if (there < size) {
                return new Damage(
                        there,
                        null,
                        "this record and all that follow are lost: " + NAME + " remembers " + size + " records, and "
                                + there + " are there");
            }
            for (var batch : size == 0 ? java.util.List.<RecordBatch>of() : ledger.readAround(size - 1, 1)) {
                if (batch.first() + batch.count() != size || !Arrays.equals(batch.root(), root)) {
                    return new Damage(
                            0,
                            null,
                            "this is another ledger than the one whose " + size + " records " + NAME + " remembers");
                }
            }
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
