package io.facegate.usecase.reconcile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of a trail's folder that the last comparison read, so that the next one reads only what it needs. */
final class TrailFileCache {
    /** Most files that are remembered, of about 300 bytes each; further ones are read each time. */
    private static final int MOST = 1 << 20;

    private final Map<String, File> before = new HashMap<>();
    private final Map<String, File> now = new HashMap<>();
    private final int most;
    private boolean isFirst = true;
    private boolean isComplete;

    TrailFileCache() {
        this(MOST);
    }

    /** @param most files that are remembered */
    TrailFileCache(int most) {
        this.most = most;
    }

    /**
     * What tells whether a file is still the same.
     *
     * @param key the file system's own name of it; null where it has none
     */
    record State(long size, FileTime modified, @Nullable Object key) {
        /** The state of a file; null if it is no regular file, or cannot be looked at. */
        static @Nullable State of(Path file) {
            try {
                var found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return found.isRegularFile()
                        ? new State(found.size(), found.lastModifiedTime(), found.fileKey())
                        : null;
            } catch (IOException unreadable) {
                return null;
            }
        }
    }

    /**
     * A file that was read.
     *
     * @param state null if it was not read whole, or changed meanwhile, so that it is to be read again
     * @param digest the SHA-256 of it, in hex
     * @param newest the time of its newest call of the face service; null if it has none
     * @param records how many records were read of it
     */
    record File(
            @Nullable State state, String digest, @Nullable Instant newest, long records) {
        /** True if it may have calls of a period, or such as use up permits of it. */
        boolean reaches(Period period) {
            return newest != null && !period.widened().isAfter(newest);
        }
    }

    /** Begins a comparison. One before it may have ended early. */
    void start() {
        now.clear();
    }

    /** The file as it was read, which is kept for the next comparison; null if it is another now, or was not read whole. */
    @Nullable
    File find(String name, @Nullable State state) {
        var there = before.get(name);
        if (there == null || there.state() == null || !there.state().equals(state)) {
            return null;
        }
        add(name, there);
        return there;
    }

    /** How many records the last comparison read of the file of that name; 0 if it had none. */
    long records(String name) {
        var there = before.get(name);
        return there == null ? 0 : there.records();
    }

    /** True if there was a comparison, and every file of the last one is known. */
    boolean isComplete() {
        return isComplete;
    }

    /** True if the last comparison had more files than are known, so that one which is not known may not be new. */
    boolean isCutShort() {
        return !isFirst && !isComplete;
    }

    /** Adds a file of this comparison. */
    void add(String name, File file) {
        if (now.size() < most) {
            now.put(name, file);
        }
    }

    /** Ends a comparison: its files are what the next one knows. */
    void finish() {
        isFirst = false;
        isComplete = now.size() < most;
        before.clear();
        before.putAll(now);
        now.clear();
    }
}
