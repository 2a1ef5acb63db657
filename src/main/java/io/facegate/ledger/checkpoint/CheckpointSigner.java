package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import io.facegate.integrity.SignedHeadStore;
import io.facegate.integrity.SignedHeadStore.Signed;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.tiles.LogSource;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.TiledTree;
import io.facegate.ledger.tiles.UpperTileCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Signer of a log's checkpoints. It signs only trees that extend the last signed one, and stores a checkpoint on disk
 * before anybody sees it. Of the gateways of one database one signs at a time; the others verify.
 */
public final class CheckpointSigner implements AutoCloseable {
    private static final int BACK = 256;
    private final Path folder;
    private final SignerLock lock;
    private final LogKey key;
    private final LogSource log;
    private final UpperTileCache file;
    private final @Nullable SharedSigningState shared;
    private final SignedHeadStore memory;
    private volatile boolean leads;
    private volatile @Nullable SignedCheckpoint signed;
    private @Nullable SignerState state;
    private volatile @Nullable String refused;
    private volatile @Nullable String waits;

    /** The log is not an extension of the one that was signed before; nothing was signed. */
    public static final class Inconsistent extends RuntimeException {
        private static final long serialVersionUID = 1;

        Inconsistent(String why) {
            super("The signer refuses: " + why + ". An older copy of the ledger was put back, or records were changed."
                    + " Run: facegate ledger verify");
        }
    }

    private CheckpointSigner(
            SignerLock lock, LogSource log, @Nullable SharedSigningState shared, SignedHeadStore memory) {
        this.shared = shared;
        this.memory = memory;
        this.leads = shared == null;
        this.folder = lock.folder();
        this.lock = lock;
        this.key = new LogKey(folder);
        this.log = log;
        this.file = new UpperTileCache(folder, log);
        this.signed = SignedCheckpoint.readFrom(folder);
        this.state = SignerState.read(folder);
    }

    /** Opens the signer of a data folder; empty while a gateway or another command signs there. */
    public static Optional<CheckpointSigner> open(LedgerAddress ledger) {
        try {
            var lock = SignerLock.tryAcquire(ledger.data());
            return lock.isEmpty() ? Optional.empty() : Optional.of(openLocked(lock.get(), ledger));
        } catch (IOException unusable) {
            throw new Fault.LedgerDown("The data folder cannot be used to sign: " + unusable);
        }
    }

    /** Same, for the ledger file of the data folder. */
    public static Optional<CheckpointSigner> open(Path folder) {
        return open(LedgerAddress.ofFolder(folder));
    }

