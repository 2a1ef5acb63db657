package io.facegate.ledger.proof;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.TiledTree;
import io.facegate.ledger.tiles.UpperTileCache;
import io.facegate.ledger.tree.AuditPath;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prover of inclusion: creates the proof that a record is in a gateway's ledger. */
public final class InclusionProver {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 50;

    private InclusionProver() {}

    /**
     * Returns the proof of a decision; empty if the ledger has none with that id.
     *
     * @throws Fault.LedgerDown if the ledger cannot be read, or no checkpoint covers the decision in time
     */
    public static Optional<TlogProof> prove(LedgerAddress ledger, String decision) {
        try (var archive = RecordSearch.open(ledger)) {
            var found = archive.details(decision);
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(prove(ledger, found.get().decision().index()));
        }
    }

    /** Returns the proof of the record at an index. */
    public static TlogProof prove(LedgerAddress ledger, long index) {
        return prove(ledger, List.of(index)).getFirst();
    }

    /** Returns the proofs of the records at these indexes, all for one checkpoint. */
    public static List<TlogProof> prove(LedgerAddress ledger, List<Long> places) {
        if (places.isEmpty()) {
            return List.of();
        }
        var signed = coveringCheckpoint(ledger, Collections.max(places));
        try (var log = StoreLogSource.open(ledger);
                var file = new UpperTileCache(ledger.data(), log)) {
            var tree = file.tree(signed.checkpoint().size());
            var proofs = new ArrayList<TlogProof>(places.size());
            for (long index : places) {
                var record = log.records(index, index + 1).getFirst();
                if (record.length == 0) {
                    throw new Fault.LedgerDown("Record " + (index + 1) + " was pruned, so nothing is left to prove.");
                }
                requireProven(record, index, tree, signed.checkpoint());
                proofs.add(new TlogProof(record, index, tree.path(index), signed.note()));
            }
            return proofs;
        }
    }

    private static void requireProven(byte[] record, long index, TiledTree tree, Checkpoint checkpoint) {
        var root = AuditPath.computeRoot(new Rfc6962().leaf(record), index, tree.size(), tree.path(index));
        if (!Arrays.equals(root, checkpoint.root())) {
            throw new Fault.LedgerTampered(index, "it does not lead to the tree that was signed");
        }
    }

    /** Same, for the ledger file of the data folder. */
    public static Optional<TlogProof> prove(Path data, String decision) {
        return prove(LedgerAddress.ofFolder(data), decision);
    }

    /** Same, for the ledger file of the data folder. */
    public static TlogProof prove(Path data, long index) {
        return prove(LedgerAddress.ofFolder(data), index);
    }

    /** Returns the newest checkpoint; signs one now if no gateway runs. */
    private static SignedCheckpoint coveringCheckpoint(LedgerAddress ledger, long index) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var signed = SignedCheckpoint.readFrom(ledger.data());
            signed = covers(signed, index) ? signed : signed(ledger);
            if (signed != null && covers(signed, index)) {
                return signed;
            }
            if (System.nanoTime() - until > 0) {
                throw new Fault.LedgerDown("The running gateway signed no checkpoint that covers the record; its health"
                        + " page says why.");
            }
            pause();
        }
    }

    private static boolean covers(@Nullable SignedCheckpoint signed, long index) {
        return signed != null && signed.checkpoint().size() > index;
    }

    private static @Nullable SignedCheckpoint signed(LedgerAddress ledger) {
        var signer = CheckpointSigner.open(ledger);
        if (signer.isEmpty()) {
            return null;
        }
        try (var own = signer.get()) {
            return own.sign();
        } catch (CheckpointSigner.Inconsistent other) {
            throw new Fault.LedgerDown(String.valueOf(other.getMessage()));
        } catch (IOException unable) {
            throw new Fault.LedgerDown("The checkpoint could not be kept on disk: " + unable);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Fault.LedgerDown("Interrupted while waiting for a checkpoint.");
        }
    }
}
