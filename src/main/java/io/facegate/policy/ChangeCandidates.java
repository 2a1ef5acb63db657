package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.call.NearestChange.Kind;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.KnownPlaces;
import io.facegate.policy.vocabulary.TruthValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The changes to a refused call that the rules at work make worth trying: a higher threshold, evidence, a fact that is
 * not known, a more exact place. Only what the call asks for itself, or what an operator verifies and registers.
 */
final class ChangeCandidates {
    /** What the result is used for is close to a purpose, and an exemption is for people to grant: neither is told. */
    private static final Set<Attribute> NEVER_TOLD = Set.of(Attribute.ACTION, Attribute.EXEMPTION);

    /** A place in no named one: an exact place beside those that rules name. */
    private static final String ELSEWHERE = "/elsewhere";

    /** Antarctica: a place that is valid, and that no law names. */
    private static final String NOBODYS_PLACE = "AQ";

    private final List<Rule> rules;
    private final Caller caller;
    private final FaceCall call;
    private final Instant now;

    /** @param rules those that refused, and those that could permit */
    ChangeCandidates(List<Rule> rules, Caller caller, FaceCall call, Instant now) {
        this.rules = rules;
        this.caller = caller;
        this.call = call;
        this.now = now;
    }

    /** Higher thresholds that rules name, the lowest first; none for a call without one. A lower one finds more people. */
    Stream<CandidateChange> thresholds() {
        var asked = call.facts().threshold();
        if (asked == null) {
            return Stream.empty();
        }
        var edges = new TreeSet<Double>();
        conditions().forEach(condition -> collect(Attribute.THRESHOLD, condition, new HashSet<>(), edges));
        return edges.tailSet(asked, false).stream().filter(edge -> edge <= 1).map(CandidateChange::ofThreshold);
    }

    /** Evidence that the call does not show: each type alone, those of the review first, and then those that a condition asks for together. */
    Stream<CandidateChange> evidence(Decision.Refuse refuse) {
        var single = new LinkedHashSet<String>();
        var together = new LinkedHashSet<Set<String>>();
        var review = refuse.refusal().review();
        if (review != null) {
            single.addAll(review.evidence());
            together.add(new LinkedHashSet<>(review.evidence()));
        }
        asking().forEach(condition -> {
            evidenceNamed(condition, single);
            var all = new LinkedHashSet<String>();
            evidenceAskedTogether(condition, all);
            together.add(all);
        });
        return Stream.concat(single.stream().map(Set::of), together.stream())
                .map(this::notShown)
                .filter(types -> !types.isEmpty())
                .filter(types -> types.stream().allMatch(type -> AttestableFacts.mistakeOfEvidence(type) == null))
                .distinct()
                .map(types -> CandidateChange.ofCaller(
                        Kind.REGISTER_EVIDENCE, List.copyOf(types), before -> withEvidence(before, types)));
    }

    /** Conditions that a caller could meet by evidence: exceptions of rules that refused, and permits. */
    private Stream<MatchCondition> asking() {
        return rules.stream()
                .flatMap(rule -> rule.refuses() ? rule.unless().stream() : Stream.of(rule.match()))
                .filter(condition -> condition.names(Attribute.EVIDENCE));
    }

    /** Facts that are not known, each with the values that rules tell apart. */
    Stream<CandidateChange> facts() {
        return Stream.of(Attribute.values())
                .filter(attribute -> attribute.isAttested() && !NEVER_TOLD.contains(attribute))
                .filter(attribute -> !Attribute.COUNTED.contains(attribute) && isUnknown(attribute))
                .flatMap(attribute -> values(attribute).stream()
                        .map(value -> CandidateChange.ofCaller(
                                Kind.REGISTER_FACT,
                                List.of(attribute.fact()),
                                before -> withFact(before, attribute.fact(), value))));
    }

    /** Exact places within those of the caller: such as no rule names, and those that rules name; tried, never told. */
    Stream<CandidateChange> places() {
        var named = new LinkedHashSet<String>();
        conditions().forEach(condition -> collect(Attribute.JURISDICTION, condition, named, new HashSet<>()));
        var tried = new LinkedHashSet<List<String>>();
        tried.add(caller.places().stream().map(place -> exact(place, named)).toList());
        for (var place : named) {
            tried.add(caller.places().stream()
                    .map(larger -> place.startsWith(larger + '-') || place.startsWith(larger + '/')
                            ? exact(place, named)
                            : larger)
                    .toList());
        }
        tried.remove(caller.places());
        return tried.stream()
                .map(places -> CandidateChange.ofCaller(
                        Kind.REGISTER_PLACE, List.of(), before -> before.with(before.context(), places)));
    }

