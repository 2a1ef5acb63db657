package io.facegate.engine.gallery;

import io.facegate.storage.SealPolicy;
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

/** All galleries of all owners; whoever asks names the owner, and reaches nothing of another. */
public final class Galleries implements AutoCloseable {
    /** How many galleries one owner may have, and how many faces one gallery. */
    public static final int MOST_GALLERIES = 1000;

    public static final int MOST_FACES = 100_000;

    /** A purpose that nobody can declare. */
    static final String ALTERED = "(altered)";

    private static final System.Logger LOG = System.getLogger(Galleries.class.getName());

    private final GalleryDatabase store;
    private final GalleryVault vault;
    private final TemplateIndexCache shelves = new TemplateIndexCache();
    private final FaceExpiry expiry;
    private final FaceStore faces;

    private Galleries(GalleryDatabase store, GalleryVault vault, InstantSource clock) {
        this.store = store;
        this.vault = vault;
        this.expiry = new FaceExpiry(store, shelves, clock);
        this.faces = new FaceStore(store, vault, shelves, expiry);
    }

    /**
     * Opens {@code galleries.db} and {@code galleries.key} in the data folder, making them where they are missing, and
     * erases the faces whose time is over.
     */
    public static Galleries open(Path folder, InstantSource clock) throws IOException {
        return open(folder, clock, SealPolicy.ALONE);
    }

    /** The same by that policy of sealed rows. */
    public static Galleries open(Path folder, InstantSource clock, SealPolicy policy) throws IOException {
        var key = folder.resolve("galleries.key");
        var file = folder.resolve("galleries.db");
        if (Files.exists(file) && !Files.exists(key)) {
            throw new IOException(key + " is missing, and " + file + " cannot be read without it: restore the key, or"
                    + " move the galleries away to start with none.");
        }
        var vault = GalleryVault.open(key);
        var galleries = new Galleries(GalleryDatabase.open(file, new GallerySeal(vault.rows(), policy)), vault, clock);
        galleries.sweep();
        int unassigned = galleries.store.seal().isBroken() ? 0 : galleries.unassigned();
        if (unassigned > 0) {
            LOG.log(
                    Level.WARNING,
                    "{0} galleries of an earlier version have no purpose on record. Each serves, from now"
                            + " on, the purpose of the first call that is permitted to use it (docs/engine.md).",
                    unassigned);
        }
        return galleries;
    }

    /** One gallery as its owner sees it. */
    public record Gallery(String name, long faces, Instant created) {}

    /** What came of adding something. */
    public enum Added {
        DONE,
        EXISTS,
        FULL,
        NO_GALLERY
    }

    /** Erases the faces whose time is over. */
    public void sweep() {
        if (!store.seal().isBroken()) {
            expiry.sweep();
        }
    }

    /** The version and the beginning of the HMAC of the list of all galleries, to be put on record; or null. */
    public @Nullable String root() {
        return store.root();
    }

    /** The faces in them. */
    public FaceStore faces() {
        return faces;
    }

    public GalleryPageTokens tokens() {
        return new GalleryPageTokens(vault);
    }

    public Added create(GalleryKey place, Instant now) {
        return store.alone(() -> {
            if (exists(place)) {
                return Added.EXISTS;
            }
            var count = store.select(
                    row -> row.getInt(1),
                    "SELECT count(*) FROM gallery WHERE owner = ? AND name < ?",
                    place.owner(),
                    GalleryKey.HIDDEN);
            if (count.getFirst() >= MOST_GALLERIES && place.gallery().compareTo(GalleryKey.HIDDEN) < 0) {
                return Added.FULL;
            }
            store.change(
                    "INSERT INTO gallery (owner, name, created, purpose) VALUES (?, ?, ?, ?)",
                    place.owner(),
                    place.gallery(),
                    now.toEpochMilli(),
                    place.purpose());
            store.seal()
                    .seal(
                            store,
                            store.select(row -> row.getLong(1), "SELECT last_insert_rowid()")
                                    .getFirst());
            return Added.DONE;
        });
    }

