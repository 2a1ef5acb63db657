package io.facegate.ledger.publish;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.tiles.LogSource;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.TiledTree;
import io.facegate.ledger.tiles.UpperTileCache;
import io.facegate.ledger.witness.WitnessClient;
import io.facegate.ledger.witness.WitnessPolicy;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fork detection: compares the data folder's ledger with the checkpoints that are published or witnessed. It finds a
 * ledger that was restored from an older copy, before that writes its first new record.
 */
public final class ForkCheck {
    /** Instructions for the operator. */
    private static final String WHAT_TO_DO = " A new record would begin a second history of the same log, so nothing is"
            + " signed. Put the newest data folder back, or a newer backup. If there is none, this log has ended: to go"
            + " on as a new log, move all log.* files away, publish to another place, and tell everybody who verifies.";

    private ForkCheck() {}

    /**
     * Compares the ledger with the published checkpoint.
     *
     * @return the problem, in a sentence, or null
     * @throws IOException if the place cannot be read, so that the answer is unknown
     */
    public static @Nullable String compareWithPublished(PublicationTarget shelf, LedgerAddress ledger)
            throws IOException {
        var bytes = shelf.get(LogPublication.CHECKPOINT);
        if (bytes == null) {
            return null;
        }
        if (!Files.exists(ledger.data().resolve(LogKey.CHAIN))
                || (ledger.database() == null && !Files.exists(ledger.data().resolve(LedgerFile.NAME)))) {
            return "A log is published there already, and the data folder " + ledger.data() + " has none." + WHAT_TO_DO;
        }
        try {
            var there = open(bytes, shelf, ledger.data());
            return compare(there, ledger);
        } catch (VerificationException other) {
            return "The published log there cannot be compared with this one: " + other.reason() + '.' + WHAT_TO_DO;
        }
    }

    /**
     * Same, while a gateway runs. Only checkpoints signed by a key of this log count, so that nobody else can stop the
     * signer.
     */
    static @Nullable String compareWithSignedByLog(PublicationTarget shelf, LedgerAddress ledger) {
        try {
            var bytes = shelf.get(LogPublication.CHECKPOINT);
            return bytes == null ? null : compare(open(bytes, shelf, ledger.data()), ledger);
        } catch (IOException | VerificationException | Fault.LedgerDown notKnown) {
            return null;
        }
    }

    /** Message for a place that cannot be read. */
    public static String unreadableMessage(IOException unreadable) {
        return "Nothing is signed yet, because the publication place cannot be read, and a newer checkpoint of this"
                + " log may be published there: " + unreadable.getMessage();
    }

    /**
     * Verifies the published checkpoint. A later key may have signed it, which an older copy of the folder does not
     * know; its proof is published too.
     */
    private static Checkpoint open(byte[] bytes, PublicationTarget shelf, Path data)
            throws IOException, VerificationException {
        var own = new LogKey(data).chain();
        var note = SignedNote.parse(bytes);
        try {
            return own.open(note);
        } catch (VerificationException unknown) {
            return extendKeys(own, shelf).open(note);
        }
    }

    private static KeyChain extendKeys(KeyChain own, PublicationTarget shelf)
            throws IOException, VerificationException {
        var keys = shelf.get(LogPublication.KEYS);
        return keys == null ? own : own.extendedBy(new String(keys, StandardCharsets.UTF_8));
    }

    private static @Nullable String compare(Checkpoint there, LedgerAddress ledger) {
        try (var log = StoreLogSource.open(ledger);
                var file = new UpperTileCache(ledger.data(), log)) {
            return compare(there, log, file);
        }
    }

    private static @Nullable String compare(Checkpoint there, LogSource log, UpperTileCache file) {
        long size = log.size();
        if (there.size() > size) {
            return "A newer checkpoint of this log is published there: of " + there.size()
                    + " records, and the ledger has " + size + ". An older copy of the data folder was put back."
                    + WHAT_TO_DO;
        }
        if (isPrefix(there, file.tree(size))) {
            return null;
        }
        // The file of upper tiles is only a cache.
        file.delete();
        return isPrefix(there, file.tree(size))
                ? null
                : "Another history of this log is published there: the first " + there.size()
                        + " records of the ledger are not the ones that its checkpoint signs, so two histories were"
                        + " signed. Keep both checkpoints, they are the evidence." + WHAT_TO_DO;
    }

    private static boolean isPrefix(Checkpoint there, TiledTree tree) {
        return Arrays.equals(tree.root(there.size()), there.root());
    }

    /**
     * Asks each witness about the folder's newest checkpoint.
     *
     * @return the problem, in a sentence, or null if no witness reports one; an unreachable witness is asked again
     *     later
     */
    public static @Nullable String compareWithWitnesses(WitnessPolicy policy, LedgerAddress ledger) {
        var signed = SignedCheckpoint.readFrom(ledger.data());
        if (signed == null || policy.witnesses().isEmpty()) {
            return null;
        }
        try (var http = HttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .build();
                var log = StoreLogSource.open(ledger);
                var file = new UpperTileCache(ledger.data(), log)) {
            var tree = file.tree(Math.min(signed.checkpoint().size(), log.size()));
            for (var witness : policy.witnesses().values()) {
                if (witness.url() != null) {
                    var client = new WitnessClient(witness, witness.url(), http);
                    client.requestCosignature(signed.note(), tree::consistencyProof);
                    // A newer checkpoint whose records are in the ledger is checked when the next one is signed.
                    long claimed = client.claimedSize().orElse(0);
                    boolean there = claimed > signed.checkpoint().size() && claimed <= log.size();
                    if (client.contradicts() && !there) {
                        return contradictionMessage(client);
                    }
                }
            }
            return null;
        }
    }

    /** Describes a witness's contradiction, in sentences. */
    static String contradictionMessage(WitnessClient witness) {
        var state = witness.state();
        return "The witness " + state.name() + " does not sign: " + state.problem() + '.' + WHAT_TO_DO;
    }
}
