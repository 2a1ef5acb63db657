package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.policy.Decision;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Counters of decisions: one for each verdict, wire, provider, operation and rule, up to a limit. */
public final class DecisionCounts {
    private static final int MOST_COUNTERS = 5_000;
    private static final String OTHER = "other";

    private final ConcurrentHashMap<Labels, Runnable> counters = new ConcurrentHashMap<>();
    private final Function<Labels, Runnable> newCounter;

    /**
     * Labels of a counter.
     *
     * @param wire the vendor of the API that the call arrived on, or {@code facegate}
     * @param operation the vendor's name of the operation; {@code other} if the call is not one that is known
     * @param rule the rule that decided
     */
    public record Labels(String verdict, String wire, String provider, String operation, String rule) {}

    DecisionCounts(Function<Labels, Runnable> newCounter) {
        this.newCounter = newCounter;
    }

    void count(FaceCall call, Decision decision) {
        var verdict = decision instanceof Decision.Permit ? "permit" : "refuse";
        // The name of an unknown operation is the caller's: anything.
        var operation = call.preconditionFailure() == null ? call.operation() : OTHER;
        var route = call.route();
        var wire = route == null ? call.provider() : route.wire();
        var labels = new Labels(verdict, wire, call.provider(), operation, decision.rule());
        var counter = counters.get(labels);
        if (counter == null) {
            var kept = counters.size() < MOST_COUNTERS ? labels : new Labels(verdict, OTHER, OTHER, OTHER, OTHER);
            counter = counters.computeIfAbsent(kept, newCounter);
        }
        counter.run();
    }
}
