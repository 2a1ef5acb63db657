package io.facegate.engine.gallery;

import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SealedRowTransactions;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Store of all galleries. Every access names the owner and reaches that owner's galleries only. */
public final class GalleryStore implements AutoCloseable {
    /** Maximum number of galleries per owner, and of faces per gallery. */
    public static final int MOST_GALLERIES = 1000;

    public static final int MOST_FACES = 100_000;

    /** A purpose that nobody can declare. */
    static final String ALTERED = "(altered)";

    private static final System.Logger LOG = System.getLogger(GalleryStore.class.getName());

    private final GalleryDatabase store;
    private final TemplateIndexCache shelves = new TemplateIndexCache();
    private final FaceExpiry expiry;
    private final FaceStore faces;

    private GalleryStore(GalleryDatabase store, InstantSource clock) {
        this.store = store;
        this.expiry = new FaceExpiry(store, shelves, clock);
        this.faces = new FaceStore(store, shelves, expiry);
    }

    /** Opens or creates {@code galleries.db} and {@code galleries.key} in the data folder, and erases expired faces. */
    public static GalleryStore open(Path folder, InstantSource clock) throws IOException {
        return open(folder, clock, SealOptions.ALONE);
    }

    /** As above, with that seal policy. */
    public static GalleryStore open(Path folder, InstantSource clock, SealOptions policy) throws IOException {
        GalleryMoveBack.deleteComing(folder);
        var key = folder.resolve("galleries.key");
        var file = folder.resolve("galleries.db");
        if (Files.exists(file) && !Files.exists(key)) {
            throw new IOException(key + " is missing, and " + file + " cannot be read without it: restore the key, or"
                    + " move the galleries away to start with none.");
        }
        var galleries = new GalleryStore(SqliteGalleryDatabase.open(file, GalleryCipher.open(key), policy), clock);
        galleries.sweep();
        int unassigned = galleries.store.isBroken() ? 0 : galleries.unassigned();
        if (unassigned > 0) {
            LOG.log(
                    Level.WARNING,
                    "{0} galleries of an earlier version have no purpose on record. From now on, each serves the"
                            + " purpose of the first call that is permitted to use it (docs/engine.md).",
                    unassigned);
        }
        return galleries;
    }

    /**
     * Opens the galleries that gateways share. Those that the folder still has are taken along.
     *
     * @param rows the tables; closed with this store
     * @param policy of the folder's file, and the alarm for rows that were changed
     */
    public static GalleryStore openShared(
            Path folder, SealedRowTransactions rows, InstantSource clock, SealOptions policy) throws IOException {
        var galleries = new GalleryStore(SharedGalleryDatabase.open(rows, policy.alarm()), clock);
        boolean done = false;
        try {
            GalleryMoveBack.deleteComing(folder);
            GalleryMove.intoDatabase(folder, clock, policy, galleries);
            galleries.sweep();
            done = true;
            return galleries;
        } finally {
            if (!done) {
                galleries.close();
            }
        }
    }

    /** Begins a file that has no rows yet. */
    void beginNewer() {
        store.beginNewer();
    }

    GalleryDatabase database() {
        return store;
    }

    /** A gallery as listed for its owner. */
    public record Gallery(String name, long faces, Instant created) {}

    /** Result of adding. */
    public enum AddResult {
        DONE,
        EXISTS,
        FULL,
        NO_GALLERY
    }

    /** Erases expired faces. */
    public void sweep() {
        if (!store.isBroken()) {
            expiry.sweep();
        }
    }

    /** Version and HMAC prefix of the inventory of all galleries, for the record; or null. */
    public @Nullable String root() {
        return store.root();
    }

    /** The faces in the galleries. */
    public FaceStore faces() {
        return faces;
    }

    public GalleryPageTokens tokens() {
        return new GalleryPageTokens(store);
    }

    public AddResult create(GalleryKey place, Instant now) {
        return store.runExclusive(() -> {
            if (exists(place)) {
                return AddResult.EXISTS;
            }
            var count = store.select(
                    row -> row.getInt(1),
                    "SELECT count(*) FROM gallery WHERE owner = ? AND name < ?",
                    place.owner(),
                    GalleryKey.HIDDEN);
            if (count.getFirst() >= MOST_GALLERIES && place.gallery().compareTo(GalleryKey.HIDDEN) < 0) {
                return AddResult.FULL;
            }
            long key = store.insert(
                    "INSERT INTO gallery (key, owner, name, created, purpose) VALUES (?, ?, ?, ?, ?)",
                    place.owner(),
                    place.gallery(),
                    now.toEpochMilli(),
                    place.purpose());
            store.seal().seal(store, key);
            return AddResult.DONE;
        });
    }

