package io.facegate.console.policy;

import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Validity;
import io.facegate.policy.proof.change.ChangeReason.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The dates of a set of policies as its rules write them, by day. What was known of a date at that date counts. */
final class DatedEntries {
    private final SortedMap<LocalDate, List<Entry>> days = new TreeMap<>();

    private DatedEntries() {}

    /**
     * Something that happens to a rule on a day.
     *
     * @param by who overrides it; else empty
     */
    record Entry(Kind kind, Rule rule, LocalDateTime when, boolean dated, String by) {}

    static SortedMap<LocalDate, List<Entry>> of(PolicySet policySet) {
        var all = new DatedEntries();
        policySet.rules().forEach(all::add);
        var rules = policySet.rules().stream().collect(Collectors.toMap(Rule::id, Function.identity()));
        for (var override : policySet.overrides()) {
            var rule = rules.get(override.rule());
            if (rule != null) {
                all.addInstant(Kind.OVERRIDE_BEGINS, rule, override.from(), override.decidedBy());
                all.addInstant(Kind.OVERRIDE_ENDS, rule, override.until(), override.decidedBy());
            }
        }
        return all.days;
    }

    private void add(Rule rule) {
        for (var version : rule.validity().versions()) {
            if (version.known() != Long.MIN_VALUE) {
                addInstant(Kind.KNOWN, rule, version.known(), "");
            }
            if (version.status() != LegalStatus.NEVER_ENACTED) {
                add(Kind.BEGINS, rule, version, version.from());
                add(Kind.ENDS, rule, version, version.until());
            }
        }
    }

    /** Adds a date of a version, if that version was the known one when the date came. */
    private void add(Kind kind, Rule rule, Validity.Version version, long moment) {
        if (moment == Long.MIN_VALUE
                || moment == Long.MAX_VALUE
                || !rule.validity().versionKnownAt(moment).equals(version)) {
            return;
        }
        var when = rule.validity().written(moment);
        put(new Entry(kind, rule, when, true, ""));
    }

    private void addInstant(Kind kind, Rule rule, long moment, String by) {
        if (moment != Long.MIN_VALUE && moment != Long.MAX_VALUE) {
            var when = LocalDateTime.ofInstant(Instant.ofEpochMilli(moment), ZoneOffset.UTC);
            put(new Entry(kind, rule, when, false, by));
        }
    }

    private void put(Entry entry) {
        days.computeIfAbsent(entry.when.toLocalDate(), any -> new ArrayList<>()).add(entry);
    }
}
