package io.facegate.policy.proof;

import io.facegate.policy.language.Invariant;
import java.util.ArrayList;
import java.util.List;

/** An invariant and its outcome. */
public record InvariantProof(Invariant invariant, InvariantOutcome outcome) {
    public boolean isProved() {
        return outcome instanceof InvariantOutcome.Proved;
    }

    /** Word for the outcome. */
    public String word() {
        return switch (outcome) {
            case InvariantOutcome.Proved _ -> "proved";
            case InvariantOutcome.Refuted _ -> "refuted";
            case InvariantOutcome.Possible _ -> "possible";
            case InvariantOutcome.Inconclusive _ -> "inconclusive";
            case InvariantOutcome.Disagreed _ -> "fault";
        };
    }

    /** Explanation, line by line; empty if there is nothing to add. */
    public List<String> explanation() {
        var lines = new ArrayList<String>();
        switch (outcome) {
            case InvariantOutcome.Proved proved -> {
                if (proved.empty()) {
                    lines.add("but no call meets what it is about");
                }
            }
            case InvariantOutcome.Refuted refuted -> refuted.calls().forEach(call -> lines.add(call.toString()));
            case InvariantOutcome.Possible possible -> lines.add(possible.reason());
            case InvariantOutcome.Inconclusive inconclusive -> lines.add(inconclusive.reason());
            case InvariantOutcome.Disagreed disagreed -> {
                lines.add("the analysis expects otherwise than the engine decides; please report this");
                disagreed.calls().forEach(call -> lines.add(call.toString()));
            }
        }
        return lines;
    }
}
