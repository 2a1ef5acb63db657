package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.address.LedgerAddress;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * History of recorded registry roots. The newest is read from the ledger on first use; later ones are added as they are
 * written. In a ledger of one gateway any root of that kind of registry counts, in a shared one only this registry's.
 */
public final class RegistryRootHistory implements RecordedRegistryRoots {
    /** Changes kept in memory; a registry whose read takes longer than that is read again. */
    private static final int MOST = 4096;

    private final LedgerAddress ledger;
    private final Map<String, Known> all = new HashMap<>();

    public RegistryRootHistory(LedgerAddress ledger) {
        this.ledger = ledger;
    }

    /** Recorded roots of one registry, newest last. */
    private static final class Known {
        private final Deque<RegistryRoots> roots = new ArrayDeque<>();
        private long count;

        /** Notes that the newest change was seen on disk: from then on the state before it is an older copy. */
        void markApplied(String root) {
            var newest = roots.getLast();
            if (newest.after().equals(root) && !root.equals(newest.before())) {
                roots.removeLast();
                roots.add(RegistryRoots.unchanged(newest.registry(), root));
            }
        }

        void add(RegistryRoots next) {
            roots.add(next);
            count++;
            if (roots.size() > MOST) {
                roots.removeFirst();
            }
        }
    }

    @Override
    public synchronized @Nullable RegistryRoots newest(String registry) {
        return historyOf(registry).roots.peekLast();
    }

    @Override
    public synchronized long count(String registry) {
        return historyOf(registry).count;
    }

    @Override
    public synchronized boolean isCurrent(String registry, String root, long since) {
        var known = historyOf(registry);
        if (known.roots.isEmpty()) {
            return true;
        }
        long at = known.count - known.roots.size();
        for (var each : known.roots) {
            at++;
            if (at >= since && each.isBeforeOrAfter(root)) {
                known.markApplied(root);
                return true;
            }
        }
        return false;
    }

    /**
     * Requires that a change continues from the newest one on record.
     *
     * @param free whether it may start anew, at an operator's request
     */
    public synchronized void requireNext(RegistryRoots next, boolean free) {
        var newest = newest(next.registry());
        // The gateway states the heads of the stores, and compares them itself when it opens them.
        if (free || newest == null || next.registry().startsWith(RegistryRoots.STORES)) {
            return;
        }
        var before = next.before();
        if (before == null || !newest.isBeforeOrAfter(before)) {
            throw new Fault.LedgerDown(
                    "The registry is not the one that the ledger knows: somebody changed the file, or an older copy was"
                            + " put in place. Restore the newest registry.db and registry.key, or review the rows and"
                            + " run: facegate registry accept.");
        }
    }

    /** Adds a recorded change. */
    public synchronized void add(RegistryRoots next) {
        historyOf(next.registry()).add(next);
    }

    private Known historyOf(String registry) {
        var key = key(registry);
        var known = all.get(key);
        if (known == null) {
            known = new Known();
            var found = findNewest(key);
            if (found != null) {
                known.add(found);
            }
            all.put(key, known);
        }
        return known;
    }

    private String key(String registry) {
        return ledger.database() == null ? RegistryRoots.kind(registry) : registry;
    }

    private @Nullable RegistryRoots findNewest(String key) {
        if (!ledger.mayExist()) {
            return null;
        }
        try (var reader = VerifiedReader.open(ledger)) {
            return NewestRoots.find(reader, key);
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }
}
