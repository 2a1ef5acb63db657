package io.facegate.policy.reading;

import io.facegate.policy.condition.ConditionVariable;
import io.facegate.policy.condition.Formula;
import io.facegate.policy.vocabulary.Attribute;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Finds residual conditions that are always true or never true. */
final class ConditionCheck {
    private static final int MOST = 20_000;
    private static final List<String> CREDENTIALS = List.of("sigv4", "jwt", "api_key", "certificate");

    /** Test values for each variable: one for each case that the condition distinguishes. */
    private final Map<ConditionVariable, TreeSet<Double>> numbers = new EnumMap<>(ConditionVariable.class);

    private final Map<ConditionVariable, Set<String>> texts = new EnumMap<>(ConditionVariable.class);
    private @Nullable String problem;
    private boolean unread;

    private ConditionCheck() {}

    /** What is wrong with a condition, or null. */
    static @Nullable String problem(Formula formula) {
        var check = new ConditionCheck();
        check.checkFormula(formula);
        return check.problem != null ? check.problem : check.constant(formula);
    }

    private void checkFormula(Formula formula) {
        switch (formula) {
            case Formula.All all -> all.parts().forEach(this::checkFormula);
            case Formula.Any any -> any.parts().forEach(this::checkFormula);
            case Formula.Not not -> checkFormula(not.part());
            case Formula.Known _ -> {}
            case Formula.Between between -> number(between);
            case Formula.Named named -> named.words().forEach(word -> text(named.variable(), word));
            case Formula.Uninterpreted one -> unread |= !one.reads().isEmpty();
        }
    }

    private void number(Formula.Between between) {
        var values = numbers.computeIfAbsent(between.variable(), unseen -> new TreeSet<>());
        boolean share = between.variable() == ConditionVariable.THRESHOLD;
        for (double bound : new double[] {between.atLeast(), between.below()}) {
            if (!Double.isFinite(bound)) {
                continue;
            }
            if (share && (bound < 0 || bound > Math.nextUp(1.0))) {
                problem = AttributeNumberDomain.problem(Attribute.THRESHOLD, bound);
            } else if (!share && bound < 0) {
                problem = between.variable().word() + " is never negative";
            }
            DoubleStream.of(bound - 1, Math.nextDown(bound), bound, Math.nextUp(bound), bound + 1)
                    .map(value -> share ? value : Math.rint(value))
                    .filter(value -> value >= 0 && (!share || value <= 1))
                    .forEach(values::add);
        }
    }

    private void text(ConditionVariable variable, String word) {
        texts.computeIfAbsent(variable, unseen -> new TreeSet<>()).add(word);
        if (variable == ConditionVariable.OPERATION && KnownOperations.problem(word) != null) {
            problem = KnownOperations.problem(word);
        } else if (variable == ConditionVariable.CREDENTIAL && !CREDENTIALS.contains(word)) {
            problem = "credential is one of: " + String.join(", ", CREDENTIALS);
        }
    }

    /** Tries all combinations of the test values. */
    private @Nullable String constant(Formula formula) {
        if (unread) {
            return null;
        }
        var choices = new ArrayList<Map.Entry<ConditionVariable, List<?>>>();
        numbers.forEach((variable, values) -> choices.add(Map.entry(variable, List.copyOf(values))));
        texts.forEach((variable, words) -> choices.add(Map.entry(variable, words(variable, words))));
        long combinations = 1;
        for (var choice : choices) {
            combinations = Math.min(
                    MOST + 1L, combinations * Math.max(1, choice.getValue().size()));
        }
        if (combinations > MOST) {
            return null;
        }
        var seen = new boolean[2];
        attempt(formula, choices, 0, new EnumMap<>(ConditionVariable.class), seen);
        if (seen[0] && seen[1]) {
            return null;
        }
        return seen[1]
                ? "is true for every call, so it has no effect; leave the key out"
                : "is never true, so the rule never applies; leave the rule out";
    }

    private static List<String> words(ConditionVariable variable, Set<String> named) {
        if (variable == ConditionVariable.CREDENTIAL) {
            return CREDENTIALS;
        }
        var all = new ArrayList<>(named);
        all.add("");
        return all;
    }

    private static void attempt(
            Formula formula,
            List<Map.Entry<ConditionVariable, List<?>>> choices,
            int at,
            Map<ConditionVariable, Object> facts,
            boolean[] seen) {
        if (at == choices.size()) {
            seen[evaluate(formula, facts) ? 1 : 0] = true;
            return;
        }
        for (var value : choices.get(at).getValue()) {
            facts.put(choices.get(at).getKey(), value);
            attempt(formula, choices, at + 1, facts, seen);
        }
    }

    private static boolean evaluate(Formula formula, Map<ConditionVariable, Object> facts) {
        return switch (formula) {
            case Formula.All all -> all.parts().stream().allMatch(part -> evaluate(part, facts));
            case Formula.Any any -> any.parts().stream().anyMatch(part -> evaluate(part, facts));
            case Formula.Not not -> !evaluate(not.part(), facts);
            case Formula.Known known -> known.value();
            case Formula.Between between ->
                facts.get(between.variable()) instanceof Double value
                        && value >= between.atLeast()
                        && value < between.below();
            case Formula.Named named ->
                facts.get(named.variable()) instanceof String word
                        && named.words().contains(word);
            // Reads no variable, so it is the same for every call; which value is irrelevant.
            case Formula.Uninterpreted _ -> true;
        };
    }
}
