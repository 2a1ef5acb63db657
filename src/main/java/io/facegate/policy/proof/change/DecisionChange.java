package io.facegate.policy.proof.change;

import io.facegate.policy.proof.model.CheckedExample;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * Calls that are decided otherwise, as people read it.
 *
 * @param kind {@code permitted} or {@code refused}, which they were not before; {@code stronger} or {@code weaker}, where
 *     more or less is asked in return
 * @param demand what is asked, or no longer asked; else empty
 * @param rules that make it so
 * @param classes how many combinations of organisation, purpose, capability, provider and place of use have such calls
 * @param where of each attribute that matters, the values that such calls have
 * @param boxes exactly which requests, as products of values, apart from one another; only the first of many
 * @param complete whether all boxes are there
 * @param shown one such call, as decided before and after; none where no call of usual size shows it
 * @param settled false where it hangs on conditions that could not be read
 */
public record DecisionChange(
        String kind,
        String demand,
        List<String> rules,
        BigInteger classes,
        Map<String, List<String>> where,
        List<Map<String, List<String>>> boxes,
        boolean complete,
        List<CheckedExample> shown,
        boolean settled) {
    public DecisionChange {
        rules = List.copyOf(rules);
        boxes = List.copyOf(boxes);
        shown = List.copyOf(shown);
    }

    /** Whether the engine that judges real calls decides the shown call as the analysis says. */
    public boolean confirmed() {
        if (shown.isEmpty()) {
            return true;
        }
        boolean was = shown.getFirst().permitted();
        boolean is = shown.getLast().permitted();
        return switch (kind) {
            case "permitted" -> !was && is;
            case "refused" -> was && !is;
            default -> was && is;
        };
    }
}
