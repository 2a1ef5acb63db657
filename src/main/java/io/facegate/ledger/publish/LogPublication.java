package io.facegate.ledger.publish;

import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.tiles.EntryBundle;
import io.facegate.ledger.tiles.LogSource;
import io.facegate.ledger.tiles.TilePath;
import io.facegate.ledger.tiles.TiledTree;
import io.facegate.ledger.tiles.UpperTileCache;
import io.facegate.ledger.tiles.VerifiedLeafHashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publisher of a log to one target: first every tile and bundle that a checkpoint needs, then the keys, then the
 * checkpoint. A target that holds a log which this one does not extend is left unchanged.
 */
public final class LogPublication {
    /** The newest checkpoint. */
    public static final String CHECKPOINT = "checkpoint";

    /** The first key, and the proofs of its successors. */
    public static final String KEYS = "keys";

    private static final int TOP = 7;

    private final PublicationTarget shelf;
    private final LogSource log;
    private final UpperTileCache file;
    private final VerifiedLeafHashes proven;
    private List<TilePath> partials = List.of();
    private List<TilePath> partialsBefore = List.of();
    private @Nullable Checkpoint published;
    private byte[] put = new byte[0];
    private @Nullable String keysPut;

    public LogPublication(PublicationTarget shelf, LogSource log, UpperTileCache file) {
        this.shelf = shelf;
        this.log = log;
        this.file = file;
        this.proven = new VerifiedLeafHashes(log, file);
    }

    /**
     * Publishes a checkpoint and the files it needs.
     *
     * @param keys the text of the log's key chain
     * @return how many records were new
     * @throws VerificationException if the target holds another log
     */
    public long publish(SignedNote note, KeyChain chain, String keys) throws IOException, VerificationException {
        var now = chain.open(note);
        var tree = file.tree(now.size());
        proven.trust(now.size(), now.root());
        var before = readPublished(chain);
        if (before != null) {
            requireGrown(before, tree);
        }
        if (before != null && published == null) {
            sweep(before.size());
        }
        long had = before == null ? 0 : before.size();
        var edge = new ArrayList<TilePath>();
        for (int level = TilePath.ENTRIES; level <= TOP; level++) {
            tiles(level, had, now.size(), edge);
        }
        if (!keys.equals(keysPut)) {
            shelf.put(KEYS, keys.getBytes(StandardCharsets.UTF_8));
            keysPut = keys;
        }
        shelf.put(CHECKPOINT, note.bytes());
        put = note.bytes();
        published = now;
        forgetPartials(edge);
        forgetPruned(log.minimum());
        return now.size() - had;
    }

    /** Discards what is known about the target: another gateway may publish there meanwhile. */
    void discardTargetState() {
        published = null;
    }

    /**
     * Removes pruned records from the target: deletes fully pruned bundles and rewrites the one at the edge. The hashes
     * stay, so every proof stays valid.
     */
    private void forgetPruned(long minimum) throws IOException {
        long number = minimum / TilePath.FULL;
        var last = new TilePath(TilePath.ENTRIES, number, TilePath.FULL);
        var whole = minimum % TilePath.FULL == 0 ? null : shelf.get(last.path());
        if (whole != null && !Arrays.equals(whole, bytes(last))) {
            put(last);
        }
        while (--number >= 0) {
            var bundle = new TilePath(TilePath.ENTRIES, number, TilePath.FULL).path();
            if (shelf.get(bundle) == null) {
                return;
            }
            shelf.remove(bundle);
        }
    }

    /** Removes partial bundles that an earlier run may have left: their records must stay prunable. */
    private void sweep(long size) throws IOException {
        long edge = size / TilePath.FULL;
        for (long number = Math.max(0, edge - 1); number <= edge; number++) {
            for (int width = 1; width < TilePath.FULL; width++) {
                if (number < edge || width < size % TilePath.FULL) {
                    shelf.remove(new TilePath(TilePath.ENTRIES, number, width).path());
                }
            }
        }
    }

    /** Reads the published checkpoint each time: somebody with a copy of the folder may have published meanwhile. */
    private @Nullable Checkpoint readPublished(KeyChain chain) throws IOException, VerificationException {
        var there = shelf.get(CHECKPOINT);
        if (published != null && (there == null || Arrays.equals(there, put))) {
            return published;
        }
        published = null;
        return there == null ? null : chain.open(SignedNote.parse(there));
    }

    private static void requireGrown(Checkpoint before, TiledTree tree) throws VerificationException {
        if (before.size() > tree.size() || !Arrays.equals(tree.root(before.size()), before.root())) {
            throw new VerificationException("what is published there has " + before.size()
                    + " records that this log does not begin with: two histories were signed. Keep both");
        }
    }

    private void tiles(int level, long had, long size, List<TilePath> edge) throws IOException {
        int shift = TilePath.HEIGHT * Math.max(0, level);
        for (long number = (had >>> shift) / TilePath.FULL; ; number++) {
            var tile = TilePath.find(size, level, number);
            if (tile.isEmpty()) {
                return;
            }
            put(tile.get());
            if (!tile.get().isFull()) {
                edge.add(tile.get());
            }
        }
    }

    private void put(TilePath tile) throws IOException {
        long end = tile.number() * TilePath.FULL + tile.width();
        if (tile.level() != TilePath.ENTRIES || end > log.minimum()) {
            shelf.put(tile.path(), bytes(tile));
        }
    }

    private byte[] bytes(TilePath tile) {
        long from = tile.number() * TilePath.FULL;
        if (tile.level() != TilePath.ENTRIES) {
            return file.hashes(tile);
        }
        var records = log.records(from, from + tile.width());
        proven.requireRecords(from, records);
        return EntryBundle.encode(records);
    }

    /**
     * Deletes outdated partial tiles, but keeps those of the previous checkpoint, whose readers may still fetch them.
     */
    private void forgetPartials(List<TilePath> edge) throws IOException {
        for (var old : partialsBefore) {
            if (!edge.contains(old) && !partials.contains(old)) {
                shelf.remove(old.path());
            }
        }
        partialsBefore = partials;
        partials = List.copyOf(edge);
    }

    public PublicationTarget target() {
        return shelf;
    }
}
