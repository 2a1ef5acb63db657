package io.facegate.cli.policy;

import io.facegate.cli.CommandOutput;
import io.facegate.policy.proof.change.DecisionChange;
import io.facegate.policy.proof.model.CheckedExample;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints changed decisions, as lines for people or as JSON. */
final class DecisionDiffPrinter {
    private static final int SHOWN = 8;

    private final CommandOutput output;
    private final String before;
    private final String after;

    /**
     * @param before label of the earlier decision
     * @param after label of the later decision
     */
    DecisionDiffPrinter(CommandOutput output, String before, String after) {
        this.output = output;
        this.before = before;
        this.after = after;
    }

    /** Prints each change. Changes by the same rules for the same calls are grouped. */
    void print(List<DecisionChange> changes) {
        var groups = new LinkedHashMap<List<Object>, List<DecisionChange>>();
        for (var change : changes) {
            var same = List.<Object>of(change.kind(), change.rules(), change.classes(), change.values());
            groups.computeIfAbsent(same, unseen -> new ArrayList<>()).add(change);
        }
        groups.values().forEach(this::entry);
    }

    private void entry(List<DecisionChange> group) {
        var change = group.getFirst();
        var demands = group.stream().map(DecisionChange::demand).toList();
        output.print("  " + heading(change.kind(), demands) + describeRules(change.rules()) + " ("
                + String.format("%,d", change.classes())
                + (change.classes().equals(BigInteger.ONE) ? " class" : " classes")
                + (group.stream().allMatch(DecisionChange::settled)
                        ? ")"
                        : "; depends on conditions that were not read)"));
        change.values().forEach((word, values) -> output.print("      " + word + ": " + firstFew(values)));
        if (!change.examples().isEmpty()) {
            print(change.examples().getFirst(), change.examples().getLast());
        }
    }

    private void print(CheckedExample was, CheckedExample is) {
        output.print("      for example " + was.call());
        if (was.verdict().equals(is.verdict())) {
            output.print("          " + is.verdict() + " as before");
        } else {
            output.print("          " + before + ' ' + was.verdict());
            output.print("          " + after + ' ' + is.verdict());
        }
    }

    private static String heading(String kind, List<String> demands) {
        return switch (kind) {
            case "permitted" -> "NEWLY PERMITTED";
            case "refused" -> "NEWLY REFUSED";
            case "stronger" -> "NEWLY ASKED: " + String.join(", ", demands);
            default -> "NO LONGER ASKED: " + String.join(", ", demands);
        };
    }

    private static String describeRules(List<String> rules) {
        return rules.isEmpty() ? "" : ", by " + firstFew(rules);
    }

    private static String firstFew(List<String> values) {
        var between = values.stream().anyMatch(value -> value.contains(", ")) ? "; " : ", ";
        var shown = String.join(between, values.subList(0, Math.min(SHOWN, values.size())));
        return values.size() <= SHOWN ? shown : shown + between + "and " + (values.size() - SHOWN) + " more";
    }

    static Map<String, @Nullable Object> fields(DecisionChange change) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("change", change.kind());
        fields.put("demand", change.demand().isEmpty() ? null : change.demand());
        fields.put("rules", change.rules());
        fields.put("classes", change.classes());
        fields.put("where", change.values());
        fields.put("boxes", change.boxes());
        fields.put("complete", change.complete());
        fields.put("settled", change.settled());
        fields.put("confirmed", change.isConfirmed());
        fields.put("calls", change.examples().stream().map(CallJson::fields).toList());
        return fields;
    }
}
