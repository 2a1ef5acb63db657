package io.facegate.app.registration;

import java.util.List;
import java.util.stream.Stream;

/**
 * The calls that try one vendor's API: detect, compare, and one gallery from its making to its end.
 *
 * @param request how they are written
 * @param steps in this order; each is tried, whatever became of the others
 * @param end removes what the steps made, also after a failure
 */
public record VendorCheckCalls(VendorCheckRequest request, List<VendorCheckCall> steps, List<VendorCheckCall> end) {
    public VendorCheckCalls {
        steps = List.copyOf(steps);
        end = List.copyOf(end);
    }

    /** All calls in their order. */
    public Stream<VendorCheckCall> all() {
        return Stream.concat(steps.stream(), end.stream());
    }
}
