package io.facegate.ledger.appeal;

import java.util.List;

/**
 * An appeal against a decision. It consists of its records in the ledger, and of nothing else.
 *
 * @param steps oldest first; at least one
 */
public record Appeal(String decision, List<AppealStep> steps) {
    public Appeal {
        steps = List.copyOf(steps);
    }

    /** The newest step. */
    public AppealStep latest() {
        return steps.getLast();
    }

    /** The newest text of the caller. */
    public AppealStep filed() {
        return steps.reversed().stream()
                .filter(step -> step.act() == AppealAct.FILED)
                .findFirst()
                .orElse(steps.getFirst());
    }

    /** {@code open}, {@code needs_information}, {@code upheld} or {@code rejected}. */
    public String state() {
        return latest().act().state();
    }

    /** True if an officer may answer it. */
    public boolean isOpen() {
        return latest().act() == AppealAct.FILED;
    }
}
