package io.facegate.ledger.store;

import io.facegate.call.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Exclusive writer lock of a folder, which also watches that its files are not replaced. */
public final class WriterLock implements AutoCloseable {
    private static final String LOCK = "ledger.lock";

    /** Closing a second lock in one process would release the first, so the process tracks its locks itself. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;
    private final List<Watched> watched = new ArrayList<>();

    private record Watched(Path file, @Nullable Object identity) {}

    private WriterLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @throws Fault.LedgerDown if another process writes there
     */
    public static WriterLock acquire(Path folder) throws IOException {
        if (!HELD.add(folder)) {
            throw heldFault(folder);
        }
        boolean claimed = false;
        try {
            var file = folder.resolve(LOCK);
            SqliteSettings.createPrivate(file);
            var channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw heldFault(folder);
            }
            claimed = true;
            var claim = new WriterLock(folder, channel);
            claim.watch(file);
            return claim;
        } finally {
            if (!claimed) {
                HELD.remove(folder);
            }
        }
    }

    private static Fault.LedgerDown heldFault(Path folder) {
        return new Fault.LedgerDown(
                BatchStore.TAKEN + " to the ledger in " + folder + ". Stop it first, or use another data folder.");
    }

    /** Remembers the identity of the file under this name. */
    void watch(Path file) throws IOException {
        watched.add(new Watched(file, identity(file)));
    }

    /**
     * Requires that every watched name still refers to the same file.
     *
     * @throws IOException if one was deleted or replaced: further writes could be lost
     */
    void checkFiles() throws IOException {
        for (var each : watched) {
            if (!identity(each.file).equals(each.identity)) {
                throw new IOException(each.file.getFileName() + " was replaced while the ledger was open");
            }
        }
    }

    private static Object identity(Path file) throws IOException {
        var key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        if (key == null) {
            throw new IOException("This file system does not tell one file from another.");
        }
        return key;
    }

    @Override
    public void close() throws IOException {
        HELD.remove(folder);
        channel.close();
    }
}
