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
    private long unchanged;
    private long early;
    private long late;
    private final List<String> damaged = new ArrayList<>();
    private @Nullable Instant oldest;
    private @Nullable Instant newest;
    private @Nullable Instant newestOfFile;

    /** Begins with another file. */
    void startFile() {
        newestOfFile = null;
    }

    /** Time of the newest call of the face service in the file that was read last, or null. */
    @Nullable
    Instant newestOfFile() {
        return newestOfFile;
    }

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
        newestOfFile = newestOfFile == null || time.isAfter(newestOfFile) ? time : newestOfFile;
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

    /** Counts a face call from before the period. */
    void countEarly() {
        early++;
    }

    /** Counts the records of a file that an earlier comparison read, and that has nothing of the period. */
    void countUnchanged(long count) {
        records += count;
        unchanged += count;
    }

    /** Counts face calls that came so late that no comparison had them. */
    void countLate(long count) {
        late += count;
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

    /** Face calls from before the period. */
    long early() {
        return early;
    }

    /** Records of files that an earlier comparison read, and that were not read again. */
    public long unchanged() {
        return unchanged;
    }

    /** Face calls of new files from before the period: no comparison had them. */
    public long late() {
        return late;
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
