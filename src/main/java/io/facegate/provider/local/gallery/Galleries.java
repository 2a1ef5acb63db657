package io.facegate.provider.local.gallery;

import java.io.IOException;
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

    private final Store store;
    private final Vault vault;
    private final Shelves shelves = new Shelves();
    private final Expiry expiry;
    private final Faces faces;

    private Galleries(Store store, Vault vault, InstantSource clock) {
        this.store = store;
        this.vault = vault;
        this.expiry = new Expiry(store, shelves, clock);
        this.faces = new Faces(store, vault, shelves, expiry);
    }

    /**
     * Opens {@code galleries.db} and {@code galleries.key} in the data folder, making them where they are missing, and
     * erases the faces whose time is over.
     */
    public static Galleries open(Path folder, InstantSource clock) throws IOException {
        var key = folder.resolve("galleries.key");
        var file = folder.resolve("galleries.db");
        if (Files.exists(file) && !Files.exists(key)) {
            throw new IOException(key + " is missing, and " + file + " cannot be read without it: restore the key, or"
                    + " move the galleries away to start with none.");
        }
        var vault = Vault.open(key);
        var galleries = new Galleries(Store.open(file), vault, clock);
        galleries.sweep();
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
        expiry.sweep();
    }

    /** The faces in them. */
    public Faces faces() {
        return faces;
    }

    public Tokens tokens() {
        return new Tokens(vault);
    }

    public Added create(Place place, Instant now) {
        return store.alone(() -> {
            if (key(store, place) != null) {
                return Added.EXISTS;
            }
            var count = store.select(
                    row -> row.getInt(1),
                    "SELECT count(*) FROM gallery WHERE owner = ? AND name < ?",
                    place.owner(),
                    Place.HIDDEN);
            if (count.getFirst() >= MOST_GALLERIES && place.gallery().compareTo(Place.HIDDEN) < 0) {
                return Added.FULL;
            }
            store.change(
                    "INSERT INTO gallery (owner, name, created) VALUES (?, ?, ?)",
                    place.owner(),
                    place.gallery(),
                    now.toEpochMilli());
            return Added.DONE;
        });
    }

    public @Nullable Gallery find(Place place) {
        expiry.sweep();
        return store.alone(() ->
                store
                        .select(Galleries::gallery, GALLERY + "owner = ? AND name = ?", place.owner(), place.gallery())
                        .stream()
                        .findFirst()
                        .orElse(null));
    }

    /** At most {@code max} galleries of the owner, by name, after the one named. */
    public List<Gallery> list(String owner, String after, int max) {
        expiry.sweep();
        return store.alone(() -> store.select(
                Galleries::gallery,
                GALLERY + "owner = ? AND name > ? AND name < ? ORDER BY name LIMIT ?",
                owner,
                after,
                Place.HIDDEN,
                max));
    }

    private static final String GALLERY =
            "SELECT name, (SELECT count(*) FROM face WHERE gallery = gallery.key), created FROM gallery WHERE ";

    private static Gallery gallery(ResultSet row) throws SQLException {
        return new Gallery(row.getString(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3)));
    }

    /** False when there is none. */
    public boolean erase(Place place) {
        boolean erased = store.alone(() -> {
            var key = key(store, place);
            if (key == null) {
                return false;
            }
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

    static @Nullable Long key(Store store, Place place) throws SQLException {
        var keys = store.select(
                row -> row.getLong(1),
                "SELECT key FROM gallery WHERE owner = ? AND name = ?",
                place.owner(),
                place.gallery());
        return keys.isEmpty() ? null : keys.getFirst();
    }
}
