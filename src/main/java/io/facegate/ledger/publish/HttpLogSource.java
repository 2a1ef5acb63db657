package io.facegate.ledger.publish;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.tiles.EntryBundle;
import io.facegate.ledger.tiles.LogSource;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.TilePath;
import io.facegate.ledger.tiles.UpperTileCache;
import io.facegate.ledger.tiles.VerifiedLeafHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HTTP source of a running gateway's log: the newest checkpoint, and every tile that it needs. */
public final class HttpLogSource implements AutoCloseable {
    private final LogSource log;
    private final UpperTileCache file;
    private final VerifiedLeafHashes proven;
    private final Path keys;
    private final Supplier<@Nullable SignedNote> newest;

    /**
     * Serves the log of a gateway's ledger.
     *
     * @param newest the checkpoint to serve
     */
    public HttpLogSource(LedgerAddress ledger, Supplier<@Nullable SignedNote> newest) {
        this.keys = ledger.data().resolve(LogKey.CHAIN);
        this.log = StoreLogSource.open(ledger);
        this.file = new UpperTileCache(ledger.data(), log);
        this.proven = new VerifiedLeafHashes(log, file);
        this.newest = newest;
    }

    /** The newest checkpoint; empty just after a start. */
    public Optional<SignedNote> checkpoint() {
        return Optional.ofNullable(newest.get());
    }

    /** The log's key chain. */
    public String keys() {
        try {
            return Files.readString(keys);
        } catch (IOException unreadable) {
            throw new Fault.LedgerDown("The log's keys cannot be read: " + unreadable);
        }
    }

    /** Returns a tile of hashes or records; empty if the newest checkpoint has no such tile. */
    public synchronized Optional<byte[]> tile(TilePath asked) {
        var note = newest.get();
        try {
            var checkpoint = note == null ? null : Checkpoint.parse(note);
            long size = checkpoint == null ? 0 : checkpoint.size();
            var there = TilePath.find(size, asked.level(), asked.number());
            if (there.isEmpty() || there.get().width() < asked.width()) {
                return Optional.empty();
            }
            if (asked.level() == TilePath.ENTRIES && checkpoint != null) {
                return records(asked, checkpoint);
            }
            file.tree(size);
            return Optional.of(file.hashes(asked));
        } catch (VerificationException never) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> records(TilePath asked, Checkpoint checkpoint) {
        long from = asked.number() * TilePath.FULL;
        if (from + asked.width() <= log.minimum()) {
            return Optional.empty();
        }
        var records = log.records(from, from + asked.width());
        proven.trust(checkpoint.size(), checkpoint.root());
        proven.requireRecords(from, records);
        return Optional.of(EntryBundle.encode(records));
    }

    @Override
    public synchronized void close() {
        file.close();
        log.close();
    }
}