    private Stream<MatchCondition> conditions() {
        return rules.stream().flatMap(rule -> Stream.concat(Stream.of(rule.match()), rule.unless().stream()));
    }

    private Set<String> notShown(Set<String> types) {
        var missing = new LinkedHashSet<>(types);
        missing.removeAll(caller.context().evidence());
        return missing;
    }

    private static void evidenceNamed(MatchCondition condition, Collection<String> types) {
        types.addAll(condition.words(Attribute.EVIDENCE).stream().sorted().toList());
        condition.all().forEach(inside -> evidenceNamed(inside, types));
        condition.any().forEach(inside -> evidenceNamed(inside, types));
    }

    private static void evidenceAskedTogether(MatchCondition condition, Collection<String> types) {
        condition.words(Attribute.EVIDENCE).stream().sorted().findFirst().ifPresent(types::add);
        condition.all().forEach(inside -> evidenceAskedTogether(inside, types));
    }

    private boolean isUnknown(Attribute attribute) {
        var side = EvaluationContext.of(caller, call, now.toEpochMilli());
        return attribute.isRange()
                ? side.numbers(attribute).isEmpty()
                : side.values(attribute).isEmpty();
    }

    /** Values on both sides of what the rules ask of an attribute; tried, never told. */
    private List<String> values(Attribute attribute) {
        var named = new LinkedHashSet<String>();
        var edges = new LinkedHashSet<Double>();
        conditions().forEach(condition -> collect(attribute, condition, named, edges));
        var found = new ArrayList<String>();
        edges.forEach(
                edge -> Stream.of(edge, attribute.kind() == Attribute.Kind.NUMBER ? Math.nextDown(edge) : edge - 1)
                        .forEach(number -> found.add(text(attribute, number))));
        var words = attribute.words();
        var all = words == null ? List.of(NOBODYS_PLACE) : words.words();
        if (!named.isEmpty()) {
            all.stream()
                    .filter(word -> attribute.matches(word, named, now.toEpochMilli()) == TruthValue.NOT)
                    .findFirst()
                    .ifPresent(found::add);
        }
        found.addAll(named);
        return found;
    }

    private static void collect(
            Attribute attribute, MatchCondition condition, Set<String> named, Collection<Double> edges) {
        named.addAll(condition.words(attribute).stream().sorted().toList());
        var range = condition.ranges().get(attribute);
        if (range != null) {
            Stream.of(range.atLeast(), range.below())
                    .filter(edge -> !edge.isInfinite())
                    .forEach(edges::add);
        }
        condition.all().forEach(inside -> collect(attribute, inside, named, edges));
        condition.any().forEach(inside -> collect(attribute, inside, named, edges));
    }

    private String text(Attribute attribute, double number) {
        return switch (attribute.kind()) {
            case DATE -> Instant.ofEpochMilli((long) number).toString();
            case DURATION -> now.minusMillis((long) number).toString();
            default -> Double.toString(number);
        };
    }

    /** Returns a place in a country or a state that no rule names; a city as it is. */
    private static String exact(String place, Set<String> named) {
        if (place.contains("/")) {
            return place;
        }
        var region = place.contains("-")
                ? place
                : KnownPlaces.subdivisions(place)
                        .filter(state -> named.stream().noneMatch(word -> word.startsWith(state)))
                        .findFirst()
                        .orElse(place);
        return region + ELSEWHERE;
    }

    private static Caller withEvidence(Caller caller, Set<String> types) {
        var context = caller.context();
        var all = Stream.concat(context.evidence().stream(), types.stream()).collect(Collectors.toSet());
        return caller.with(new AttestedContext(all, context.facts(), context.caseId()), caller.places());
    }

    private static Caller withFact(Caller caller, String name, String value) {
        var context = caller.context();
        var facts = new HashMap<>(context.facts());
        facts.put(name, List.of(value));
        return caller.with(new AttestedContext(context.evidence(), facts, context.caseId()), caller.places());
    }
}
