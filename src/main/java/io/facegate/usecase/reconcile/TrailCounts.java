package io.facegate.usecase.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts of what a trail holds. Every record of it is in one of them. */
public final class TrailCounts {
    /** How many damaged files are named. */
    private static final int NAMED = 20;

    private long records;
    private long unreadable;
    private long others;
    private long harmless;
    private long repeated;
    private long outside;
    private long calls;
    private final List<String> damaged = new ArrayList<>();
    private @Nullable Instant oldest;
    private @Nullable Instant newest;

    void countUnreadable() {
        unreadable++;
    }

    void countOther() {
        records++;
        others++;
    }

    void countRead(Instant time) {
        records++;
        oldest = oldest == null || time.isBefore(oldest) ? time : oldest;
        newest = newest == null || time.isAfter(newest) ? time : newest;
    }

    void countHarmless() {
        harmless++;
    }

    void countRepeated() {
        repeated++;
    }

    void countOutside() {
        outside++;
    }

    void countCall() {
        calls++;
    }

    /** Notes a file with something that could not be read. */
    void nameDamaged(String file) {
        if (damaged.size() < NAMED) {
            damaged.add(file);
        }
    }

    /** The first files with something that could not be read. */
    public List<String> damaged() {
        return List.copyOf(damaged);
    }

    /** All records that could be read. */
    public long records() {
        return records;
    }

    /** Records, or files, that could not be read. */
    public long unreadable() {
        return unreadable;
    }

    /** Records that are not calls of the vendor's face service. */
    public long others() {
        return others;
    }

    /** Calls that have nothing to do with faces, such as reading text. */
    public long harmless() {
        return harmless;
    }

    /** Entries that the trail holds more than once. */
    public long repeated() {
        return repeated;
    }

    /** Calls outside of the period that was asked for. */
    public long outside() {
        return outside;
    }

    /** Face calls that were compared with the ledger. */
    public long calls() {
        return calls;
    }

    /** Time of the oldest call of the face service, or null. */
    public @Nullable Instant oldest() {
        return oldest;
    }

    /** Time of the newest call of the face service, or null. */
    public @Nullable Instant newest() {
        return newest;
    }
}
