package io.facegate.ledger.search;

import io.facegate.ledger.search.RecordQuery.Period;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that have records of a period, and those of them that roll-ups can answer for: of a period of whole days all
 * but the one that grows, of another those that lie within it.
 *
 * @param touched blocks with records of the period
 * @param blocks those that roll-ups can answer for
 * @param whole those of {@code blocks} of which each day counts
 */
record RollUpCoverage(Set<Long> touched, Set<Long> blocks, Set<Long> whole, Period period) {
    /** Of a period, before an index if there is one. */
    static RollUpCoverage of(Connection connection, Period period, @Nullable Long beforeIndex) throws SQLException {
        long next = SearchProjection.next(connection);
        long until = beforeIndex == null ? next : Math.min(next, beforeIndex);
        var found = new RollUpCoverage(new TreeSet<>(), new HashSet<>(), new HashSet<>(), period);
        try (var spans = connection.prepareStatement("SELECT span / ?1, min(first), max(last) FROM span GROUP BY 1")) {
            spans.setLong(1, PostingBlock.SIZE / TimeSpan.SIZE);
            try (var rows = spans.executeQuery()) {
                while (rows.next()) {
                    long block = rows.getLong(1);
                    // The audit compares no others, so what was written for them must not count.
                    if (block >= 0 && block <= PostingBlock.number(until)) {
                        long end = (block + 1) << PostingBlock.SHIFT;
                        found.add(block, rows.getLong(2), rows.getLong(3), end <= until);
                    }
                }
            }
        }
        return found;
    }

    private void add(long block, long earliest, long latest, boolean ended) {
        if (period.excludes(earliest, latest)) {
            return;
        }
        touched.add(block);
        boolean within = period.contains(earliest) && period.contains(latest);
        if (ended && (within || isOfDays())) {
            blocks.add(block);
        }
        if (ended && within) {
            whole.add(block);
        }
    }

    private boolean isOfDays() {
        return (period.from() == null || BlockDays.isBegin(period.first()))
                && (period.until() == null || BlockDays.isBegin(period.end()));
    }

    /** Only these of the blocks that roll-ups can answer for. */
    RollUpCoverage among(Collection<Long> some) {
        var kept = new HashSet<>(blocks);
        kept.retainAll(some);
        return new RollUpCoverage(touched, kept, whole, period);
    }

    /** Without these of the blocks that roll-ups can answer for. */
    RollUpCoverage without(Collection<Long> some) {
        var kept = new HashSet<>(blocks);
        kept.removeAll(some);
        return new RollUpCoverage(touched, kept, whole, period);
    }

    /** The blocks with records of the period that roll-ups cannot answer for. */
    Set<Long> rest() {
        var rest = new TreeSet<>(touched);
        rest.removeAll(blocks);
        return rest;
    }

    /** True if a day of a block counts. */
    boolean counts(long block, long day) {
        return whole.contains(block) || period.contains(BlockDays.begin(day));
    }
}