    private static CheckpointSigner openLocked(SignerLock lock, LedgerAddress ledger) {
        boolean opened = false;
        try {
            RollbackCheck.requireNoRollback(ledger);
            var log = StoreLogSource.open(ledger);
            LogKey.name(ledger, null);
            SignerState.adopt(ledger);
            SignedCheckpoint.requireRemembered(ledger.data());
            var database = ledger.database();
            var signer = new CheckpointSigner(
                    lock, log, database == null ? null : new SharedSigningState(database), ledger.memory());
            opened = true;
            return signer;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** The newest signed checkpoint, or null. */
    public @Nullable SignedCheckpoint signed() {
        return signed;
    }

    /** Stops signing for good: others hold a history of this log that this ledger does not extend. */
    public void refuse(String why) {
        refused = why;
    }

    /** Pauses signing while it is unknown whether others hold another history; null resumes. */
    public void pause(@Nullable String why) {
        waits = why;
    }

    /** Why signing is paused, or null. */
    public @Nullable String pauseReason() {
        return waits;
    }

    /** Why signing is stopped or paused; null while it signs. */
    public @Nullable String blockedReason() {
        return refused == null ? waits : refused;
    }

    /** True if signing is stopped for good. */
    public boolean isStopped() {
        return refused != null;
    }

    /** True if this gateway is the one that signs, as of the last attempt. */
    public boolean isLeader() {
        return leads;
    }

    public KeyChain chain() throws IOException {
        return key.chain();
    }

    /**
     * Signs the log on disk unless it is already signed; switches to the next key if one is ready.
     *
     * @return the newest checkpoint, which another gateway of the same database may have signed
     * @throws Fault.LedgerDown if there is none
     * @throws Inconsistent if the log does not extend what was signed before
     * @throws IOException if it cannot be stored on disk; then it is not signed
     */
    public synchronized SignedCheckpoint sign() throws IOException {
        var last = attempt();
        if (last == null) {
            throw new Fault.LedgerDown("No gateway has signed the log yet: one of them must have its log.skey.");
        }
        return last;
    }

    /** Same, but returns null while nothing is signed. */
    synchronized @Nullable SignedCheckpoint attempt() throws IOException {
        leads = shared == null || (key.newest() && shared.tryLead());
        var last = shared == null ? signed : adoptShared(shared);
        return leads && blockedReason() == null ? signGrown(last) : last;
    }

    private SignedCheckpoint signGrown(@Nullable SignedCheckpoint before) throws IOException {
        var last = before;
        long size = log.size();
        if (last == null || last.checkpoint().size() != size) {
            last = sign(last, file.tree(requireGrown(last, size)));
        }
        var next = key.next();
        return next == null ? last : rotate(last, next);
    }

    /** Takes over the checkpoint that the gateways share, unless it contradicts what this one saw signed before. */
    private @Nullable SignedCheckpoint adoptShared(SharedSigningState shared) throws IOException {
        var state = shared.state();
        var keys = key.adoptKeys(state.keys());
        var last = signed;
        if (state.note().length == 0
                || (last != null && Arrays.equals(last.note().bytes(), state.note()))) {
            requireGrown(last, state.note().length == 0 ? 0 : log.size());
            return last;
        }
        try {
            var there = SignedCheckpoint.parse(state.note(), keys);
            requireGrown(last, there.checkpoint().size());
            var tree = file.tree(requireGrown(there, log.size()));
            requireGrownFrom(last, tree);
            requireGrownFrom(there, tree);
            return store(there);
        } catch (VerificationException forged) {
            throw new Inconsistent("the last signed checkpoint in the database is not one: " + forged.reason());
        }
    }

    /** True if records are not signed yet. */
    boolean hasUnsignedRecords() {
        var last = signed;
        return log.size() > (last == null ? 0 : last.checkpoint().size());
    }

    private static long requireGrown(@Nullable SignedCheckpoint last, long size) {
        if (last != null && size < last.checkpoint().size()) {
            throw new Inconsistent("it signed " + last.checkpoint().size() + " records, and " + size + " are there");
        }
        return size;
    }

    private SignedCheckpoint sign(@Nullable SignedCheckpoint last, TiledTree tree) throws IOException {
        requireGrownFrom(last, tree);
        var with = key.secret();
        var checkpoint = new Checkpoint(with.vkey().name(), tree.size(), tree.root(tree.size()));
        return storeShared(key.text(), new SignedCheckpoint(with.sign(checkpoint.text()), checkpoint));
    }

    private void requireGrownFrom(@Nullable SignedCheckpoint last, TiledTree tree) {
        if (last == null || isPrefix(last, tree)) {
            return;
        }
        // The file of upper tiles is only a cache, so a mismatch counts only after it was rebuilt.
        file.delete();
        if (!isPrefix(last, file.tree(tree.size()))) {
            throw new Inconsistent("the first " + last.checkpoint().size() + " records are not the ones it signed");
        }
    }

    private static boolean isPrefix(SignedCheckpoint last, TiledTree tree) {
        return Arrays.equals(
                tree.root(last.checkpoint().size()), last.checkpoint().root());
    }

    /** Stores a checkpoint, in the shared database first. */
    private SignedCheckpoint storeShared(String keys, SignedCheckpoint now) throws IOException {
        if (shared != null) {
            shared.replace(keys, now.note().bytes(), now.checkpoint());
        }
        return store(now);
    }

    private SignedCheckpoint store(SignedCheckpoint now) throws IOException {
        now.store(folder);
        remember(now.checkpoint());
        signed = now;
        return now;
    }

    /** Updates the signing memory; after the checkpoint is on disk, so a crash in between leaves a newer checkpoint. */
    private void remember(Checkpoint checkpoint) throws IOException {
        var before = state;
        if (before != null && before.size() != checkpoint.size()) {
            state = before.withSigned(checkpoint);
            state.write(folder);
        }
    }

    /**
     * Remembers the signed checkpoint outside the log's own files; returns false if there is no place for it yet.
     *
     * @throws Fault.RegistryDown if that place cannot be written
     */
    boolean rememberElsewhere() throws IOException {
        var last = signed;
        return last != null
                && memory.remember(new Signed(
                        RollbackCheck.gateway(folder),
                        last.checkpoint().size(),
                        HexFormat.of().formatHex(last.checkpoint().root())));
    }

    /** Adds witnesses' cosignatures to the newest checkpoint; drops those of an older one. */
    public synchronized void addCosignatures(SignedNote note, List<SignedNote.Signature> cosignatures)
            throws IOException {
        var last = signed;
        if (last != null && last.note().text().equals(note.text())) {
            storeShared(key.text(), new SignedCheckpoint(last.note().withSignatures(cosignatures), last.checkpoint()));
        }
    }

    /** Rotates the key: the old one signs a tree with the record that names the new one, which then signs it too. */
    private SignedCheckpoint rotate(SignedCheckpoint last, SigningKey next) throws IOException {
        var place = indexOfKeyRecord(log, next, last.checkpoint().size());
        if (place.isEmpty() && shared != null) {
            // The record is acknowledged, but not in the tree yet.
            return last;
        }
        long index = place.orElseThrow(() ->
                new Fault.LedgerDown("A new key is waiting in log.next, but no record names it. Delete that file."));
        var tree = file.tree(last.checkpoint().size());
        var record = log.records(index, index + 1).getFirst();
        var keys = key.text() + '\n' + new TlogProof(record, index, tree.path(index), last.note()).encoded();
        var now = new SignedCheckpoint(next.sign(last.checkpoint().text()), last.checkpoint());
        if (shared != null) {
            shared.replace(keys, now.note().bytes(), now.checkpoint());
        }
        key.rotate(keys);
        return store(now);
    }

    @Override
    public void close() {
        file.close();
        log.close();
        if (shared != null) {
            shared.close();
        }
        lock.close();
    }

    /** Index of the newest record that names this key; empty if there is none. */
    private static OptionalLong indexOfKeyRecord(LogSource log, SigningKey next, long size) {
        var name = Optional.of(next.vkey().encoded());
        for (long to = size; to > 0; to -= BACK) {
            long from = Math.max(0, to - BACK);
            var records = log.records(from, to);
            for (int i = records.size() - 1; i >= 0; i--) {
                if (KeyChain.key(records.get(i)).equals(name)) {
                    return OptionalLong.of(from + i);
                }
            }
        }
        return OptionalLong.empty();
    }
}
