package io.facegate.engine.gallery;

import static java.util.Objects.requireNonNull;

import io.facegate.call.Fault;
import io.facegate.engine.gallery.GalleryStore.AddResult;
import io.facegate.engine.vision.FaceTemplate;
import io.facegate.integrity.GalleryRowFormat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Faces of all galleries: encrypted on disk, templates in memory while they are searched. */
public final class FaceStore {
    private final GalleryDatabase store;
    private final TemplateIndexCache shelves;
    private final FaceExpiry expiry;

    FaceStore(GalleryDatabase store, TemplateIndexCache shelves, FaceExpiry expiry) {
        this.store = store;
        this.shelves = shelves;
        this.expiry = expiry;
    }

    /** A search hit: the stored face and its distance from the probe. */
    public record FoundFace(EnrolledFace face, double distance) {}

    /** A stored face and its key, which follows the order of enrolment. */
    public record Entry(long key, EnrolledFace face) {}

    /**
     * Stores all faces or none.
     *
     * @param expires when they are erased, or null
     */
    public AddResult enroll(GalleryKey place, List<EnrolledFace> faces, @Nullable Instant expires) {
        expiry.sweep();
        var enrolment = store.runExclusive(() -> enrolment(place, faces, expires), done -> {
            expiry.noteExpiry(expires);
            var shelf = shelves.get(done.gallery);
            if (shelf != null) {
                done.entries.forEach(
                        entry -> shelf.add(entry.key(), entry.face().template()));
            }
        });
        return enrolment.added;
    }

    private record Enrolment(AddResult added, long gallery, List<Entry> entries) {}

    private Enrolment enrolment(GalleryKey place, List<EnrolledFace> faces, @Nullable Instant expires)
            throws SQLException {
        var gallery = GalleryStore.key(store, place);
        if (gallery == null) {
            return new Enrolment(AddResult.NO_GALLERY, 0, List.of());
        }
        var count = store.select(row -> row.getInt(1), "SELECT count(*) FROM face WHERE gallery = ?", gallery);
        if (count.getFirst() + faces.size() > GalleryStore.MOST_FACES) {
            return new Enrolment(AddResult.FULL, 0, List.of());
        }
        var entries = new ArrayList<Entry>();
        for (var kept : faces) {
            entries.add(new Entry(insert(gallery, kept, expires), kept));
        }
        store.seal().seal(store, gallery);
        return new Enrolment(AddResult.DONE, gallery, entries);
    }

    /**
     * Stores those faces whose ids are not there yet.
     *
     * @return false if that would be too many
     */
    boolean enrollAbsent(GalleryKey place, List<EnrolledFace> faces, @Nullable Instant expires) {
        return store.runExclusive(() -> {
            var absent = new ArrayList<EnrolledFace>();
            for (var face : faces) {
                if (store.select(row -> row.getLong(1), "SELECT key FROM face WHERE id = ?", face.faceId())
                        .isEmpty()) {
                    absent.add(face);
                }
            }
            return absent.isEmpty() || enroll(place, absent, expires) == AddResult.DONE;
        });
    }

    private long insert(long gallery, EnrolledFace kept, @Nullable Instant expires) throws SQLException {
        var sealed =
                store.cipher().seal(EnrolledFaceCodec.write(kept), GalleryRowFormat.context(gallery, kept.faceId()));
        var over = expires == null ? null : Long.valueOf(expires.toEpochMilli());
        long key = store.insert(
                "INSERT INTO face (key, gallery, id, sealed, expires) VALUES (?, ?, ?, ?, ?)",
                gallery,
                kept.faceId(),
                sealed,
                over);
        store.seal().recordAddition(store, gallery, kept.faceId(), over, sealed);
        return key;
    }

    /** Lists at most {@code max} faces after that key, in order of enrolment; null if there is no such gallery. */
    public @Nullable List<Entry> list(GalleryKey place, long after, int max) {
        expiry.sweep();
        return store.read(() -> {
            var gallery = GalleryStore.key(store, place);
            return gallery == null ? null : list(gallery, after, max);
        });
    }

    private List<Entry> list(long gallery, long after, int max) throws SQLException {
        var found = store.select(
                row -> entry(gallery, row),
                "SELECT key, id, sealed, expires FROM face WHERE gallery = ? AND key > ? ORDER BY key LIMIT ?",
                gallery,
                after,
                max);
        long last = found.size() < max ? Long.MAX_VALUE : found.getLast().key();
        store.requireAll(gallery, after, last, found.size());
        return found;
    }

    /** Returns the face with that id, or null if this gallery does not hold it. */
    public @Nullable Entry find(GalleryKey place, String faceId) {
        expiry.sweep();
        return store.read(() -> {
            var gallery = GalleryStore.key(store, place);
            var found = gallery == null ? List.<Entry>of() : entries(gallery, "id = ?", faceId);
            if (gallery != null && found.isEmpty()) {
                store.requireErased(gallery, faceId);
            }
            return found.isEmpty() ? null : found.getFirst();
        });
    }

    /** Returns the purpose of the owner's hidden gallery that temporarily keeps this face; null if none does. */
    public @Nullable String purpose(GalleryKey hidden, String faceId) {
        expiry.sweep();
        return store.read(() -> store
                .select(
                        row -> row.getString(1),
                        "SELECT purpose FROM face JOIN gallery ON gallery.key = face.gallery WHERE face.id = ?"
                                + " AND owner = ? AND name > ? AND purpose IS NOT NULL",
                        faceId,
                        hidden.owner(),
                        GalleryKey.HIDDEN)
                .stream()
                .findFirst()
                .orElse(null));
    }

