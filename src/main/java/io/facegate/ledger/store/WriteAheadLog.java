package io.facegate.ledger.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * State of a ledger's SQLite write-ahead log, read without SQLite, which silently drops everything after the first bad
 * frame. Every commit is on disk before the next begins, so a crash can tear only the last one.
 *
 * @param headed whether the WAL header is sound; it is synced before any frame is written
 * @param salts of this generation of the WAL; frames with others are left over from an earlier one
 * @param good frames up to the last commit that SQLite accepts
 * @param left frames of this generation after those
 * @param commits how many of the left frames end a transaction
 */
public record WriteAheadLog(boolean headed, long salts, long good, long left, long commits) {
    /** No WAL, as for a missing file. */
    public static final WriteAheadLog NONE = new WriteAheadLog(true, 0, 0, 0, 0);

    private static final int HEADER = 32;
    private static final int FRAME = 24;
    private static final int PAGE = 4096;
    private static final int MAGIC = 0x377f0682;
    private static final int LOOKS = 10;
    private static final long PAUSE_NANOS = 50_000_000;

    /** Reads the WAL of a ledger's file. A gateway may be writing it, so only what is read twice counts. */
    public static WriteAheadLog inspect(Path file) throws IOException {
        var seen = read(Path.of(file + "-wal"));
        for (int look = 0; look < LOOKS && seen.left > 0; look++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            var again = read(Path.of(file + "-wal"));
            if (again.equals(seen)) {
                return seen;
            }
            seen = again;
        }
        return seen.left == 0 ? seen : NONE;
    }

    /** True if it was changed after it was written. */
    public boolean isDamaged() {
        return commits > (headed ? 1 : 0);
    }

    /** True if it ends in an incomplete transaction, as after a crash. */
    public boolean isTorn() {
        return left > 0 && !isDamaged();
    }

    /** Describes the damage. */
    public String describeDamage() {
        return "the write-ahead log was changed: "
                + (headed ? "its frame " + (good + 1) + " or one soon after it" : "its header")
                + " is not what was written, and it holds the ends of " + commits
                + " transactions that are lost with it";
    }

    private static WriteAheadLog read(Path log) throws IOException {
        try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
            return new Walk(channel).scan();
        } catch (NoSuchFileException none) {
            return NONE;
        }
    }

    /** One pass over a WAL. */
    private static final class Walk {
        private final FileChannel channel;
        private int page = PAGE;
        private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        private int one;
        private int two;

        Walk(FileChannel channel) {
            this.channel = channel;
        }

        WriteAheadLog scan() throws IOException {
            var header = readAt(0, HEADER);
            if (header.remaining() < HEADER) {
                return NONE;
            }
            boolean headed = isHeaderValid(header);
            long salts = headed ? header.getLong(16) : saltsOf(readAt(HEADER, FRAME));
            long good = headed ? countValidFrames(salts) : 0;
            long left = 0;
            long commits = 0;
            long frame = good;
            for (var next = frame(frame, FRAME); next.remaining() >= 16; next = frame(++frame, FRAME)) {
                if (saltsOf(next) == salts) {
                    left++;
                    commits += next.getInt(4) == 0 ? 0 : 1;
                }
            }
            return new WriteAheadLog(headed, salts, good, left, commits);
        }

        private boolean isHeaderValid(ByteBuffer header) {
            int magic = header.getInt(0);
            int size = header.getInt(8);
            if ((magic & ~1) != MAGIC || size < 512 || size > 65536 || Integer.bitCount(size) != 1) {
                return false;
            }
            order = magic == MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            sum(header, 0, 24);
            if (one != header.getInt(24) || two != header.getInt(28)) {
                return false;
            }
            page = size;
            return true;
        }

        /** Follows the checksums as SQLite does; returns the frames up to the last commit with valid ones. */
        private long countValidFrames(long salts) throws IOException {
            long good = 0;
            long frame = 0;
            for (var next = frame(0, FRAME + page); isFrameValid(next, salts); next = frame(frame, FRAME + page)) {
                frame++;
                good = next.getInt(4) == 0 ? good : frame;
            }
            return good;
        }

        private boolean isFrameValid(ByteBuffer frame, long salts) {
            if (frame.remaining() < FRAME + page || saltsOf(frame) != salts || frame.getInt(0) == 0) {
                return false;
            }
            sum(frame, 0, 8);
            sum(frame, FRAME, FRAME + page);
            return one == frame.getInt(16) && two == frame.getInt(20);
        }

        private void sum(ByteBuffer bytes, int from, int to) {
            bytes.order(order);
            for (int at = from; at < to; at += 8) {
                one += bytes.getInt(at) + two;
                two += bytes.getInt(at + 4) + one;
            }
            bytes.order(ByteOrder.BIG_ENDIAN);
        }

        private static long saltsOf(ByteBuffer frame) {
            return frame.remaining() < 16 ? 0 : frame.getLong(8);
        }

        private ByteBuffer frame(long number, int size) throws IOException {
            return readAt(HEADER + number * (FRAME + page), size);
        }

        private ByteBuffer readAt(long position, int size) throws IOException {
            var bytes = ByteBuffer.allocate(size);
            while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) > 0) {}
            return bytes.flip();
        }
    }
}
