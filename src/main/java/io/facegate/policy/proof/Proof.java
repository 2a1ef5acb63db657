package io.facegate.policy.proof;

import io.facegate.policy.language.Invariant;
import java.util.ArrayList;
import java.util.List;

/** An invariant, and what became of it. */
public record Proof(Invariant invariant, Outcome outcome) {
    public boolean isProved() {
        return outcome instanceof Outcome.Proved;
    }

    /** The outcome's word. */
    public String word() {
        return switch (outcome) {
            case Outcome.Proved _ -> "proved";
            case Outcome.Refuted _ -> "refuted";
            case Outcome.Possible _ -> "possible";
            case Outcome.Inconclusive _ -> "inconclusive";
            case Outcome.Disagreed _ -> "fault";
        };
    }

    /** Why, in lines; none where there is nothing to add. */
    public List<String> why() {
        var lines = new ArrayList<String>();
        switch (outcome) {
            case Outcome.Proved proved -> {
                if (proved.empty()) {
                    lines.add("but no call meets what it is about");
                }
            }
            case Outcome.Refuted refuted -> refuted.calls().forEach(call -> lines.add(call.toString()));
            case Outcome.Possible possible -> lines.add(possible.why());
            case Outcome.Inconclusive inconclusive -> lines.add(inconclusive.why());
            case Outcome.Disagreed disagreed -> {
                lines.add("the analysis expects otherwise than the engine decides; please report this");
                disagreed.calls().forEach(call -> lines.add(call.toString()));
            }
        }
        return lines;
    }
}
