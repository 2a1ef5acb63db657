package io.facegate.policy.catalogue;

import io.facegate.policy.language.Citation;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Validity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One row of the pack table.
 *
 * @param windows the validity windows of its rules, as written
 * @param cases how many test cases cover it
 */
public record PackRow(PolicyPack pack, List<String> windows, int cases) {
    public PackRow {
        windows = List.copyOf(windows);
    }

    /** Legal status of its rules as last known, counted. */
    public String status() {
        return countByWord(rule -> latest(rule.validity()).word());
    }

    private static LegalStatus latest(Validity validity) {
        return validity.versions().getLast().status();
    }

    public String modes() {
        return countByWord(rule -> rule.mode().word());
    }

    /** How its citations were checked, counted. */
    public String evidence() {
        return countByWord(rule -> rule.ruleText().citation() == null
                ? ""
                : rule.ruleText().citation().evidence());
    }

    /** Citations of its rules, one per instrument. */
    public List<Citation> citations() {
        return pack.rules().stream()
                .map(rule -> rule.ruleText().citation())
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(Citation::ref, Function.identity(), (one, other) -> one, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    /** First and last day on which its citations were checked; empty without citations. */
    public String verificationDates() {
        var days = citations().stream().map(Citation::checked).sorted().toList();
        if (days.isEmpty()) {
            return "";
        }
        var first = days.getFirst();
        var last = days.getLast();
        return first.equals(last) ? first.toString() : first + " to " + last;
    }

    /** Words with the number of rules for each; without the number if all have the same word. */
    private String countByWord(Function<Rule, String> word) {
        Map<String, Long> counts = pack.rules().stream()
                .map(word)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
        return counts.size() == 1
                ? counts.keySet().iterator().next()
                : counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }
}
