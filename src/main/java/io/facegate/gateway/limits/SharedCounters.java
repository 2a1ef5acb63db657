package io.facegate.gateway.limits;

import io.facegate.call.Fault;
import java.util.List;
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

    /** Why the counts cannot be reached at the moment, or null. Asks if it is not known. */
    @Nullable
    String problem();

    @Override
    void close();
}
