package io.facegate.gateway.limits;

import io.facegate.call.Fault;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts that several gateways share. Each gateway also counts by itself, so this can only refuse more. */
public interface SharedCounters extends AutoCloseable {
    /**
     * A count to take one from.
     *
     * @param floor how many this process has already counted in it
     */
    record Take(LimitCounter counter, long floor) {}

    /**
     * Takes one from every count, or from none of them.
     *
     * @throws Fault.LimitsDown if the answer did not come in time or is not valid; something may have been taken
     */
    CountResult take(List<Take> counts);

    /**
     * What is left of each count; takes nothing.
     *
     * @throws Fault.LimitsDown if that is not known
     */
    List<Long> remaining(List<Take> counts);

    /** Gives back one of each budget. What cannot be given back stays taken. */
    void giveBack(List<LimitCounter> budgets);

    /**
     * The part of a budget that this process counted.
     *
     * @param id of the budget
     */
    record Part(String id, Instant ends, long counted) {}

    /**
     * Puts this process's parts of budgets back, if the counts were lost since this was last called. Nothing else is
     * changed.
     *
     * @param parts asked only if counts were lost
     * @throws Fault.LimitsDown if the counts cannot be reached; then the next call tries again
     */
    void restoreLost(Supplier<List<Part>> parts);

    /** Why the counts cannot be reached at the moment, or null. Asks if it is not known. */
    @Nullable
    String problem();

    @Override
    void close();
}
