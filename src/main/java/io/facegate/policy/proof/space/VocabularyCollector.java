package io.facegate.policy.proof.space;

import io.facegate.policy.condition.ConditionVariable;
import io.facegate.policy.condition.Formula;
import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects all words, numbers and moments that policies and invariants use. */
public final class VocabularyCollector {
    /**
     * Variable order. Places come first, because rules of different places are independent. Time is last, except with
     * many local times. Attributes that are not named come after those that are.
     */
    static final List<Attribute> ORDER = Attribute.sorted(
            attribute -> true,
            Attribute.JURISDICTION,
            Attribute.ESTABLISHED_IN,
            Attribute.SUBJECT_IN,
            Attribute.OUTPUT_IN,
            Attribute.PROCESSED_IN,
            Attribute.CAPABILITY,
            Attribute.ORGANISATION,
            Attribute.PROVIDER,
            Attribute.ON_BEHALF_OF,
            Attribute.ORGANISATION_ID,
            Attribute.PURPOSE,
            Attribute.OPERATION,
            Attribute.ACTION,
            Attribute.GALLERY_SOURCE,
            Attribute.PLACE_TYPE,
            Attribute.CAMERA,
            Attribute.SETTING,
            Attribute.OFFENCE,
            Attribute.REFERENCE,
            Attribute.EVIDENCE,
            Attribute.THRESHOLD,
            Attribute.INSTANCE_CREATED,
            Attribute.USE_AGE,
            Attribute.OFFENCE_YEARS,
            Attribute.ACCURACY,
            Attribute.PEOPLE);

    /** Upper bound of the offset of local times from UTC, in milliseconds. */
    private static final long WIDEST = 20 * 3_600_000L;

    private static final Span ALWAYS = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

    private final Map<Attribute, Map<Set<String>, Span>> words = new EnumMap<>(Attribute.class);
    private final Map<String, Set<String>> literals = new LinkedHashMap<>();
    private final Map<String, SortedSet<Double>> numbers = new LinkedHashMap<>();
    private final SortedMap<String, Formula.Uninterpreted> unread = new TreeMap<>();
    private final SortedSet<Long> moments = new TreeSet<>();
    private final SortedSet<Long> localMoments = new TreeSet<>();

    /** Period in which a condition may apply. */
    public record Span(long from, long until) {
        Span union(Span other) {
            return new Span(Math.min(from, other.from), Math.max(until, other.until));
        }
    }

    VocabularyCollector(List<PolicySet> books, Collection<Invariant> invariants) {
        for (var policySet : books) {
            policySet.rules().forEach(this::collect);
            policySet.overrides().forEach(one -> moments.addAll(List.of(one.from(), one.until())));
        }
        for (var invariant : invariants) {
            collect(invariant.claim());
        }
        if (!localMoments.isEmpty()) {
            words.computeIfAbsent(Attribute.JURISDICTION, unnamed -> new LinkedHashMap<>());
        }
    }

    private void collect(Invariant.Claim claim) {
        switch (claim) {
            case Invariant.Decided decided -> {
                moments.addAll(List.of(decided.from(), decided.until()));
                var span = new Span(decided.from(), decided.until());
                collect(decided.scope(), span);
                decided.except().forEach(one -> collect(one, span));
            }
            case Invariant.Omission omission -> omission.except().forEach(one -> collect(one, ALWAYS));
            case Invariant.Chain _ -> {}
        }
    }

    /** Sets of words that conditions name together, with their period, by attribute. */
    public Map<Attribute, Map<Set<String>, Span>> words() {
        return words;
    }

    /** Numbers that attributes and variables are compared with. */
    Map<String, SortedSet<Double>> numbers() {
        return numbers;
    }

    /** Uninterpreted conditions, by their text. */
    SortedMap<String, Formula.Uninterpreted> unread() {
        return unread;
    }

    /** Instants at which rules, overrides and invariants start, end or change. */
    SortedSet<Long> moments() {
        return moments;
    }

    /** Local times at which rules start, end or change, encoded as if they were UTC. */
    SortedSet<Long> localMoments() {
        return localMoments;
    }

    /** True if some condition reads the variable. */
    boolean reads(ConditionVariable variable) {
        return literals.containsKey(variable.word()) || numbers.containsKey(variable.word());
    }

    private void collect(Rule rule) {
        long from = Long.MAX_VALUE;
        long until = Long.MIN_VALUE;
        for (var version : rule.validity().versions()) {
            moments.add(version.known());
            (rule.validity().local() ? localMoments : moments).addAll(List.of(version.from(), version.until()));
            from = Math.min(from, version.from());
            until = Math.max(until, version.until());
        }
        localMoments.removeAll(List.of(Long.MIN_VALUE, Long.MAX_VALUE));
        var span = new Span(
                from == Long.MIN_VALUE ? from : from - WIDEST,
                rule.validity().review() || until == Long.MAX_VALUE ? Long.MAX_VALUE : until + WIDEST);
        collect(rule.match(), span);
        rule.unless().forEach(one -> collect(one, span));
        if (rule.when() != null) {
            collect(rule.when().formula());
        }
    }

    private void collect(MatchCondition match, Span span) {
        match.words()
                .forEach((attribute, named) -> words.computeIfAbsent(attribute, unnamed -> new LinkedHashMap<>())
                        .merge(named, span, Span::union));
        match.ranges().forEach((attribute, range) -> number(attribute.word(), List.of(range.atLeast(), range.below())));
        match.any().forEach(inside -> collect(inside, span));
        match.all().forEach(inside -> collect(inside, span));
    }

    private void collect(Formula formula) {
        switch (formula) {
            case Formula.All all -> all.parts().forEach(this::collect);
            case Formula.Any any -> any.parts().forEach(this::collect);
            case Formula.Not not -> collect(not.part());
            case Formula.Known _ -> {}
            case Formula.Between between ->
                number(between.variable().word(), List.of(between.atLeast(), between.below()));
            case Formula.Named named -> text(named.variable(), named.words());
            case Formula.Uninterpreted one -> {
                unread.put(one.text(), one);
                one.reads().forEach(this::read);
            }
        }
    }

    /** Whether the variable is absent matters for every comparison. */
    private void read(ConditionVariable variable) {
        if (variable.isText()) {
            text(variable, Set.of());
        } else {
            number(variable.word(), List.of());
        }
    }

    private void text(ConditionVariable variable, Set<String> texts) {
        if (variable == ConditionVariable.OPERATION) {
            var named = words.computeIfAbsent(Attribute.OPERATION, unnamed -> new LinkedHashMap<>());
            texts.forEach(one -> named.merge(Set.of(one), ALWAYS, Span::union));
        } else {
            literals.computeIfAbsent(variable.word(), unnamed -> new TreeSet<>())
                    .addAll(texts);
        }
    }

    private void number(String word, List<Double> all) {
        numbers.computeIfAbsent(word, unnamed -> new TreeSet<>()).addAll(all);
    }
}
