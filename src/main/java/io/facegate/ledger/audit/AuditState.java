package io.facegate.ledger.audit;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Result of auditing the whole log.
 *
 * @param lastCleanPass when the log was last verified in full, or null if never
 * @param position records that the running pass has checked
 * @param size records that it checks in total
 * @param log records that do not verify, by the last pass with findings that no clean pass followed
 * @param projection records that the search file omitted or changed, likewise; the file was rebuilt since
 * @param problem why the audit cannot continue, or null
 * @param next when the next pass begins by itself; null while one runs, or before the first
 */
public record AuditState(
        @Nullable CleanPass lastCleanPass,
        long position,
        long size,
        @Nullable Finding log,
        @Nullable Finding projection,
        @Nullable String problem,
        @Nullable Instant next) {
    /** The state before any audit. */
    public static final AuditState NONE = new AuditState(null, 0, 0, null, null, null);

    /** Without a known time of the next pass. */
    public AuditState(
            @Nullable CleanPass lastCleanPass,
            long position,
            long size,
            @Nullable Finding log,
            @Nullable Finding projection,
            @Nullable String problem) {
        this(lastCleanPass, position, size, log, projection, problem, null);
    }

    /** A clean pass, and how many records it checked. */
    public record CleanPass(Instant time, long records) {}

    /**
     * A finding.
     *
     * @param index the first record affected
     * @param description description
     * @param count how many records
     * @param indices the first records affected, in order; at most {@link #NAMED}
     */
    public record Finding(Instant time, long index, String description, long count, List<Long> indices) {
        /** How many records a finding keeps by their index. It counts the others. */
        public static final int NAMED = 100;

        public Finding {
            indices = List.copyOf(indices);
        }

        /** A finding of which only the first record is known by its index. */
        public Finding(Instant time, long index, String description, long count) {
            this(time, index, description, count, List.of(index));
        }

        /** The finding of consecutive records. */
        static Finding ofRange(long index, String description, long count) {
            return new Finding(Instant.now(), index, description, count, range(index, count));
        }

        private static List<Long> range(long index, long count) {
            return LongStream.range(index, index + Math.min(count, NAMED))
                    .boxed()
                    .toList();
        }

        /** The same with more consecutive records; a record that it names already is not counted again. */
        Finding withRange(long first, long more) {
            if (more == 1 && indices.contains(first)) {
                return this;
            }
            return new Finding(time, index, description, count + more, merge(indices, range(first, more)));
        }

        /** What this and an earlier pass know, while this one runs. */
        Finding withEarlier(Finding earlier) {
            var known = merge(indices, earlier.indices);
            var first = earlier.index < index ? earlier : this;
            long all = Math.max(Math.max(count, earlier.count), known.size());
            return new Finding(time, first.index, first.description, all, known);
        }

        private static List<Long> merge(Collection<Long> some, Collection<Long> others) {
            var all = new TreeSet<>(some);
            all.addAll(others);
            return all.stream().limit(NAMED).toList();
        }
    }

    AuditState withPosition(long now, long of) {
        return new AuditState(lastCleanPass, now, of, log, projection, null);
    }

    /** Returns the state of a running pass; what an earlier pass found stays known until this one ends. */
    AuditState withFindings(@Nullable Finding inLog, @Nullable Finding inProjection) {
        return new AuditState(
                lastCleanPass, position, size, merge(inLog, log), merge(inProjection, projection), problem);
    }

    private static @Nullable Finding merge(@Nullable Finding found, @Nullable Finding earlier) {
        if (found == null || earlier == null) {
            return found == null ? earlier : found;
        }
        return found.withEarlier(earlier);
    }

    /** Returns the state after a complete pass. */
    AuditState completed(Instant now, @Nullable Finding inLog, @Nullable Finding inProjection) {
        return new AuditState(
                inLog == null ? new CleanPass(now, size) : lastCleanPass, size, size, inLog, inProjection, null);
    }

    AuditState withProblem(String why) {
        return new AuditState(lastCleanPass, position, size, log, projection, why);
    }

    /** Returns the same state, with the time at which the next pass begins by itself. */
    AuditState withNext(Instant begins) {
        return new AuditState(lastCleanPass, position, size, log, projection, problem, begins);
    }
}