    /** Adds all faces or none; creates the gallery if missing. */
    public AddResult addFaces(GalleryKey place, List<EnrolledFace> some, Instant now, @Nullable Instant expires) {
        return store.runExclusive(
                () -> create(place, now) == AddResult.FULL ? AddResult.FULL : faces.enroll(place, some, expires));
    }

    /**
     * Returns the recorded purpose of the gallery, whichever purpose the key names; null if there is no gallery or no
     * purpose on record. An altered gallery serves no purpose: {@link #ALTERED}.
     */
    public @Nullable String purpose(GalleryKey place) {
        return store.read(() -> {
            var rows = rows(store, place);
            var none = exists(place) ? ALTERED : null;
            return rows.isEmpty() ? none : rows.getFirst().purpose();
        });
    }

    public @Nullable Gallery find(GalleryKey place) {
        expiry.sweep();
        return store.read(() -> {
            var key = key(store, place);
            return key == null
                    ? null
                    : store.select(GalleryStore::gallery, GALLERY + "key = ?", key)
                            .getFirst();
        });
    }

    /** Lists at most {@code max} galleries of the owner, by name, after the given name. */
    public List<Gallery> list(String owner, String after, int max) {
        expiry.sweep();
        return store.read(() -> store
                .select(
                        row -> new Listed(gallery(row), store.seal().isVerified(store, row)),
                        GALLERY + "owner = ? AND name > ? AND name < ? ORDER BY name LIMIT ?",
                        owner,
                        after,
                        GalleryKey.HIDDEN,
                        max)
                .stream()
                .filter(Listed::holds)
                .map(Listed::gallery)
                .toList());
    }

    private static final String GALLERY = "SELECT " + GallerySeal.COLUMNS
            + ", (SELECT count(*) FROM face WHERE gallery = gallery.key) AS faces FROM gallery WHERE ";

    private record Listed(Gallery gallery, boolean holds) {}

    private static Gallery gallery(ResultSet row) throws SQLException {
        return new Gallery(row.getString("name"), row.getLong("faces"), Instant.ofEpochMilli(row.getLong("created")));
    }

    /** Erases a gallery; false if there is none. */
    public boolean erase(GalleryKey place) {
        boolean erased = store.runExclusive(() -> {
            var key = key(store, place);
            if (key == null) {
                return false;
            }
            store.seal().remove(store, place);
            store.change("DELETE FROM gallery WHERE key = ?", key);
            shelves.remove(key);
            return true;
        });
        if (erased) {
            store.flush();
        }
        return erased;
    }

    @Override
    public void close() {
        store.close();
    }

    /**
     * Returns the gallery's database key if it serves the requested purpose and is unaltered, else null. A gallery of
     * an earlier version without a purpose takes that of its first use.
     */
    static @Nullable Long key(GalleryDatabase store, GalleryKey place) throws SQLException {
        var rows = rows(store, place);
        if (rows.isEmpty()) {
            return null;
        }
        var row = rows.getFirst();
        if (!store.areFacesVerified(row.key())) {
            return null;
        }
        if (place.purpose() == null || place.purpose().equals(row.purpose())) {
            return row.key();
        }
        if (row.purpose() != null) {
            return null;
        }
        store.requireWritable();
        if (store.change(TAKE, place.purpose(), row.key()) != 1) {
            return null;
        }
        store.seal().seal(store, row.key());
        return row.key();
    }

    private static final String TAKE = "UPDATE gallery SET purpose = ? WHERE key = ? AND purpose IS NULL";

    private record Row(long key, @Nullable String purpose, boolean holds) {}

    /** The gallery with that name, if it verifies. */
    private static List<Row> rows(GalleryDatabase store, GalleryKey place) throws SQLException {
        return store
                .select(
                        row -> new Row(
                                row.getLong("key"),
                                row.getString("purpose"),
                                store.seal().isVerified(store, row)),
                        "SELECT " + GallerySeal.COLUMNS + " FROM gallery WHERE owner = ? AND name = ?",
                        place.owner(),
                        place.gallery())
                .stream()
                .filter(Row::holds)
                .toList();
    }

    /** True if a gallery with that name exists, altered or not, or is listed as existing. */
    boolean exists(GalleryKey place) throws SQLException {
        return store.seal().lists(store, place)
                || !store.select(
                                row -> row.getLong(1),
                                "SELECT key FROM gallery WHERE owner = ? AND name = ?",
                                place.owner(),
                                place.gallery())
                        .isEmpty();
    }

    /** Number of galleries of an earlier version without a purpose yet. */
    private int unassigned() {
        return store.runExclusive(() -> store.select(
                        row -> row.getInt(1),
                        "SELECT count(*) FROM gallery WHERE purpose IS NULL AND name < ?",
                        GalleryKey.HIDDEN))
                .getFirst();
    }
}
