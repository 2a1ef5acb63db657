package io.facegate.ledger.audit;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.SignerState;
import io.facegate.ledger.record.RecordScanner;
import io.facegate.ledger.retention.PruneAudit;
import io.facegate.ledger.store.LastHeadFile;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.LedgerReader.CheckedUpTo;
import io.facegate.ledger.store.MerkleTreeVerifier;
import io.facegate.ledger.store.MerkleTreeVerifier.Damage;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.StoredHead;
import io.facegate.ledger.store.WriteAheadLog;
import io.facegate.ledger.tree.CompactRange;
import io.facegate.ledger.tree.ConsistencyProof.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Result of verifying a whole ledger: every record is rehashed, and the tree is rebuilt and compared after every batch.
 *
 * @param size records that were checked and found sound
 * @param root of those records, lowercase hex
 * @param damage the first damage found, or null
 * @param notes remarks that are no damage, in sentences
 */
public record LedgerVerification(
        long size, String root, @Nullable Damage damage, List<String> notes) {
    private static final int BATCHES = 16;
    private static final int IDS = 1 << 18;
    private static final String TORN = "The write-ahead log ends in an unfinished transaction, as a crash leaves it."
            + " It does not count: it was never acknowledged, unless the log was changed since.";
    private static final String NO_KEY = "The folder has no ledger.key: no gateway starts on it.";

    public boolean isIntact() {
        return damage == null;
    }

    /** Verifies the ledger of a data folder, or a ledger file by itself, even while a gateway writes to it. */
    public static LedgerVerification verify(Path folderOrFile) {
        return verify(LedgerAddress.ofFolder(folderOrFile));
    }

    /** Verifies the ledger at an address, even while gateways write to it. */
    public static LedgerVerification verify(LedgerAddress address) {
        return verify(address, List.of());
    }

    /**
     * Same, and compares it with signed trees.
     *
     * @param signed trees that the ledger must begin with
     */
    public static LedgerVerification verify(LedgerAddress address, List<Tree> signed) {
        var folder = Files.isDirectory(address.data()) ? address.data() : null;
        var check = new MerkleTreeVerifier(new CompactRange(), 0);
        var notes = new ArrayList<String>();
        Damage damage;
        try {
            // The remembered head is read first: a ledger that is being written to only grows.
            var seen = folder == null ? null : LastHeadFile.readFrom(folder);
            var log = address.database() == null ? WriteAheadLog.inspect(address.file()) : WriteAheadLog.NONE;
            var prunes = pruneAudit(folder);
            damage = damage(address, new Run(check, new SignedPrefixes(signed), prunes), log);
            notes.addAll(prunes.notes());
            damage = damage == null && seen != null ? compareHead(seen, address) : damage;
            noteWaiting(address, notes);
            if (log.isTorn()) {
                notes.add(TORN);
            }
        } catch (SQLException | IOException unreadable) {
            damage = new Damage(check.range().size(), null, "cannot be read: " + unreadable.getMessage());
        }
        if (folder != null && check.range().size() > 0 && !LedgerKeyFile.exists(folder)) {
            notes.add(NO_KEY);
        }
        var root = HexFormat.of().formatHex(check.range().root());
        return new LedgerVerification(damage == null ? check.range().size() : damage.index(), root, damage, notes);
    }

    private static void noteWaiting(LedgerAddress address, List<String> notes) throws SQLException {
        try (var ledger = address.reader()) {
            if (ledger.waitingBatches() > 0) {
                notes.add(
                        ledger.waitingBatches() + " batches wait for their place in the tree and are not checked yet.");
            }
        }
    }

    /**
     * Creates the audit of prunes and holds. With the ledger's key it recognises records that were checked before
     * writing.
     */
    private static PruneAudit pruneAudit(@Nullable Path folder) throws IOException {
        if (folder == null || !LedgerKeyFile.exists(folder)) {
            return new PruneAudit(null, 0);
        }
        long since = Long.MAX_VALUE;
        try {
            var state = SignerState.read(folder);
            since = state == null ? since : state.since();
        } catch (Fault.LedgerDown changed) {
            // The check of what was signed reports the change.
            since = 0;
        }
        return new PruneAudit(LedgerKeyFile.read(folder), since);
    }

    private static @Nullable Damage damage(LedgerAddress address, Run run, WriteAheadLog log) throws SQLException {
        try (var ledger = address.reader()) {
            var found = run.checkAll(ledger);
            long size = run.check.range().size();
            found = found == null ? run.prunes.finish(ledger, run.check.firstKept()) : found;
            found = found == null ? findForeignObject(ledger, size) : found;
            return found == null && log.isDamaged() ? new Damage(size, null, log.describeDamage()) : found;
        }
    }

    /** Reports foreign objects in the store besides the ledger's own tables: they can lose written records. */
    private static @Nullable Damage findForeignObject(LedgerReader ledger, long size) throws SQLException {
        var foreign = ledger.findForeignObject();
        return foreign == null ? null : new Damage(size, null, "the ledger's store was changed: " + foreign);
    }

    private static @Nullable Damage compareHead(LastHeadFile.LastHead seen, LedgerAddress address) throws SQLException {
        try (var ledger = address.reader()) {
            return seen.findDamage(ledger);
        }
    }

    /** One verification pass over a ledger. */
    private static final class Run {
        private final MerkleTreeVerifier check;
        private CheckedUpTo mark = new CheckedUpTo(0, new byte[0]);
        private final SignedPrefixes signed;
        private boolean marked;
        private final RecordScanner scanner = new RecordScanner();
        private final Map<UUID, Long> open = new LinkedHashMap<>();
        private Set<UUID> ids = new HashSet<>();
        private Set<UUID> before = Set.of();
        private long rows;
        private long pruned;
        private final PruneAudit prunes;
        private @Nullable Damage damage;

        Run(MerkleTreeVerifier check, SignedPrefixes signed, PruneAudit prunes) {
            this.check = check;
            this.signed = signed;
            this.prunes = prunes;
        }

        @Nullable
        Damage checkAll(LedgerReader ledger) throws SQLException {
            mark = ledger.checkedMark();
            pass();
            while (true) {
                var seen = ledger.readFrom(check.range().size(), BATCHES);
                if (seen.batches().isEmpty()) {
                    return seen.rows().orElseThrow() == rows ? checkEnd(seen.head()) : extraBatches();
                }
                for (var batch : seen.batches()) {
                    var wrong = signed.findDamage(check.range(), batch);
                    damage = check.check(batch);
                    if (damage == null) {
                        records(batch);
                    }
                    damage = damage == null ? wrong : damage;
                    if (damage != null) {
                        return damage;
                    }
                    pass();
                    rows++;
                }
            }
        }

        /**
         * Looks for the mark in the tree. A start checks from the mark on, so it must lie between two batches of this
         * tree.
         */
        private void pass() {
            marked |= check.range().size() == mark.size()
                    && Arrays.equals(check.range().subtreeRoots(), mark.range());
        }

        /** Checks the end. A restart never closes permits before the stored mark, so none of those may be open. */
        private @Nullable Damage checkEnd(StoredHead head) {
            var wrong = check.finish(head);
            wrong = wrong == null ? signed.findMissing(head.size()) : wrong;
            if (wrong == null && check.firstKept() > pruned) {
                wrong = new Damage(
                        pruned,
                        null,
                        "this record and those up to record " + check.firstKept()
                                + " are missing, and no record says that they were pruned");
            }
            if (wrong == null && !marked) {
                wrong = new Damage(
                        Math.clamp(mark.size(), 0, head.size()),
                        null,
                        "the ledger's mark of how far it was checked, " + mark.size() + ", is not a place in its tree");
            }
            if (wrong != null || open.isEmpty()) {
                return wrong;
            }
            var first = open.entrySet().iterator().next();
            return first.getValue() >= head.oldestOpen()
                    ? null
                    : new Damage(
                            first.getValue(),
                            first.getKey().toString(),
                            "it is open, but the ledger's mark of the oldest open permit lies after it");
        }

        private Damage extraBatches() {
            return new Damage(check.range().size(), null, "the ledger holds batches outside the order of its records");
        }

        private void records(RecordBatch batch) {
            batch.forEachRecord((place, from, to) -> {
                var wrong = describeMismatch(batch.first() + place, batch.lines(), from, to);
                if (wrong != null) {
                    damage = new Damage(batch.first() + place, scanner.id(), wrong);
                }
                return damage == null;
            });
        }

        private @Nullable String describeMismatch(long index, byte[] lines, int from, int to) {
            if (!scanner.scan(lines, from, to)) {
                return "it is not canonical JSON of the form that the ledger writes";
            }
            var id = scanner.uuid();
            if (id == null || before.contains(id) || !ids.add(id)) {
                return "its id is missing or was used before";
            }
            if (ids.size() == IDS) {
                before = ids;
                ids = new HashSet<>();
            }
            if (scanner.permit()) {
                open.put(id, index);
            }
            prunes.followClock(scanner);
            if (scanner.retention()) {
                prunes.process(index, lines, from, to);
            }
            pruned = Math.max(pruned, scanner.pruneMinimum());
            var ref = scanner.refUuid();
            // The permit of this outcome may have been pruned.
            return scanner.outcome() && (ref == null || (open.remove(ref) == null && check.firstKept() == 0))
                    ? "it ends a decision that is not an earlier permit, or was ended before"
                    : null;
        }
    }
}
