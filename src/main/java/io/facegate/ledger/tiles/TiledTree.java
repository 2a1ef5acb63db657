package io.facegate.ledger.tiles;

import io.facegate.ledger.tree.AuditPath;
import io.facegate.ledger.tree.ConsistencyProof;
import io.facegate.ledger.tree.Rfc6962;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merkle tree over a log's first records, computed from tiles, with its proofs. */
public final class TiledTree {
    private static final int KEPT = 64;
    /** Cached hashes between the tiles: all of those of a tree of 25 million records. */
    private static final int REMEMBERED = 100_000;

    private final TileSource tiles;
    private final long size;
    private final AuditPath paths = new AuditPath(this::leaf, this::knownHash);
    private final Map<Place, byte[]> above = new HashMap<>();
    private final Rfc6962 hashes = new Rfc6962();
    private final Map<Place, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Place(int level, long number) {}

    public TiledTree(TileSource tiles, long size) {
        this.tiles = tiles;
        this.size = size;
    }

    public long size() {
        return size;
    }

    /** The root over the first {@code count} records. */
    public byte[] root(long count) {
        return count == 0 ? new Rfc6962().emptyRoot() : paths.root(0, count);
    }

    /** The audit path of a record. */
    public List<byte[]> path(long index) {
        return paths.path(index, size);
    }

    /** The consistency proof: this tree begins with that of {@code earlier} records. */
    public List<byte[]> consistencyProof(long earlier) {
        return new ConsistencyProof(paths::root).proof(earlier, size);
    }

    /** The number of blocks of 256 records; the last may have fewer. */
    long blocks() {
        return (size + TilePath.FULL - 1) / TilePath.FULL;
    }

    /** The root over the records of a block. */
    byte[] block(long number) {
        return (number + 1) * TilePath.FULL <= size ? hash(1, number) : paths.root(number * TilePath.FULL, size);
    }

    /** The path of a block's root in the tree over the blocks; hashes are cached for the next path. */
    List<byte[]> blockPath(long number) {
        var path = new ArrayList<byte[]>();
        long from = 0;
        long to = blocks();
        while (to - from > 1) {
            long middle = from + Long.highestOneBit(to - from - 1);
            boolean left = number < middle;
            path.add(left ? rootOfBlocks(middle, to) : rootOfBlocks(from, middle));
            from = left ? from : middle;
            to = left ? middle : to;
        }
        Collections.reverse(path);
        return path;
    }

    /** The root over some blocks, a subtree of the whole. */
    private byte[] rootOfBlocks(long from, long to) {
        if (to - from == 1) {
            return block(from);
        }
        var place = new Place((int) (to - from), from);
        var known = above.get(place);
        if (known == null) {
            long middle = from + Long.highestOneBit(to - from - 1);
            var stored = storedRoot(from, to);
            known = stored == null ? hashes.node(rootOfBlocks(from, middle), rootOfBlocks(middle, to)) : stored;
            if (above.size() < REMEMBERED) {
                above.put(place, known);
            }
        }
        return known;
    }

    /** The root over some blocks if a tile holds it, so that it need not be computed. */
    private byte @Nullable [] storedRoot(long from, long to) {
        boolean perfect = Long.bitCount(to - from) == 1 && to * TilePath.FULL <= size;
        return perfect
                ? knownHash(TilePath.HEIGHT + Long.numberOfTrailingZeros(to - from), from * TilePath.FULL)
                : null;
    }

    /** The leaf hash of a record. */
    public byte[] leaf(long index) {
        return hash(0, index);
    }

    private byte @Nullable [] knownHash(int level, long from) {
        return level == 0 || level % TilePath.HEIGHT != 0 ? null : hash(level / TilePath.HEIGHT, from >>> level);
    }

    private byte[] hash(int level, long place) {
        var tile = new Place(level, place / TilePath.FULL);
        var row = kept.get(tile);
        if (row == null) {
            row = tiles.hashes(TilePath.find(size, level, tile.number).orElseThrow());
            kept.put(tile, row);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        int at = (int) (place % TilePath.FULL) * Rfc6962.HASH;
        return Arrays.copyOfRange(row, at, at + Rfc6962.HASH);
    }
}
