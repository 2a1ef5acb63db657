package io.facegate.engine.gallery;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** LRU cache of in-memory gallery indexes, by last search; guarded by the database lock. */
final class TemplateIndexCache {
    private static final int BYTES_A_FACE = 128 * Float.BYTES + Long.BYTES;

    private final Map<Long, TemplateIndex> byGallery = new LinkedHashMap<>(16, 0.75f, true);
    private final long room = Runtime.getRuntime().maxMemory() / 8 / BYTES_A_FACE;

    @Nullable
    TemplateIndex get(long gallery) {
        return byGallery.get(gallery);
    }

    void put(long gallery, TemplateIndex shelf) {
        byGallery.put(gallery, shelf);
        long faces = byGallery.values().stream().mapToLong(TemplateIndex::size).sum();
        var eldest = byGallery.entrySet().iterator();
        while (faces > room && eldest.hasNext()) {
            var entry = eldest.next();
            if (entry.getKey() != gallery) {
                faces -= entry.getValue().size();
                eldest.remove();
            }
        }
    }

    void remove(long gallery) {
        byGallery.remove(gallery);
    }
}
