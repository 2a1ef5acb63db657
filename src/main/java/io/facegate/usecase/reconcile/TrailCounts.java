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
    private long late;
    private long earlierOfFile;
    private long recordsBefore;
    private long earlyOfFile;
    private long addedOfFile;
    private final List<String> damaged = new ArrayList<>();
    private @Nullable Instant oldest;
    private @Nullable Instant newest;
    private @Nullable Instant newestOfFile;

    /**
     * Begins with another file.
     *
     * @param earlier how many records an earlier comparison read of it
     */
    void startFile(long earlier) {
        newestOfFile = null;
        earlierOfFile = earlier;
        recordsBefore = records;
        earlyOfFile = 0;
        addedOfFile = 0;
    }

    /** How many records of the file were read. */
    long recordsOfFile() {
        return records - recordsBefore;
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
        countOfFile(time);
    }

    /** Counts a record whose time has not come. It does not tell how far the trail reaches. */
    void countAhead(Instant time) {
        records++;
        countOfFile(time);
    }

    private void countOfFile(Instant time) {
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
        earlyOfFile++;
        if (recordsOfFile() > earlierOfFile) {
            addedOfFile++;
        }
    }

    /** Counts the records of a file that an earlier comparison read, and that has nothing of the period. */
    void countUnchanged(long count) {
        records += count;
        unchanged += count;
    }

    /**
     * Counts the early face calls of the file that came so late that no comparison had them: those behind the records that
     * an earlier one read. If the file has fewer records now, it is another file.
     */
    void countLateOfFile() {
        late += recordsOfFile() < earlierOfFile ? earlyOfFile : addedOfFile;
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

    /** Records, or files, that could not be read, and records of a time that has not come. */
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

    /** Records of files that an earlier comparison read, and that were not read again. */
    public long unchanged() {
        return unchanged;
    }

    /** Face calls that came to the trail after their time was compared: no comparison had them. */
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
