package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.store.LedgerKeyFile;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * History of recorded registry roots. The newest is read from the ledger on first use; later ones are added as they are
 * written. In a ledger of one gateway any root of that kind of registry counts, in a shared one only this registry's.
 */
public final class RegistryRootHistory implements RecordedRegistryRoots, AutoCloseable {
    /** Changes kept in memory; a registry whose read takes longer than that is read again. */
    private static final int MOST = 4096;

    /** How long a change by another gateway may take to get its place in the tree. */
    private static final Duration IN_TREE_WITHIN = Duration.ofSeconds(10);

    /** Erasures that are read at once. */
    private static final int PAGE = 200;

    private static final long AGAIN_NANOS = 20_000_000;

    private final LedgerAddress ledger;
    private final boolean keepsOpen;
    private final RecordedRootsFollower others;
    private final Set<String> followed = new HashSet<>();
    private final Map<String, Known> all = new HashMap<>();
    private @Nullable BackwardRootsScan scan;

    /** The history for a command, which reads little. */
    public RegistryRootHistory(LedgerAddress ledger) {
        this(ledger, false);
    }

    /**
     * The history of a ledger.
     *
     * @param keepsOpen whether a connection is kept to follow what other gateways record, until this is closed
     */
    public RegistryRootHistory(LedgerAddress ledger, boolean keepsOpen) {
        this.ledger = ledger;
        this.keepsOpen = keepsOpen;
        this.others = new RecordedRootsFollower(ledger);
    }

    /** Recorded roots of one registry, newest last. */
    private static final class Known {
        private final Deque<RegistryRoots> roots = new ArrayDeque<>();
        private long count;

        /** How many records there were with the newest one; -1 if that was not looked up. */
        private long end = -1;

        /** Notes that the newest change was seen on disk: from then on the state before it is an older copy. */
        void markApplied(String root) {
            var newest = roots.getLast();
            if (newest.after().equals(root) && !root.equals(newest.before())) {
                roots.removeLast();
                roots.add(RegistryRoots.unchanged(newest.registry(), root));
            }
        }

        /** Adds a change. A genuine record of an older state that somebody put at the end again does not count. */
        void addNewer(RegistryRoots next) {
            var newest = roots.peekLast();
            if (newest == null || next.version() >= newest.version()) {
                add(next);
            }
        }

        void add(RegistryRoots next) {
            end = -1;
            roots.add(next);
            count++;
            if (roots.size() > MOST) {
                roots.removeFirst();
            }
        }
    }

    @Override
    public synchronized void refresh(String registry) {
        if (ledger.database() == null) {
            return;
        }
        addOfOthers(others.readNew());
        if (followed.add(registry)) {
            all.remove(key(registry));
            historyOf(registry);
            var later = others.readNew();
            if (later.stream().anyMatch(roots -> roots.registry().equals(registry))) {
                // What was found above is among them.
                all.put(key(registry), new Known());
            }
            addOfOthers(later);
        }
        if (!keepsOpen) {
            others.close();
        }
    }

    /** @throws Fault.LedgerTampered if such an act does not verify */
    @Override
    public Set<String> erasedRecords() {
        var erased = new HashSet<String>();
        try (var records = RecordSearch.open(ledger)) {
            var acts = RecordQuery.matchAll(PAGE).withFacet(SearchFacet.ACT, "erase");
            List<VerifiedRecord> page;
            do {
                page = records.find(acts);
                for (var act : page) {
                    erased.add(act.fields().path("subject").asText());
                    acts = acts.beforeIndex(act.index());
                }
            } while (page.size() == PAGE);
        }
        return erased;
    }

    @Override
    public synchronized boolean isWaiting(String registry, String root) {
        boolean waits = ledger.database() != null && isReached(registry, root, others.readWaiting(registry));
        if (!keepsOpen) {
            others.close();
        }
        return waits;
    }

    /** True if the waiting records lead from the newest one in the tree to that root: none of them is an old one. */
    private boolean isReached(String registry, String root, List<RegistryRoots> waiting) {
        var newest = newest(registry);
        var reached = new HashSet<String>();
        long least = newest == null ? 0 : newest.version();
        boolean more = true;
        while (more) {
            more = false;
            for (var each : waiting) {
                var before = each.before();
                boolean follows = newest == null
                        ? before == null || before.equals(RegistryRoots.EMPTY)
                        : before != null && newest.isBeforeOrAfter(before);
                boolean next = follows || (before != null && reached.contains(before));
                if (each.registry().equals(registry) && each.version() >= least && next) {
                    more |= reached.add(each.after());
                }
            }
        }
        return reached.contains(root);
    }

