package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.tiles.LogSource;
import io.facegate.ledger.tiles.StoredLog;
import io.facegate.ledger.tiles.TiledTree;
import io.facegate.ledger.tiles.TreeFile;
import io.facegate.storage.SigningMemory;
import io.facegate.storage.SigningMemory.Signed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one who signs a log's checkpoints. It signs nothing that does not grow from what was signed before, and keeps what
 * it signed on disk before anybody sees it. Of the gateways of one database, one signs at a time, and the others check what it signed.
 */
public final class CheckpointSigner implements AutoCloseable {
    private static final int BACK = 256;
    private final Path folder;
    private final SignerLock lock;
    private final LogKey key;
    private final LogSource log;
    private final TreeFile file;
    private final @Nullable SharedLog shared;
    private final SigningMemory memory;
    private volatile boolean leads;
    private volatile @Nullable SignedCheckpoint signed;
    private @Nullable SignerState state;
    private volatile @Nullable String refused;
    private volatile @Nullable String waits;

    /** Why nothing was signed: the log is not the one that was signed before. */
    public static final class Inconsistent extends RuntimeException {
        private static final long serialVersionUID = 1;

        Inconsistent(String why) {
            super("The signer refuses: " + why + ". An older copy of the ledger was put back, or records were changed."
                    + " Run: facegate ledger verify");
        }
    }

    private CheckpointSigner(SignerLock lock, LogSource log, @Nullable SharedLog shared, SigningMemory memory) {
        this.shared = shared;
        this.memory = memory;
        this.leads = shared == null;
        this.folder = lock.folder();
        this.lock = lock;
        this.key = new LogKey(folder);
        this.log = log;
        this.file = new TreeFile(folder, log);
        this.signed = SignedCheckpoint.in(folder);
        this.state = SignerState.in(folder);
    }

    /** The signer of a data folder; empty when a gateway or another command signs there. */
    public static Optional<CheckpointSigner> of(LedgerAddress ledger) {
        try {
            var lock = SignerLock.of(ledger.data());
            return lock.isEmpty() ? Optional.empty() : Optional.of(locked(lock.get(), ledger));
        } catch (IOException unusable) {
            throw new Fault.LedgerDown("The data folder cannot be used to sign: " + unusable);
        }
    }

    /** The same where the ledger is in the folder's own file. */
    public static Optional<CheckpointSigner> of(Path folder) {
        return of(LedgerAddress.in(folder));
    }

