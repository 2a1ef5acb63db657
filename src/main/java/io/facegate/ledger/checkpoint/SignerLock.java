package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lock file of a data folder's signer, held by one process at a time. */
final class SignerLock implements AutoCloseable {
    private static final String NAME = "log.lock";

    /** Closing a second lock in one process would release the first, so the process tracks its locks itself. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private SignerLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Takes the lock; empty if it is held. */
    static Optional<SignerLock> tryAcquire(Path data) throws IOException {
        var folder = data.toRealPath();
        if (!HELD.add(folder)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            SqliteSettings.createPrivate(folder.resolve(NAME));
            var channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.WRITE);
            taken = channel.tryLock() != null;
            if (!taken) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new SignerLock(folder, channel));
        } finally {
            if (!taken) {
                HELD.remove(folder);
            }
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        HELD.remove(folder);
        try {
            channel.close();
        } catch (IOException gone) {
            throw new Fault.LedgerDown("The signer's lock did not close: " + gone.getMessage());
        }
    }
}