    private void addOfOthers(List<RegistryRoots> recorded) {
        for (var roots : recorded) {
            if (followed.contains(roots.registry())) {
                historyOf(roots.registry()).addNewer(roots);
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
    public synchronized long recordsAfter(String registry) {
        var known = historyOf(registry);
        if (ledger.database() == null || known.roots.isEmpty()) {
            return 0;
        }
        long size = others.size();
        if (!keepsOpen) {
            others.close();
        }
        if (known.end < 0) {
            known.end = size;
        }
        return size - known.end;
    }

    @Override
    public synchronized boolean isCurrent(String registry, String root, long since) {
        var known = historyOf(registry);
        if (known.roots.isEmpty()) {
            // A shared registry with rows has a record of them.
            return !followed.contains(registry) || root.equals(RegistryRoots.EMPTY);
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
    public void requireNext(RegistryRoots next, boolean free) {
        var newest = newest(next.registry());
        // The gateway states the heads of the stores, and compares them itself when it opens them.
        if (free || newest == null || next.registry().startsWith(RegistryRoots.STORES)) {
            return;
        }
        if (!continuesFromNewest(next)) {
            throw new Fault.LedgerDown(
                    "The registry is not the one that the ledger knows: somebody changed it, or an older copy was"
                            + " restored. Restore the newest backup of the registry and of registry.key, or review the"
                            + " rows and run: facegate registry accept.");
        }
    }

    /**
     * In a shared ledger, the newest change may be another gateway's, and not in the tree yet: it is waited for. A record
     * that only waits is none to continue from.
     */
    private boolean continuesFromNewest(RegistryRoots next) {
        var before = next.before();
        boolean shared = ledger.database() != null;
        if (before == null) {
            return false;
        }
        if (isFollowed(next.registry())) {
            refresh(next.registry());
        }
        long until = System.nanoTime() + IN_TREE_WITHIN.toNanos();
        var newest = newest(next.registry());
        while (newest != null && !newest.isBeforeOrAfter(before)) {
            if (!shared || System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(AGAIN_NANOS);
            refresh(next.registry());
            newest = newest(next.registry());
        }
        return true;
    }

    private synchronized boolean isFollowed(String registry) {
        return followed.contains(registry);
    }

    /** Adds a recorded change; in a shared registry it is read like those of other gateways. */
    public synchronized void add(RegistryRoots next) {
        if (!followed.contains(next.registry())) {
            historyOf(next.registry()).add(next);
        }
    }

    private Known historyOf(String registry) {
        var key = key(registry);
        var known = all.get(key);
        if (known == null) {
            known = new Known();
            var found = findNewest(key);
            if (found != null) {
                known.add(found.roots());
                known.end = found.end();
            }
            all.put(key, known);
        }
        return known;
    }

    private String key(String registry) {
        return ledger.database() == null ? RegistryRoots.kind(registry) : registry;
    }

    private BackwardRootsScan.@Nullable Place findNewest(String key) {
        if (!ledger.mayExist()) {
            return null;
        }
        try (var reader = VerifiedReader.open(ledger)) {
            return findNewest(reader, key);
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * In a shared ledger a root counts with the HMAC of its record. Only registries in folders have older records, which
     * have none.
     */
    private BackwardRootsScan.@Nullable Place findNewest(VerifiedReader reader, String key) throws SQLException {
        var found = scan();
        boolean isFollowed = followed.contains(key);
        var genuine = isFollowed || found.hasKey() ? found.find(reader, key, true) : null;
        return genuine != null || isFollowed ? genuine : found.find(reader, key, false);
    }

    /** One reading for all registries: at a start, several are asked for one after the other. */
    private BackwardRootsScan scan() throws SQLException {
        boolean mayHaveKey = ledger.database() != null && (!followed.isEmpty() || LedgerKeyFile.exists(ledger.data()));
        var open = scan;
        if (open == null || (mayHaveKey && !open.hasKey())) {
            open = new BackwardRootsScan(this::key, mayHaveKey ? others.key() : null);
            scan = open;
        }
        return open;
    }

    /** For tests: how many records were read to find the newest roots. */
    synchronized long read() {
        return scan == null ? 0 : scan.recordsRead();
    }

    @Override
    public synchronized void close() {
        others.close();
    }
}
