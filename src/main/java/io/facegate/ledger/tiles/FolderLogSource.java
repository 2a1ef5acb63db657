package io.facegate.ledger.tiles;

import io.facegate.call.Fault;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.tree.Rfc6962;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Log source over a folder of tiles and bundles, up to a given size; its contents are untrusted. */
public final class FolderLogSource implements LogSource, TileSource {
    private final Path folder;
    private final long size;

    public FolderLogSource(Path folder, long size) {
        this.folder = folder;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long minimum() {
        long number = 0;
        while (number * TilePath.FULL < size
                && !Files.exists(folder.resolve(TilePath.find(size, TilePath.ENTRIES, number)
                        .orElseThrow()
                        .path()))) {
            number++;
        }
        return Math.min(size, number * TilePath.FULL);
    }

    @Override
    public byte[] hashes(TilePath tile) {
        try {
            return read(tile);
        } catch (VerificationException unfit) {
            throw new Fault.LedgerDown(tile + ": " + unfit.reason());
        }
    }

    /** Reads the hashes of a tile, {@code width} of them. */
    public byte[] read(TilePath tile) throws VerificationException {
        var bytes = file(tile);
        if (bytes.length != tile.bytes()) {
            throw new VerificationException(tile + " has not the " + tile.bytes() + " bytes of its hashes");
        }
        return bytes;
    }

    /** Reads the records of a bundle, {@code width} of them. */
    public List<byte[]> bundle(TilePath tile) throws VerificationException {
        var found = EntryBundle.records(file(tile));
        if (found.size() != tile.width()) {
            throw new VerificationException(tile + " has " + found.size() + " records in place of " + tile.width());
        }
        return found;
    }

    private byte[] file(TilePath tile) throws VerificationException {
        try {
            return Files.readAllBytes(folder.resolve(tile.path()));
        } catch (NoSuchFileException missing) {
            throw new VerificationException(tile + " is missing");
        } catch (IOException unreadable) {
            throw new VerificationException(tile + " cannot be read: " + unreadable);
        }
    }

    @Override
    public byte[] leaves(long from, long to) {
        var all = new ByteArrayOutputStream();
        forEachTile(0, from, to, (tile, first, last) -> {
            var hashes = hashes(tile);
            all.write(hashes, first * Rfc6962.HASH, (last - first) * Rfc6962.HASH);
        });
        return all.toByteArray();
    }

    @Override
    public List<byte[]> records(long from, long to) {
        var all = new ArrayList<byte[]>();
        forEachTile(TilePath.ENTRIES, from, to, (tile, first, last) -> {
            try {
                all.addAll(bundle(tile).subList(first, last));
            } catch (VerificationException unfit) {
                throw new Fault.LedgerDown(unfit.reason());
            }
        });
        return all;
    }

    /** Receives a part of a tile. */
    @FunctionalInterface
    private interface Part {
        void read(TilePath tile, int first, int last);
    }

    private void forEachTile(int level, long from, long to, Part part) {
        for (long at = from; at < to; ) {
            long number = at / TilePath.FULL;
            long begin = number * TilePath.FULL;
            int last = (int) Math.min(TilePath.FULL, to - begin);
            part.read(TilePath.find(size, level, number).orElseThrow(), (int) (at - begin), last);
            at = begin + last;
        }
    }

    @Override
    public void close() {}
}
