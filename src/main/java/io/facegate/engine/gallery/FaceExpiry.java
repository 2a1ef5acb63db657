package io.facegate.engine.gallery;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Erases expired faces before any later access can find them. */
final class FaceExpiry {
    private final GalleryDatabase store;
    private final TemplateIndexCache shelves;
    private final InstantSource clock;
    /** Nothing expires before this time; changed under the database lock only. */
    private volatile long next = Long.MIN_VALUE;

    FaceExpiry(GalleryDatabase store, TemplateIndexCache shelves, InstantSource clock) {
        this.store = store;
        this.shelves = shelves;
        this.clock = clock;
        store.onChange(() -> next = Long.MIN_VALUE);
    }

    /** Erases expired faces. */
    void sweep() {
        if (clock.millis() < next) {
            return;
        }
        if (clock.millis() < store.read(this::noteFirstExpiry)) {
            return;
        }
        var erased = store.runExclusive(() -> erase(clock.millis()), this::removeFromIndex);
        if (!erased.keys.isEmpty()) {
            store.flush();
        }
    }

    private record Erased(Map<Long, Set<Long>> keys, long next) {}

    private Erased erase(long now) throws SQLException {
        var keys = new HashMap<Long, Set<Long>>();
        store.select(
                row -> keys.computeIfAbsent(row.getLong(1), gallery -> new HashSet<>())
                        .add(row.getLong(2)),
                "SELECT gallery, key FROM face WHERE expires <= ?",
                now);
        for (long gallery : keys.keySet()) {
            store.seal().recordRemoval(store, gallery, "expires <= ?", now);
        }
        store.change("DELETE FROM face WHERE expires <= ?", now);
        return new Erased(keys, firstExpiry());
    }

    private long noteFirstExpiry() throws SQLException {
        next = firstExpiry();
        return next;
    }

    private long firstExpiry() throws SQLException {
        return store.select(row -> row.getLong(1), "SELECT coalesce(min(expires), " + Long.MAX_VALUE + ") FROM face")
                .getFirst();
    }

    private void removeFromIndex(Erased erased) {
        erased.keys.forEach((gallery, keys) -> {
            var shelf = shelves.get(gallery);
            if (shelf != null) {
                shelf.remove(keys);
            }
        });
        next = erased.next;
    }

    /** Notes an expiry time of stored faces; must be called under the database lock. */
    void noteExpiry(@Nullable Instant expires) {
        if (expires != null) {
            next = Math.min(next, expires.toEpochMilli());
        }
    }
}
