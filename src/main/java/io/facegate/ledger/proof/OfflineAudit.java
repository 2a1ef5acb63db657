package io.facegate.ledger.proof;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.checkpoint.RollbackCheck;
import io.facegate.ledger.checkpoint.SharedSigningState;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.checkpoint.SignerState;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.publish.LogPublication;
import io.facegate.ledger.tiles.FolderLogSource;
import io.facegate.ledger.tiles.LogSource;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tree.ConsistencyProof.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Offline verification of a ledger, a folder of tiles, a bundle or a proof, with the public key alone. */
public final class OfflineAudit {
    private static final LedgerVerification NOTHING = new LedgerVerification(0, "", null, List.of());

    private final VerificationTarget evidence;
    private @Nullable Checkpoint newest;
    private Optional<SharedSigningState.State> shared = Optional.empty();

    private OfflineAudit(VerificationTarget evidence) {
        this.evidence = evidence;
    }

    /** Verifies the target. */
    public static VerificationResult verify(VerificationTarget evidence) {
        var audit = new OfflineAudit(evidence);
        try {
            if (!evidence.isDatabase() && isTiles(evidence.path())) {
                return audit.tiles();
            }
            if (!evidence.isDatabase() && isBundle(evidence.path())) {
                return audit.bundle();
            }
            return !evidence.isDatabase() && isProof(evidence.path()) ? audit.proof() : audit.ledger();
        } catch (VerificationException wrong) {
            return audit.verdict(NOTHING, wrong.reason());
        } catch (IOException unreadable) {
            return audit.verdict(NOTHING, "it cannot be read: " + unreadable);
        } catch (Fault.LedgerDown damaged) {
            return audit.verdict(NOTHING, String.valueOf(damaged.getMessage()));
        }
    }

    /** True if the folder holds a published log. */
    public static boolean isTiles(Path what) {
        return Files.isRegularFile(what.resolve(LogPublication.CHECKPOINT))
                || Files.isDirectory(what.resolve("tile").resolve("entries"));
    }

    /** True if the file is an evidence bundle. */
    public static boolean isBundle(Path what) throws IOException {
        return begins(what, "PK")
                || (Files.isRegularFile(what) && what.toString().endsWith(".zip"));
    }

    /** True if the file begins like a proof. */
    public static boolean isProof(Path what) throws IOException {
        return begins(what, "c2sp.org/")
                || (Files.isRegularFile(what) && what.toString().endsWith(".tlog-proof"));
    }

    private static boolean begins(Path what, String how) throws IOException {
        if (!Files.isRegularFile(what)) {
            return false;
        }
        try (var in = Files.newInputStream(what)) {
            return new String(in.readNBytes(how.length()), StandardCharsets.ISO_8859_1).equals(how);
        }
    }

    private VerificationResult verdict(LedgerVerification records, @Nullable String trouble) {
        return new VerificationResult(records, newest, trouble, List.of());
    }

    private KeyChain keys() throws VerificationException {
        if (evidence.keys() == null) {
            throw new VerificationException(
                    "there is no key to check it with. Name the log's public key with --key FILE");
        }
        return KeyChain.parse(evidence.keys());
    }

    private KeyChain keys(Path followed) throws VerificationException, IOException {
        return Files.exists(followed) ? keys().extendedBy(Files.readString(followed)) : keys();
    }

    /** Verifies a checkpoint and its witnesses. */
    private Checkpoint open(SignedNote note, KeyChain keys) throws VerificationException {
        var signed = keys.open(note);
        evidence.witnesses().requireQuorum(note);
        newest = newest == null || newest.size() < signed.size() ? signed : newest;
        return signed;
    }

    private VerificationResult proof() throws VerificationException, IOException {
        var proof = TlogProof.parse(Files.readAllBytes(evidence.path()));
        var signed = open(proof.checkpoint(), keys());
        proof.requireIn(signed);
        var log = new SingleRecordLog(proof);
        var found = new LedgerVerification(1, HexFormat.of().formatHex(signed.root()), null, List.of(log.json()));
        return verdict(found, null).withReceipts(new ReceiptSearch(evidence.receipts(), signed.origin()).search(log));
    }

    /** Verifies a bundle; reports the first bad record before any other problem. */
    private VerificationResult bundle() throws VerificationException, IOException {
        if (!evidence.receipts().isEmpty()) {
            throw new VerificationException("a receipt can only be checked against a whole log, not a bundle");
        }
        var files = BundleFile.read(evidence.path());
        var keys = BundleCheck.keys(files, keys());
        var check = new BundleCheck(files, open(BundleCheck.checkpoint(files), keys));
        var found = check.records();
        if (found.isIntact()) {
            check.requireManifest();
            var seal = BundleCheck.seal(files);
            check.requireSeal(seal, open(seal.checkpoint(), keys));
        }
        return verdict(found, null);
    }

