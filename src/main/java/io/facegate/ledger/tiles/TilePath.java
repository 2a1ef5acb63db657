package io.facegate.ledger.tiles;

import io.facegate.ledger.tree.Rfc6962;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Address of a tile (c2sp.org/tlog-tiles).
 *
 * @param level 0 for leaf hashes, each next for the roots of 256 times as many records; {@link #ENTRIES} for records
 * @param width hashes or records in it, 256 if it is full
 */
public record TilePath(int level, long number, int width) {
    /** Level of the entry bundles, which hold the records. */
    public static final int ENTRIES = -1;

    /** Hashes in a full tile. */
    public static final int FULL = 256;

    /** The binary logarithm of {@link #FULL}. */
    public static final int HEIGHT = 8;

    private static final int TOP = 7;
    private static final int DIGITS = 18;
    private static final Pattern FORM = Pattern.compile(
            "tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public TilePath {
        if (level < ENTRIES || number < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("There is no such tile.");
        }
    }

    /** The tile at that position in a tree of {@code size} records; empty if the tree has none there. */
    public static Optional<TilePath> find(long size, int level, long number) {
        long have = (size >>> (HEIGHT * Math.max(0, level))) - number * FULL;
        return level > TOP || have <= 0
                ? Optional.empty()
                : Optional.of(new TilePath(level, number, (int) Math.min(FULL, have)));
    }

    /** Parses a path; empty if it is not the canonical form of a tile's path. */
    public static Optional<TilePath> parse(String path) {
        var found = FORM.matcher(path);
        if (!found.matches()) {
            return Optional.empty();
        }
        var digits = found.group(2).replaceAll("[x/]", "");
        int level = found.group(1).equals("entries") ? ENTRIES : Integer.parseInt(found.group(1));
        int width = found.group(3) == null ? FULL : Integer.parseInt(found.group(3));
        if (digits.length() > DIGITS || width > FULL || level > TOP) {
            return Optional.empty();
        }
        var tile = new TilePath(level, Long.parseLong(digits), width);
        return tile.path().equals(path) ? Optional.of(tile) : Optional.empty();
    }

    public boolean isFull() {
        return width == FULL;
    }

    /** Size of its hashes in bytes. */
    public int bytes() {
        return width * Rfc6962.HASH;
    }

    /** The path below the log's root. */
    public String path() {
        var place = new StringBuilder(three(number));
        for (long rest = number / 1000; rest > 0; rest /= 1000) {
            place.insert(0, 'x' + three(rest) + '/');
        }
        return "tile/" + (level == ENTRIES ? "entries" : String.valueOf(level)) + '/' + place
                + (isFull() ? "" : ".p/" + width);
    }

    private static String three(long number) {
        return String.format("%03d", number % 1000);
    }

    @Override
    public String toString() {
        return path();
    }
}
