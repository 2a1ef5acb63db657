package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.storage.RegistryRoots;
import io.facegate.storage.RootsOnRecord;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The roots that were put on record, the newest found in the ledger when it is first asked for, later ones as they are
 * written. In a ledger of one gateway any root of that kind of registry counts, in one of many only this registry's.
 */
public final class RegistryRootHistory implements RootsOnRecord {
    /** Changes that are remembered; a registry that is read more slowly than that is read again. */
    private static final int MOST = 4096;

    private final LedgerAddress ledger;
    private final Map<String, Known> all = new HashMap<>();

    public RegistryRootHistory(LedgerAddress ledger) {
        this.ledger = ledger;
    }

    /** The roots of one registry, the newest last. */
    private static final class Known {
        private final Deque<RegistryRoots> roots = new ArrayDeque<>();
        private long count;

        /** Once the newest change was seen to be made, the state before it is an older copy. */
        void settle(String root) {
            var newest = roots.getLast();
            if (newest.after().equals(root) && !root.equals(newest.before())) {
                roots.removeLast();
                roots.add(RegistryRoots.of(newest.registry(), root));
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
        return known(registry).roots.peekLast();
    }

    @Override
    public synchronized long count(String registry) {
        return known(registry).count;
    }

    @Override
    public synchronized boolean current(String registry, String root, long since) {
        var known = known(registry);
        if (known.roots.isEmpty()) {
            return true;
        }
        long at = known.count - known.roots.size();
        for (var each : known.roots) {
            at++;
            if (at >= since && each.eitherSide(root)) {
                known.settle(root);
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a change goes on from where the newest one on record left off.
     *
     * @param free whether it may begin anew, which an operator asked for
     */
    public synchronized void demandNext(RegistryRoots next, boolean free) {
        var newest = newest(next.registry());
        // The gateway tells the heads of the stores, and compares them itself when it opens them.
        if (free || newest == null || next.registry().startsWith(RegistryRoots.STORES)) {
            return;
        }
        var before = next.before();
        if (before == null || !newest.eitherSide(before)) {
            throw new Fault.LedgerDown(
                    "The registry is not the one that the ledger knows: somebody changed the file, or an older copy was"
                            + " put in place. Restore the newest registry.db and registry.key, or review the rows and"
                            + " run: facegate registry accept.");
        }
    }

    /** One more is on record. */
    public synchronized void add(RegistryRoots next) {
        known(next.registry()).add(next);
    }

    private Known known(String registry) {
        var key = key(registry);
        var known = all.get(key);
        if (known == null) {
            known = new Known();
            var found = found(key);
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

    private @Nullable RegistryRoots found(String key) {
        if (!ledger.mayExist()) {
            return null;
        }
        try (var reader = VerifiedReader.of(ledger)) {
            return NewestRoots.in(reader, key);
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }
}
