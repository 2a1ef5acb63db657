package io.facegate.ledger.reading;

import io.facegate.ledger.record.Glance;
import io.facegate.ledger.store.Batch;
import io.facegate.ledger.store.Head;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.TreeCheck;
import io.facegate.ledger.store.TreeCheck.Damage;
import io.facegate.ledger.tree.CompactRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking a whole ledger: every record hashed again, the tree grown again and compared after every batch.
 *
 * @param size the records that were checked and found sound
 * @param root of those records, lowercase hex
 * @param damage the first thing that is wrong, or null
 */
public record Verification(long size, String root, @Nullable Damage damage) {
    private static final int BATCHES = 16;
    private static final int IDS = 1 << 18;

    public boolean sound() {
        return damage == null;
    }

    /** Checks the ledger of a data folder, or a ledger's file by itself, whether or not a gateway is writing to it. */
    public static Verification verify(Path folderOrFile) {
        var file = Files.isDirectory(folderOrFile) ? folderOrFile.resolve(LedgerFile.NAME) : folderOrFile;
        var check = new TreeCheck(new CompactRange());
        Damage damage;
        try (var ledger = LedgerFile.open(file)) {
            damage = new Run(check).all(ledger);
        } catch (SQLException unreadable) {
            damage = new Damage(check.range().size(), null, "cannot be read: " + unreadable.getMessage());
        }
        var root = HexFormat.of().formatHex(check.range().root());
        return new Verification(damage == null ? check.range().size() : damage.index(), root, damage);
    }

    /** One pass over a ledger. */
    private static final class Run {
        private final TreeCheck check;
        private final Glance glance = new Glance();
        private final Map<UUID, Long> open = new LinkedHashMap<>();
        private Set<UUID> ids = new HashSet<>();
        private Set<UUID> before = Set.of();
        private long rows;
        private @Nullable Damage damage;

        Run(TreeCheck check) {
            this.check = check;
        }

        @Nullable
        Damage all(LedgerFile ledger) throws SQLException {
            while (true) {
                var seen = ledger.from(check.range().size(), BATCHES);
                if (seen.batches().isEmpty()) {
                    return seen.rows() == rows ? end(seen.head()) : extra();
                }
                for (var batch : seen.batches()) {
                    damage = check.take(batch);
                    if (damage == null) {
                        records(batch);
                    }
                    if (damage != null) {
                        return damage;
                    }
                    rows++;
                }
            }
        }

        /** Permits before the stored mark are never closed by a restart, so none of those may be open. */
        private @Nullable Damage end(Head head) {
            var wrong = check.end(head);
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

        private Damage extra() {
            return new Damage(check.range().size(), null, "the ledger holds batches outside the order of its records");
        }

        private void records(Batch batch) {
            batch.each((place, from, to) -> {
                var wrong = wrong(batch.first() + place, batch.lines(), from, to);
                if (wrong != null) {
                    damage = new Damage(batch.first() + place, glance.id(), wrong);
                }
                return damage == null;
            });
        }

        private @Nullable String wrong(long index, byte[] lines, int from, int to) {
            if (!glance.at(lines, from, to)) {
                return "it is not canonical JSON of the form that the ledger writes";
            }
            var id = glance.uuid();
            if (id == null || before.contains(id) || !ids.add(id)) {
                return "its id is missing or was used before";
            }
            if (ids.size() == IDS) {
                before = ids;
                ids = new HashSet<>();
            }
            if (glance.permit()) {
                open.put(id, index);
            }
            var ref = glance.refUuid();
            return glance.outcome() && (ref == null || open.remove(ref) == null)
                    ? "it ends a decision that is not an earlier permit, or was ended before"
                    : null;
        }
    }
}