    private static CheckpointSigner locked(SignerLock lock, LedgerAddress ledger) {
        boolean opened = false;
        try {
            SignedElsewhere.demand(ledger);
            var log = StoredLog.open(ledger);
            LogKey.name(ledger, null);
            SignerState.adopt(ledger);
            SignedCheckpoint.demandRemembered(ledger.data());
            var database = ledger.database();
            var signer =
                    new CheckpointSigner(lock, log, database == null ? null : new SharedLog(database), ledger.memory());
            opened = true;
            return signer;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** What was signed last, or null. */
    public @Nullable SignedCheckpoint signed() {
        return signed;
    }

    /** Signs nothing any more: others hold a history of this log that its ledger does not begin with. */
    public void refuse(String why) {
        refused = why;
    }

    /** Signs nothing as long as it is not known whether others hold another history; null when that is known. */
    public void waitFor(@Nullable String why) {
        waits = why;
    }

    /** Why it is not known whether it may sign, or null. */
    public @Nullable String waits() {
        return waits;
    }

    /** Why it signs nothing, for good or for now; null where it does. */
    public @Nullable String held() {
        return refused == null ? waits : refused;
    }

    /** Whether it signs nothing any more. */
    public boolean refuses() {
        return refused != null;
    }

    /** Whether it signed itself when it was asked last, and did not leave it to another gateway. */
    public boolean leads() {
        return leads;
    }

    public KeyChain chain() throws IOException {
        return key.chain();
    }

    /**
     * Signs the log as it is on disk, unless that is signed; takes up the next key where one lies ready.
     *
     * @return what is signed now, which another gateway of the same database may have signed
     * @throws Fault.LedgerDown when that is nothing
     * @throws Inconsistent when the log does not grow from what was signed before
     * @throws IOException when it cannot be kept on disk; then it is not signed
     */
    public synchronized SignedCheckpoint sign() throws IOException {
        var last = attempt();
        if (last == null) {
            throw new Fault.LedgerDown("No gateway has signed the log yet: one of them must have its log.skey.");
        }
        return last;
    }

    /** The same; null while nothing is signed. */
    synchronized @Nullable SignedCheckpoint attempt() throws IOException {
        leads = shared == null || (key.newest() && shared.lead());
        var last = shared == null ? signed : agreed(shared);
        return leads && held() == null ? grown(last) : last;
    }

    private SignedCheckpoint grown(@Nullable SignedCheckpoint before) throws IOException {
        var last = before;
        long size = log.size();
        if (last == null || last.checkpoint().size() != size) {
            last = sign(last, file.tree(demandGrown(last, size)));
        }
        var next = key.next();
        return next == null ? last : rotate(last, next);
    }

    /** What all gateways agree that was signed last; this one believes nothing that its own past contradicts. */
    private @Nullable SignedCheckpoint agreed(SharedLog shared) throws IOException {
        var state = shared.state();
        var keys = key.follow(state.keys());
        var last = signed;
        if (state.note().length == 0
                || (last != null && Arrays.equals(last.note().bytes(), state.note()))) {
            demandGrown(last, state.note().length == 0 ? 0 : log.size());
            return last;
        }
        try {
            var there = SignedCheckpoint.of(state.note(), keys);
            demandGrown(last, there.checkpoint().size());
            var tree = file.tree(demandGrown(there, log.size()));
            demandGrownFrom(last, tree);
            demandGrownFrom(there, tree);
            return keep(there);
        } catch (VerificationException forged) {
            throw new Inconsistent("what the database says was signed last is not: " + forged.why());
        }
    }

    /** Whether records wait to be signed. */
    boolean behind() {
        var last = signed;
        return log.size() > (last == null ? 0 : last.checkpoint().size());
    }

    private static long demandGrown(@Nullable SignedCheckpoint last, long size) {
        if (last != null && size < last.checkpoint().size()) {
            throw new Inconsistent("it signed " + last.checkpoint().size() + " records, and " + size + " are there");
        }
        return size;
    }

    private SignedCheckpoint sign(@Nullable SignedCheckpoint last, TiledTree tree) throws IOException {
        demandGrownFrom(last, tree);
        var with = key.secret();
        var checkpoint = new Checkpoint(with.vkey().name(), tree.size(), tree.root(tree.size()));
        return agree(key.text(), new SignedCheckpoint(with.sign(checkpoint.text()), checkpoint));
    }

    private void demandGrownFrom(@Nullable SignedCheckpoint last, TiledTree tree) {
        if (last == null || holds(last, tree)) {
            return;
        }
        // The file of upper tiles is no evidence: what it says counts only when it was made again.
        file.forget();
        if (!holds(last, file.tree(tree.size()))) {
            throw new Inconsistent("the first " + last.checkpoint().size() + " records are not the ones it signed");
        }
    }

    private static boolean holds(SignedCheckpoint last, TiledTree tree) {
        return Arrays.equals(
                tree.root(last.checkpoint().size()), last.checkpoint().root());
    }

    /** Keeps what was signed, first where all gateways see it. */
    private SignedCheckpoint agree(String keys, SignedCheckpoint now) throws IOException {
        if (shared != null) {
            shared.replace(keys, now.note().bytes(), now.checkpoint());
        }
        return keep(now);
    }

    private SignedCheckpoint keep(SignedCheckpoint now) throws IOException {
        now.keep(folder);
        remember(now.checkpoint());
        signed = now;
        return now;
    }

    /** After the checkpoint is on disk: a crash in between leaves a checkpoint that is newer than what is remembered. */
    private void remember(Checkpoint checkpoint) throws IOException {
        var before = state;
        if (before != null && before.size() != checkpoint.size()) {
            state = before.after(checkpoint);
            state.write(folder);
        }
    }

    /**
     * Has what was signed remembered apart from the log's own files; false where there is no place for it yet.
     *
     * @throws Fault.RegistryDown when that place cannot be written
     */
    boolean rememberElsewhere() throws IOException {
        var last = signed;
        return last != null
                && memory.remember(new Signed(
                        SignedElsewhere.gateway(folder),
                        last.checkpoint().size(),
                        HexFormat.of().formatHex(last.checkpoint().root())));
    }

    /** Keeps what witnesses added to the checkpoint that was signed last; what they added to an older one is dropped. */
    public synchronized void cosigned(SignedNote note, List<SignedNote.Signature> cosignatures) throws IOException {
        var last = signed;
        if (last != null && last.note().text().equals(note.text())) {
            agree(key.text(), new SignedCheckpoint(last.note().with(cosignatures), last.checkpoint()));
        }
    }

    /** The old key signs a tree with the record that names the next, and then the next signs the same tree. */
    private SignedCheckpoint rotate(SignedCheckpoint last, SigningKey next) throws IOException {
        long index = naming(log, next, last.checkpoint().size());
        if (index < 0 && shared != null) {
            // It was acknowledged, and has not got its place in the tree yet.
            return last;
        }
        if (index < 0) {
            throw new Fault.LedgerDown("A key lies ready in log.next, but no record names it: delete that file.");
        }
        var tree = file.tree(last.checkpoint().size());
        var record = log.records(index, index + 1).getFirst();
        var keys = key.text() + '\n' + new TlogProof(record, index, tree.path(index), last.note()).encoded();
        var now = new SignedCheckpoint(next.sign(last.checkpoint().text()), last.checkpoint());
        if (shared != null) {
            shared.replace(keys, now.note().bytes(), now.checkpoint());
        }
        key.rotate(keys);
        return keep(now);
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

    /** Where the newest record of a log stands that names a key; less than 0 where there is none. */
    private static long naming(LogSource log, SigningKey next, long size) {
        var name = Optional.of(next.vkey().encoded());
        for (long to = size; to > 0; to -= BACK) {
            long from = Math.max(0, to - BACK);
            var records = log.records(from, to);
            for (int i = records.size() - 1; i >= 0; i--) {
                if (KeyChain.key(records.get(i)).equals(name)) {
                    return from + i;
                }
            }
        }
        return -1;
    }
}
