package io.facegate.engine.gallery;

import io.facegate.integrity.MultisetHash;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway keeps in memory of galleries that others change too: which faces each has, verified against the sum in
 * its row, and the templates of those that are searched. Used under the lock of the database.
 */
final class SharedTemplates {
    /** Faces in memory, templates or not; the galleries that were used longest ago are forgotten. */
    private final long room = Runtime.getRuntime().maxMemory() / 8 / 1024;

    private final Map<Long, Held> byGallery = new LinkedHashMap<>(16, 0.75f, true);

    /** What a face adds to the sum of its gallery. */
    private record Term(String id, BigInteger value) {}

    /** One gallery at one version of its row. */
    private static final class Held {
        private final Map<Long, Term> terms = new HashMap<>();
        private final Map<String, Long> keys = new HashMap<>();
        private BigInteger sum = MultisetHash.emptyHash();
        private long newest = Long.MIN_VALUE;
        private long version = Long.MIN_VALUE;
        private @Nullable TemplateIndex index;

        void add(long key, Term term) {
            terms.put(key, term);
            keys.put(term.id, key);
            sum = MultisetHash.plusTerm(sum, term.value);
            newest = Math.max(newest, key);
        }

        void removeAll(Set<Long> gone) {
            for (var key : gone) {
                var term = terms.remove(key);
                if (term != null) {
                    keys.remove(term.id, key);
                    sum = MultisetHash.plusTerm(sum, term.value.negate());
                }
            }
            if (index != null) {
                index.remove(gone);
            }
        }

        boolean is(GallerySeal.Sum enrolled) {
            return terms.size() == enrolled.count() && sum.equals(enrolled.sum());
        }
    }

    /**
     * Reads what changed in a gallery whose row was just verified.
     *
     * @return whether it has exactly the enrolled faces
     */
    boolean synchronize(GalleryDatabase store, long gallery) throws SQLException {
        long version = version(store, gallery);
        var held = byGallery.computeIfAbsent(gallery, none -> new Held());
        if (held.version == version) {
            return true;
        }
        var enrolled = store.seal().faceSum(store, gallery);
        readNewer(store, gallery, held);
        if (!held.is(enrolled)) {
            held.removeAll(findErased(store, gallery, held));
        }
        if (!held.is(enrolled)) {
            held.removeAll(new HashSet<>(held.terms.keySet()));
            held.newest = Long.MIN_VALUE;
            readNewer(store, gallery, held);
        }
        if (!held.is(enrolled)) {
            forget(gallery);
            store.seal().reportAlteredFaces(gallery);
            return false;
        }
        held.version = version;
        makeRoom(gallery);
        return true;
    }

    private static long version(GalleryDatabase store, long gallery) throws SQLException {
        var versions = store.select(row -> row.getLong(1), "SELECT version FROM gallery WHERE key = ?", gallery);
        return versions.isEmpty() ? Long.MIN_VALUE + 1 : versions.getFirst();
    }

    private static void readNewer(GalleryDatabase store, long gallery, Held held) throws SQLException {
        store.select(
                row -> {
                    var term = new Term(row.getString("id"), store.seal().term(gallery, row));
                    held.add(row.getLong("key"), term);
                    if (held.index != null) {
                        addTemplate(store, gallery, held.index, row);
                    }
                    return gallery;
                },
                "SELECT key, id, sealed, expires FROM face WHERE gallery = ? AND key > ? ORDER BY key",
                gallery,
                held.newest);
    }

    private static void addTemplate(GalleryDatabase store, long gallery, TemplateIndex index, ResultSet row)
            throws SQLException {
        var plain = FaceStore.decrypt(store, gallery, true, row);
        index.add(
                row.getLong("key"),
                EnrolledFaceCodec.read(row.getString("id"), plain).template());
    }

    private static Set<Long> findErased(GalleryDatabase store, long gallery, Held held) throws SQLException {
        var erased = new HashSet<>(held.terms.keySet());
        List<Long> there = store.select(row -> row.getLong(1), "SELECT key FROM face WHERE gallery = ?", gallery);
        there.forEach(erased::remove);
        return erased;
    }

    /** The templates of a gallery that was synchronized in this transaction. */
    TemplateIndex index(GalleryDatabase store, long gallery) throws SQLException {
        var held = byGallery.get(gallery);
        if (held == null) {
            throw new SQLException("a gallery was forgotten while it was used");
        }
        if (held.index == null) {
            var index = new TemplateIndex();
            store.select(
                    row -> {
                        if (isVerified(gallery, row.getLong("key"), store.seal().term(gallery, row))) {
                            addTemplate(store, gallery, index, row);
                        }
                        return gallery;
                    },
                    "SELECT key, id, sealed, expires FROM face WHERE gallery = ?",
                    gallery);
            held.index = index;
        }
        return held.index;
    }

    boolean isVerified(long gallery, long face, BigInteger term) {
        var held = byGallery.get(gallery);
        var known = held == null ? null : held.terms.get(face);
        return known != null && term.equals(known.value);
    }

    boolean remembers(long gallery, String id) {
        var held = byGallery.get(gallery);
        return held != null && held.keys.containsKey(id);
    }

    /** The faces after that key, up to and with the last one. */
    long count(long gallery, long after, long last) {
        var held = byGallery.get(gallery);
        return held == null
                ? 0
                : held.terms.keySet().stream()
                        .filter(key -> key > after && key <= last)
                        .count();
    }

    boolean remembers(long gallery, long face) {
        var held = byGallery.get(gallery);
        return held != null && held.terms.containsKey(face);
    }

    /** Takes over what others changed, and forgets galleries that are gone. */
    void synchronizeAll(GalleryDatabase store) throws SQLException {
        for (var gallery : List.copyOf(byGallery.keySet())) {
            long version = version(store, gallery);
            var held = byGallery.get(gallery);
            if (version == Long.MIN_VALUE + 1) {
                forget(gallery);
            } else if (held != null && held.version != version) {
                synchronize(store, gallery);
            }
        }
    }

    private void forget(long gallery) {
        var held = byGallery.remove(gallery);
        if (held != null) {
            held.removeAll(new HashSet<>(held.terms.keySet()));
        }
    }

    void forgetAll() {
        List.copyOf(byGallery.keySet()).forEach(this::forget);
    }

    private void makeRoom(long used) {
        long faces =
                byGallery.values().stream().mapToLong(held -> held.terms.size()).sum();
        for (var gallery : List.copyOf(byGallery.keySet())) {
            if (faces > room && gallery != used) {
                faces -= byGallery.getOrDefault(gallery, new Held()).terms.size();
                forget(gallery);
            }
        }
    }
}
