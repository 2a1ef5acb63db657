package io.facegate.engine.gallery;

import io.facegate.engine.vision.FaceTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** In-memory search index of one gallery: templates in one contiguous array, searched by a linear scan. */
final class TemplateIndex {
    private static final int NUMBERS = 128;
    private static final int CHUNK = 4096;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final List<float[]> chunks = new ArrayList<>();
    private long[] keys = new long[16];
    private int size;

    /** A template close to the probe. */
    record Hit(long key, double distance) {}

    int size() {
        lock.readLock().lock();
        try {
            return size;
        } finally {
            lock.readLock().unlock();
        }
    }

    void add(long key, FaceTemplate template) {
        lock.writeLock().lock();
        try {
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
            }
            if (size == chunks.size() * CHUNK) {
                chunks.add(new float[CHUNK * NUMBERS]);
            }
            keys[size] = key;
            System.arraycopy(template.numbers(), 0, chunks.get(size / CHUNK), size % CHUNK * NUMBERS, NUMBERS);
            size++;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Removes templates; the last one moves into each gap, and its old place is overwritten. */
    void remove(Set<Long> gone) {
        lock.writeLock().lock();
        try {
            for (int i = size - 1; i >= 0; i--) {
                if (gone.contains(keys[i])) {
                    size--;
                    var last = chunks.get(size / CHUNK);
                    int from = size % CHUNK * NUMBERS;
                    System.arraycopy(last, from, chunks.get(i / CHUNK), i % CHUNK * NUMBERS, NUMBERS);
                    Arrays.fill(last, from, from + NUMBERS, 0);
                    keys[i] = keys[size];
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Searches, nearest first. */
    List<Hit> search(FaceTemplate probe, double farthest, int max) {
        var nearest =
                new PriorityQueue<>(Comparator.comparingDouble(Hit::distance).reversed());
        lock.readLock().lock();
        try {
            double limit = farthest;
            for (int i = 0; i < size && max > 0; i++) {
                double distance = FaceTemplate.distance(probe.numbers(), chunks.get(i / CHUNK), i % CHUNK * NUMBERS);
                if (distance <= limit) {
                    nearest.add(new Hit(keys[i], distance));
                    if (nearest.size() > max) {
                        nearest.poll();
                        limit = nearest.element().distance();
                    }
                }
            }
        } finally {
            lock.readLock().unlock();
        }
        return nearest.stream()
                .sorted(Comparator.comparingDouble(Hit::distance))
                .toList();
    }
}