    private VerificationResult tiles() throws VerificationException, IOException {
        var keys = keys(evidence.path().resolve(LogPublication.KEYS));
        var signed =
                open(SignedNote.parse(Files.readAllBytes(evidence.path().resolve(LogPublication.CHECKPOINT))), keys);
        var trees = new ArrayList<>(keys.trees());
        checkNotedCheckpoint(keys, trees);
        var log = new FolderLogSource(evidence.path(), signed.size());
        var found = new TilesCheck(log, signed.size(), trees).verify(signed.tree());
        return searchReceipts(verdict(found, null), log, keys);
    }

    /** Verifies a checkpoint that was noted elsewhere, and adds its tree. */
    private void checkNotedCheckpoint(KeyChain keys, List<Tree> trees) throws VerificationException, IOException {
        if (evidence.checkpoint() != null) {
            trees.add(open(SignedNote.parse(Files.readAllBytes(evidence.checkpoint())), keys)
                    .tree());
        }
    }

    private VerificationResult ledger() throws VerificationException, IOException {
        var what = evidence.path();
        var trees = new ArrayList<Tree>();
        String trouble = null;
        KeyChain keys = null;
        try {
            checkMemory(evidence.ledger());
            keys = ledgerKeys(what);
            if (keys != null) {
                trees.addAll(keys.trees());
                checkCheckpoint(what, keys, trees);
            }
        } catch (VerificationException wrong) {
            trouble = wrong.reason();
        } catch (Fault.LedgerDown damaged) {
            trouble = String.valueOf(damaged.getMessage());
        }
        var found = verdict(LedgerVerification.verify(evidence.ledger(), trees), trouble);
        if (keys == null || !found.isIntact() || evidence.receipts().isEmpty()) {
            return found;
        }
        try (var log = StoreLogSource.open(evidence.ledger())) {
            return searchReceipts(found, log, keys);
        }
    }

    /** Verifies that the checkpoint is not older than the signing memory. */
    private static void checkMemory(LedgerAddress ledger) throws VerificationException {
        var what = ledger.data();
        var state = Files.isDirectory(what) ? SignerState.read(what) : null;
        var problem = state == null ? null : state.problem(SignedCheckpoint.readFrom(what));
        problem = problem == null ? RollbackCheck.problem(ledger) : problem;
        if (problem != null) {
            throw new VerificationException(problem);
        }
    }

    /** The given key, else the folder's own. The folder's own key detects changes by anybody without the secret key. */
    private @Nullable KeyChain ledgerKeys(Path what) throws VerificationException, IOException {
        if (!evidence.isDatabase() && !Files.isDirectory(what)) {
            return evidence.keys() == null ? null : keys();
        }
        if (evidence.isDatabase()) {
            return databaseKeys();
        }
        var chain = what.resolve(LogKey.CHAIN);
        if (evidence.keys() != null) {
            return keys(chain);
        }
        return Files.exists(chain) ? KeyChain.parse(Files.readString(chain)) : null;
    }

    /** The database's own keys, which detect changes by anybody without the secret key. */
    private @Nullable KeyChain databaseKeys() throws VerificationException {
        try {
            shared = evidence.sharedState();
        } catch (IOException unreadable) {
            throw new VerificationException("its keys cannot be read: " + unreadable.getMessage());
        }
        if (shared.isEmpty()) {
            return evidence.keys() == null ? null : keys();
        }
        var text = shared.get().keys();
        return evidence.keys() == null ? KeyChain.parse(text) : keys().extendedBy(text);
    }

    private void checkCheckpoint(Path what, KeyChain keys, List<Tree> trees) throws VerificationException, IOException {
        var file = what.resolve(SignedCheckpoint.NAME);
        boolean there = shared.isPresent() && shared.get().note().length > 0;
        if (there) {
            trees.add(open(SignedNote.parse(shared.get().note()), keys).tree());
        }
        if (Files.isDirectory(what) && Files.exists(file)) {
            try {
                trees.add(open(SignedNote.parse(Files.readAllBytes(file)), keys).tree());
            } catch (VerificationException wrong) {
                throw new VerificationException(SignedCheckpoint.NAME + ": " + wrong.reason());
            }
        } else if (!there && evidence.checkpoint() == null && evidence.keys() != null) {
            throw new VerificationException(
                    "there is no checkpoint to check it against. Name one with --checkpoint FILE");
        }
        checkNotedCheckpoint(keys, trees);
    }

    private VerificationResult searchReceipts(VerificationResult found, LogSource log, KeyChain keys) {
        return found.isIntact()
                ? found.withReceipts(new ReceiptSearch(evidence.receipts(), keys.origin()).search(log))
                : found;
    }
}
