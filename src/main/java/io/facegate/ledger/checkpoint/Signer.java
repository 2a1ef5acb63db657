package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.Note;
import io.facegate.ledger.note.Skey;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.store.Sqlite;
import io.facegate.ledger.tiles.Log;
import io.facegate.ledger.tiles.StoredLog;
import io.facegate.ledger.tiles.TiledTree;
import io.facegate.ledger.tiles.TreeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The one who signs a folder's checkpoints. It signs nothing that does not grow from what it signed before, and keeps what
 * it signed on disk before anybody sees it.
 */
public final class Signer implements AutoCloseable {
    private static final String LOCK = "log.lock";

    /** A second lock in one process would release the first when it is closed, so the process keeps count itself. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final int BACK = 256;

    private final Path folder;
    private final FileChannel lock;
    private final LogKey key;
    private final Log log;
    private final TreeFile file;
    private volatile @Nullable SignedCheckpoint signed;

    /** Why nothing was signed: the log is not the one that was signed before. */
    public static final class Inconsistent extends RuntimeException {
        private static final long serialVersionUID = 1;

        Inconsistent(String why) {
            super("The signer refuses: " + why + ". An older copy of the ledger was put back, or records were changed."
                    + " Run: facegate ledger verify");
        }
    }

    private Signer(Path folder, FileChannel lock, Log log) {
        this.folder = folder;
        this.lock = lock;
        this.key = new LogKey(folder);
        this.log = log;
        this.file = new TreeFile(folder, log);
        this.signed = SignedCheckpoint.in(folder);
    }

    /** The signer of a data folder; empty when a gateway or another command signs there. */
    public static Optional<Signer> of(LedgerAddress ledger) {
        try {
            var whole = ledger.data().toRealPath();
            if (!HELD.add(whole)) {
                return Optional.empty();
            }
            var signer = Optional.<Signer>empty();
            try {
                signer = locked(whole, ledger);
            } finally {
                if (signer.isEmpty()) {
                    HELD.remove(whole);
                }
            }
            return signer;
        } catch (IOException unusable) {
            throw new Fault.LedgerDown("The data folder cannot be used to sign: " + unusable);
        }
    }

    /** The same where the ledger is in the folder's own file. */
    public static Optional<Signer> of(Path folder) {
        return of(LedgerAddress.in(folder));
    }

    private static Optional<Signer> locked(Path folder, LedgerAddress ledger) throws IOException {
        Sqlite.createPrivate(folder.resolve(LOCK));
        var lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        boolean opened = false;
        try {
            if (lock.tryLock() == null) {
                return Optional.empty();
            }
            var log = StoredLog.open(ledger);
            new LogKey(folder).prepare(null);
            opened = true;
            return Optional.of(new Signer(folder, lock, log));
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

    public KeyChain chain() throws IOException {
        return key.chain();
    }

    /**
     * Signs the log as it is on disk, unless that is signed; takes up the next key where one lies ready.
     *
     * @return what is signed now
     * @throws Inconsistent when the log does not grow from what was signed before
     * @throws IOException when it cannot be kept on disk; then it is not signed
     */
    public synchronized SignedCheckpoint sign() throws IOException {
        var last = signed;
        long size = log.size();
        if (last == null || last.checkpoint().size() != size) {
            last = sign(last, file.tree(demandGrown(last, size)));
        }
        var next = key.next();
        return next == null ? last : rotate(last, next);
    }

    private static long demandGrown(@Nullable SignedCheckpoint last, long size) {
        if (last != null && size < last.checkpoint().size()) {
            throw new Inconsistent("it signed " + last.checkpoint().size() + " records, and " + size + " are there");
        }
        return size;
    }

    private SignedCheckpoint sign(@Nullable SignedCheckpoint last, TiledTree tree) throws IOException {
        demandGrownFrom(last, tree);
        return keep(new Checkpoint(key.secret().vkey().name(), tree.size(), tree.root(tree.size())), key.secret());
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

    private SignedCheckpoint keep(Checkpoint checkpoint, Skey with) throws IOException {
        var now = new SignedCheckpoint(with.sign(checkpoint.text()), checkpoint);
        now.keep(folder);
        signed = now;
        return now;
    }

    /** Keeps what witnesses added to the checkpoint that was signed last; what they added to an older one is dropped. */
    public synchronized void cosigned(Note note, List<Note.Signature> cosignatures) throws IOException {
        var last = signed;
        if (last != null && last.note().text().equals(note.text())) {
            var now = new SignedCheckpoint(last.note().with(cosignatures), last.checkpoint());
            now.keep(folder);
            signed = now;
        }
    }

    /** The old key signs a tree with the record that names the next, and then the next signs the same tree. */
    private SignedCheckpoint rotate(SignedCheckpoint last, Skey next) throws IOException {
        long index = naming(next, last.checkpoint().size());
        var tree = file.tree(last.checkpoint().size());
        var record = log.records(index, index + 1).getFirst();
        key.rotate(new TlogProof(record, index, tree.path(index), last.note()));
        return keep(last.checkpoint(), next);
    }

    /** Where the newest record stands that names this key. */
    private long naming(Skey next, long size) {
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
        throw new Fault.LedgerDown("A key lies ready in log.next, but no record names it: delete that file.");
    }

    @Override
    public void close() {
        HELD.remove(folder);
        file.close();
        log.close();
        try {
            lock.close();
        } catch (IOException gone) {
            throw new Fault.LedgerDown("The signer's lock did not close: " + gone.getMessage());
        }
    }
}
