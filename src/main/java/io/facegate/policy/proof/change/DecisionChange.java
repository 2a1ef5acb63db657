package io.facegate.policy.proof.change;

import io.facegate.policy.proof.model.CheckedExample;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * A change of decisions in readable form.
 *
 * @param kind {@code permitted} or {@code refused}: newly so; {@code stronger} or {@code weaker}: more or fewer
 *     obligations
 * @param demand the obligation added or dropped; else empty
 * @param rules the rules that cause it
 * @param classes number of affected combinations of organisation, purpose, capability, provider and place of use
 * @param values for each relevant attribute, the values of the affected calls
 * @param boxes the exact requests as disjoint products of values; only the first of many
 * @param complete true if all boxes are listed
 * @param examples one affected call, decided before and after; empty if no call of usual size shows the change
 * @param settled false if it depends on conditions that cannot be analysed
 */
public record DecisionChange(
        String kind,
        String demand,
        List<String> rules,
        BigInteger classes,
        Map<String, List<String>> values,
        List<Map<String, List<String>>> boxes,
        boolean complete,
        List<CheckedExample> examples,
        boolean settled) {
    public DecisionChange {
        rules = List.copyOf(rules);
        boxes = List.copyOf(boxes);
        examples = List.copyOf(examples);
    }

    /** True if the engine that decides real calls agrees with the analysis on the shown call. */
    public boolean isConfirmed() {
        if (examples.isEmpty()) {
            return true;
        }
        boolean was = examples.getFirst().isPermitted();
        boolean is = examples.getLast().isPermitted();
        return switch (kind) {
            case "permitted" -> !was && is;
            case "refused" -> was && !is;
            default -> was && is;
        };
    }
}
