package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.postgres.LedgerDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest checkpoint that a folder's log signed. It is on disk before anybody sees it, so that no conflicting one is
 * ever signed.
 */
public record SignedCheckpoint(SignedNote note, Checkpoint checkpoint) {
    /** The file's name in the data folder. */
    public static final String NAME = "log.checkpoint";

    private static final String NEW_LOG =
            "To go on as a new log instead, move all log.* files away, run: facegate ledger"
                    + " accept --by NAME, and tell everybody who verifies.";

    /** Reads the newest checkpoint of the folder's log; null if it never signed. */
    public static @Nullable SignedCheckpoint in(Path folder) {
        var file = folder.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                return null;
            }
            return of(Files.readAllBytes(file), new LogKey(folder).chain());
        } catch (IOException unreadable) {
            throw new Fault.LedgerDown(NAME + " cannot be read: " + unreadable);
        } catch (VerificationException damaged) {
            throw new Fault.LedgerDown(NAME + " is damaged: " + damaged.why() + '.');
        }
    }

    static SignedCheckpoint of(byte[] bytes, KeyChain keys) throws VerificationException {
        var note = SignedNote.parse(bytes);
        return new SignedCheckpoint(note, keys.open(note));
    }

    /** Copies the newest checkpoint and the keys of a database's gateways into a folder. */
    public static void bring(LedgerDatabase from, Path folder) throws IOException {
        var state = SharedSigningState.in(from);
        if (state.isPresent()) {
            var keys = new LogKey(folder).follow(state.get().keys());
            if (state.get().note().length > 0) {
                try {
                    of(state.get().note(), keys).keep(folder);
                } catch (VerificationException forged) {
                    throw new IOException(
                            "the last signed checkpoint in the database is not one: " + forged.why(), forged);
                }
            }
        }
    }

    /** The note with the log's own signature only, without cosignatures. */
    public SignedNote own() {
        return new SignedNote(note.text(), note.signatures().subList(0, 1));
    }

    void keep(Path folder) throws IOException {
        AtomicFile.write(folder.resolve(NAME), note.bytes());
    }

    /**
     * Requires that a gateway's ledger equals or extends the signed one, before anything is written to it.
     *
     * @throws Fault.LedgerDown if it is older or a different one: a signature cannot be taken back
     */
    public static void demandKept(LedgerAddress address) {
        demandRemembered(address.data());
        var signed = in(address.data());
        if (signed == null || signed.checkpoint.size() == 0) {
            return;
        }
        try (var ledger = address.reader()) {
            long size = signed.checkpoint.size();
            if (ledger.head().size() < size) {
                throw refused("it has " + ledger.head().size() + " records");
            }
            for (var batch : ledger.around(size - 1, 1)) {
                boolean ends = batch.first() + batch.count() == size;
                if (ends && !Arrays.equals(batch.root(), signed.checkpoint.root())) {
                    throw refused("its first " + size + " records are others");
                }
            }
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * Requires that a folder's checkpoint is the one that its signer remembers, or a newer one.
     *
     * @throws Fault.LedgerDown if it was removed, or replaced by an older one
     */
    static void demandRemembered(Path folder) {
        var state = SignerState.in(folder);
        var problem = state == null ? null : state.problem(in(folder));
        if (problem != null) {
            throw new Fault.LedgerDown(
                    problem + ". Nothing is written or signed. If there is none, this log has ended. " + NEW_LOG);
        }
    }

    private static Fault.LedgerDown refused(String but) {
        return new Fault.LedgerDown("The ledger is not the one whose checkpoint was signed last, but " + but
                + ": an older copy was put back, or its end was cut off. Nothing is written or signed. Put the newest"
                + " copy back. " + NEW_LOG);
    }
}
