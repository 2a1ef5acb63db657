package io.facegate.ledger.tiles;

import io.facegate.call.Fault;
import io.facegate.ledger.tree.AuditPath;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Verified leaf hashes: those that lead to a root known from elsewhere. They are read and proven 256 at a time. Proven
 * blocks are cached, so each further record costs one hash. Not thread-safe.
 *
 * <p>The file of upper tiles is only a cache: its hashes count only if they lead to the root.
 */
public final class VerifiedLeafHashes {
    /** Cached blocks of 256, 8 KiB each. */
    private static final int KEPT = 1024;

    private static final long AGAIN = Duration.ofMinutes(10).toNanos();

    private final LogSource log;
    private final UpperTileCache file;
    private final Map<Long, byte[]> whole = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable TiledTree tree;
    private byte[] root = new byte[0];
    private byte @Nullable [] edge;
    private long tried;

    public VerifiedLeafHashes(LogSource log, UpperTileCache file) {
        this.log = log;
        this.file = file;
        this.tried = System.nanoTime() - AGAIN;
    }

    /** Trusts the tree of {@code size} records with that root from now on. */
    public void trust(long size, byte[] root) {
        if (tree == null || tree.size() != size || !Arrays.equals(this.root, root)) {
            trustNothing();
            var grown = file.tree(size);
            this.root = root;
            tree = grown;
        }
    }

    /** Trusts no tree from now on; nothing is proven. */
    public void trustNothing() {
        tree = null;
        edge = null;
        root = new byte[0];
    }

    /** The size of the trusted tree. */
    public long size() {
        return tree == null ? 0 : tree.size();
    }

    /** The root of the trusted tree. */
    public byte[] root() {
        return root;
    }

    /** The audit path of a record in the trusted tree; it leads to the root if the record was proven. */
    public List<byte[]> path(long index) {
        return tree == null ? List.of() : tree.path(index);
    }

    /** True if the trusted tree begins with that one. */
    public boolean beginsWith(long size, byte[] root) {
        var of = tree;
        try {
            return of != null
                    && size <= of.size()
                    && Arrays.equals(of.root(size), root)
                    && Arrays.equals(of.root(of.size()), this.root);
        } catch (Fault.LedgerTampered missing) {
            return false;
        }
    }

    /** Reads and proves together the blocks of these records, up to the size of the cache. */
    public void prove(Collection<Long> indexes) {
        var of = tree;
        if (of == null) {
            return;
        }
        var firsts = new TreeSet<Long>();
        for (long index : indexes) {
            long number = index / TilePath.FULL;
            boolean full = (number + 1) * TilePath.FULL <= of.size();
            if (full && firsts.size() < KEPT / 2 && !whole.containsKey(number)) {
                firsts.add(number * TilePath.FULL);
            }
        }
        if (firsts.size() > 1) {
            log.leaves(firsts, TilePath.FULL).forEach((first, leaves) -> {
                long number = first / TilePath.FULL;
                if (leadsToRoot(of, number, UpperTileCache.root(leaves))) {
                    cache(number, leaves);
                }
            });
        }
    }

    /** The hash of a record, or null if the stored one does not lead to the root. */
    public byte @Nullable [] leaf(long index) {
        var leaves = index >= size() ? null : block(index / TilePath.FULL);
        int at = (int) (index % TilePath.FULL) * Rfc6962.HASH;
        return leaves == null ? null : Arrays.copyOfRange(leaves, at, at + Rfc6962.HASH);
    }

    /**
     * Requires that these bytes are the records from {@code first} on; empty for a pruned record.
     *
     * @throws Fault.LedgerTampered for the first that is not
     */
    public void requireRecords(long first, List<byte[]> records) {
        var hashes = new Rfc6962();
        for (int place = 0; place < records.size(); place++) {
            var leaf = leaf(first + place);
            if (leaf == null) {
                throw new Fault.LedgerTampered(
                        first + place, "the hashes stored for it and its neighbours do not lead to the signed tree");
            }
            var bytes = records.get(place);
            if (bytes.length > 0 && !Arrays.equals(hashes.leaf(bytes), leaf)) {
                throw new Fault.LedgerTampered(first + place, "its bytes were changed after it was written");
            }
        }
    }

    private byte @Nullable [] block(long number) {
        var of = tree;
        if (of == null) {
            return null;
        }
        boolean full = (number + 1) * TilePath.FULL <= of.size();
        var known = full ? whole.get(number) : edge;
        return known == null ? read(of, number, full) : known;
    }

    private byte @Nullable [] read(TiledTree of, long number, boolean full) {
        try {
            var leaves = log.leaves(number * TilePath.FULL, Math.min(of.size(), (number + 1) * TilePath.FULL));
            var proven = leadsToRoot(of, number, UpperTileCache.root(leaves))
                    || (repairUpperTiles(of, number, full) && isProven(number, leaves));
            if (proven && full) {
                cache(number, leaves);
            } else if (proven) {
                edge = leaves;
            }
            return proven ? leaves : null;
        } catch (Fault.LedgerTampered missing) {
            return null;
        }
    }

    private void cache(long number, byte[] leaves) {
        whole.put(number, leaves);
        if (whole.size() > KEPT) {
            whole.remove(whole.keySet().iterator().next());
        }
    }

    private boolean isProven(long number, byte[] leaves) {
        return tree != null && leadsToRoot(tree, number, UpperTileCache.root(leaves));
    }

    private boolean leadsToRoot(TiledTree of, long number, byte[] hash) {
        return Arrays.equals(AuditPath.computeRoot(hash, number, of.blocks(), of.blockPath(number)), root);
    }

    /**
     * True if the upper tiles were wrong and are repaired. They are first rebuilt in another place: if the leaf hashes
     * themselves were changed, only the old tiles still lead to the root.
     */
    private boolean repairUpperTiles(TiledTree of, long number, boolean full) {
        boolean sound = full && leadsToRoot(of, number, of.block(number));
        if (sound || System.nanoTime() - tried < AGAIN) {
            return false;
        }
        tried = System.nanoTime();
        if (!matchesFreshTree(of.size())) {
            return false;
        }
        file.delete();
        tree = file.tree(of.size());
        return true;
    }

    private boolean matchesFreshTree(long size) {
        try {
            var folder = Files.createTempDirectory("facegate-tree");
            try (var other = new UpperTileCache(folder, log)) {
                return Arrays.equals(other.tree(size).root(size), root);
            } finally {
                delete(folder);
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static void delete(Path folder) throws IOException {
        for (var tail : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(folder.resolve(UpperTileCache.NAME + tail));
        }
        Files.delete(folder);
    }
}