    private List<Entry> entries(long gallery, String which, Object value) throws SQLException {
        var sql = "SELECT key, id, sealed, expires FROM face WHERE gallery = ? AND " + which;
        return store.select(row -> entry(gallery, row), sql, gallery, value);
    }

    private Entry entry(long gallery, ResultSet row) throws SQLException {
        var id = row.getString(2);
        boolean sound = store.isVerified(gallery, row.getLong(1), row);
        return new Entry(row.getLong(1), EnrolledFaceCodec.read(id, decrypt(store, gallery, sound, row)));
    }

    /** The content of a face that was verified with its gallery. */
    static byte[] decrypt(GalleryDatabase store, long gallery, boolean sound, ResultSet row) throws SQLException {
        var plain = sound
                ? store.cipher().open(row.getBytes("sealed"), GalleryRowFormat.context(gallery, row.getString("id")))
                : null;
        if (plain == null) {
            throw new Fault.ProviderDown("An enrolled face is damaged, or the key is not the one it was sealed by.");
        }
        return plain;
    }

    /**
     * Finds stored faces up to a distance from the probe, nearest first.
     *
     * @return null if there is no such gallery
     */
    public @Nullable List<FoundFace> search(GalleryKey place, FaceTemplate probe, double farthest, int max) {
        expiry.sweep();
        var index = store.read(() -> {
            var gallery = GalleryStore.key(store, place);
            return gallery == null ? null : loadIndex(gallery);
        });
        if (index == null) {
            return null;
        }
        var hits = index.search(probe, farthest, max);
        return store.read(() -> {
            // Another call may have erased the gallery or a face meanwhile.
            var gallery = GalleryStore.key(store, place);
            if (gallery == null) {
                return null;
            }
            var near = new ArrayList<FoundFace>();
            for (var hit : hits) {
                var found = entries(gallery, "key = ?", hit.key());
                if (found.isEmpty()) {
                    store.requireErased(gallery, hit.key());
                }
                found.forEach(entry -> near.add(new FoundFace(entry.face(), hit.distance())));
            }
            return near;
        });
    }

    private TemplateIndex loadIndex(long gallery) throws SQLException {
        var shared = store.index(gallery);
        if (shared != null) {
            return shared;
        }
        var held = shelves.get(gallery);
        if (held != null) {
            return held;
        }
        var shelf = new TemplateIndex();
        var read = "SELECT key, id, sealed, expires FROM face WHERE gallery = ?";
        store.select(
                row -> {
                    var entry = entry(gallery, row);
                    shelf.add(entry.key(), entry.face().template());
                    return entry.key();
                },
                read,
                gallery);
        shelves.put(gallery, shelf);
        return shelf;
    }

    /** Erases the given faces that exist and returns their ids; null if there is no such gallery. */
    public @Nullable List<String> erase(GalleryKey place, List<String> ids) {
        expiry.sweep();
        var erased = store.runExclusive(() -> planErasure(place, ids), done -> {
            var shelf = done == null ? null : shelves.get(done.gallery);
            if (shelf != null && done != null) {
                shelf.remove(done.keys);
            }
        });
        if (erased == null) {
            return null;
        }
        store.flush();
        return erased.ids;
    }

    /** Renames all faces of an external id; false if the gallery holds none. */
    public boolean rename(GalleryKey place, String from, String to) {
        expiry.sweep();
        return store.runExclusive(() -> {
            var gallery = GalleryStore.key(store, place);
            var own = gallery == null
                    ? List.<Entry>of()
                    : entries(gallery, "key > ?", 0L).stream()
                            .filter(entry -> from.equals(entry.face().externalId()))
                            .toList();
            for (var entry : own) {
                rename(requireNonNull(gallery), entry, to);
            }
            return !own.isEmpty();
        });
    }

    /** Where gateways share the rows, a renamed face has a new key, so that the others notice. */
    private void rename(long gallery, Entry entry, String to) throws SQLException {
        var kept = entry.face().withExternalId(to);
        var expires = store.select(
                        row -> row.getObject(1) == null ? Optional.<Long>empty() : Optional.of(row.getLong(1)),
                        "SELECT expires FROM face WHERE key = ?",
                        entry.key())
                .getFirst();
        store.seal().recordRemoval(store, gallery, "key = ?", entry.key());
        if (store.isShared()) {
            store.change("DELETE FROM face WHERE key = ?", entry.key());
            insert(gallery, kept, expires.map(Instant::ofEpochMilli).orElse(null));
        } else {
            var sealed = store.cipher()
                    .seal(EnrolledFaceCodec.write(kept), GalleryRowFormat.context(gallery, kept.faceId()));
            store.change("UPDATE face SET sealed = ? WHERE key = ?", sealed, entry.key());
            store.seal().recordAddition(store, gallery, kept.faceId(), expires.orElse(null), sealed);
        }
        store.seal().seal(store, gallery);
    }

    private record Erasure(long gallery, Set<Long> keys, List<String> ids) {}

    private @Nullable Erasure planErasure(GalleryKey place, List<String> ids) throws SQLException {
        var gallery = GalleryStore.key(store, place);
        if (gallery == null) {
            return null;
        }
        var erasure = new Erasure(gallery, new HashSet<>(), new ArrayList<>());
        for (var id : ids) {
            var keys = store.select(
                    row -> row.getLong(1), "SELECT key FROM face WHERE gallery = ? AND id = ?", gallery, id);
            if (!keys.isEmpty()) {
                store.seal().recordRemoval(store, gallery, "key = ?", keys.getFirst());
                store.change("DELETE FROM face WHERE key = ?", keys.getFirst());
                erasure.keys.addAll(keys);
                erasure.ids.add(id);
            }
        }
        return erasure;
    }
}