    /** Adds all of them or none, and makes the gallery where there is none of that name. */
    public Added fill(GalleryKey place, List<EnrolledFace> some, Instant now, @Nullable Instant expires) {
        return store.alone(() -> create(place, now) == Added.FULL ? Added.FULL : faces.enroll(place, some, expires));
    }

    /**
     * The purpose of the gallery of that name, whatever it is asked for; null where there is none, or none on record. One
     * that was changed by something else serves none, so {@link #ALTERED} is given.
     */
    public @Nullable String purpose(GalleryKey place) {
        return store.alone(() -> {
            var rows = rows(store, place);
            var none = exists(place) ? ALTERED : null;
            return rows.isEmpty() ? none : rows.getFirst().purpose();
        });
    }

    public @Nullable Gallery find(GalleryKey place) {
        expiry.sweep();
        return store.alone(() -> {
            var key = key(store, place);
            return key == null
                    ? null
                    : store.select(Galleries::gallery, GALLERY + "key = ?", key).getFirst();
        });
    }

    /** At most {@code max} galleries of the owner, by name, after the one named. */
    public List<Gallery> list(String owner, String after, int max) {
        expiry.sweep();
        return store.alone(() -> store
                .select(
                        row -> new Listed(gallery(row), store.seal().holds(store, row)),
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
            + ", (SELECT count(*) FROM face WHERE gallery = gallery.key) AS faces" + " FROM gallery WHERE ";

    private record Listed(Gallery gallery, boolean holds) {}

    private static Gallery gallery(ResultSet row) throws SQLException {
        return new Gallery(row.getString("name"), row.getLong("faces"), Instant.ofEpochMilli(row.getLong("created")));
    }

    /** False when there is none. */
    public boolean erase(GalleryKey place) {
        boolean erased = store.alone(() -> {
            var key = key(store, place);
            if (key == null) {
                return false;
            }
            store.seal().remove(store, place);
            store.change("DELETE FROM gallery WHERE key = ?", key);
            shelves.forget(key);
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
     * The gallery's key where it serves the purpose that it is asked for, else null. One of an earlier version, which has
     * none on record, serves that of the first who uses it.
     */
    static @Nullable Long key(GalleryDatabase store, GalleryKey place) throws SQLException {
        var rows = rows(store, place);
        if (rows.isEmpty()) {
            return null;
        }
        var row = rows.getFirst();
        if (!store.seal().holdsFaces(store, row.key())) {
            return null;
        }
        if (place.purpose() == null || place.purpose().equals(row.purpose())) {
            return row.key();
        }
        if (row.purpose() != null || store.change(TAKE, place.purpose(), row.key()) != 1) {
            return null;
        }
        store.seal().seal(store, row.key());
        return row.key();
    }

    private static final String TAKE = "UPDATE gallery SET purpose = ? WHERE key = ? AND purpose IS NULL";

    private record Row(long key, @Nullable String purpose, boolean holds) {}

    /** The gallery of that name, where it is as it was written. */
    private static List<Row> rows(GalleryDatabase store, GalleryKey place) throws SQLException {
        return store
                .select(
                        row -> new Row(
                                row.getLong("key"),
                                row.getString("purpose"),
                                store.seal().holds(store, row)),
                        "SELECT " + GallerySeal.COLUMNS + " FROM gallery WHERE owner = ? AND name = ?",
                        place.owner(),
                        place.gallery())
                .stream()
                .filter(Row::holds)
                .toList();
    }

    /** Whether there is a gallery of that name, as it was written or not, or should be one. */
    private boolean exists(GalleryKey place) throws SQLException {
        return store.seal().lists(store, place)
                || !store.select(
                                row -> row.getLong(1),
                                "SELECT key FROM gallery WHERE owner = ? AND name = ?",
                                place.owner(),
                                place.gallery())
                        .isEmpty();
    }

    /** How many galleries serve no purpose yet, for an earlier version made them. */
    private int unassigned() {
        return store.alone(() -> store.select(
                        row -> row.getInt(1),
                        "SELECT count(*) FROM gallery WHERE purpose IS NULL AND name < ?",
                        GalleryKey.HIDDEN))
                .getFirst();
    }
}
