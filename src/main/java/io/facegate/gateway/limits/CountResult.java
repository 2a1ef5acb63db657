package io.facegate.gateway.limits;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of counters that one call was to be taken from.
 *
 * @param full the first limit that had none left, so that nothing was taken; null if the call was counted
 * @param waitMicros how long until a rate has one again; 0 for a budget
 * @param remaining what is left of each limit, in the order asked; empty if nothing was taken
 */
record CountResult(@Nullable LimitCounter full, long waitMicros, List<Long> remaining) {
    static CountResult full(LimitCounter counter, long waitMicros) {
        return new CountResult(counter, waitMicros, List.of());
    }

    static CountResult counted(List<Long> remaining) {
        return new CountResult(null, 0, remaining);
    }
}
