package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.call.NearestChange;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.TruthValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Searches for one registration that would make a refused call permitted: a type of evidence, a fact that is not known,
 * or a more exact place. Each proposal is decided before it is made. Only what an operator verifies and registers is
 * proposed, and no value of a fact: the caller learns that the true value matters, not which value helps.
 */
final class RegistrationSearch {
    /** Most decisions that one search makes. */
    static final int MOST_DECISIONS = 10;

    /** A place in no named one: an exact place beside those that rules name. */
    private static final String ELSEWHERE = "/elsewhere";

    /** A state that is none: ISO 3166 leaves these letters to users. */
    private static final String NO_STATE = "-ZZ";

    /** Antarctica: a place that is valid, and that no law names. */
    private static final String NOBODYS_PLACE = "AQ";

    private final PolicyEngine policies;
    private final List<Rule> rules;
    private final Caller caller;
    private final FaceCall call;
    private final Instant now;
    private int left = MOST_DECISIONS;

    RegistrationSearch(PolicyEngine policies, List<Rule> rules, Caller caller, FaceCall call, Instant now) {
        this.policies = policies;
        this.rules = rules;
        this.caller = caller;
        this.call = call;
        this.now = now;
    }

    /** Returns the change, or null if the call is permitted, is refused unseen, or no single registration helps. */
    @Nullable
    NearestChange find() {
        if (caller.preconditionFailure() != null
                || call.preconditionFailure() != null
                || !(decide(caller) instanceof Decision.Refuse refuse)) {
            return null;
        }
        var relevant = rules.stream().filter(isRelevant(refuse)).toList();
        var evidence = findEvidence(refuse, relevant);
        if (evidence != null || !caller.principals().isEmpty()) {
            // A caller for others learns nothing of what is registered about its principals.
            return evidence;
        }
        var fact = findFact(refuse, relevant);
        return fact != null ? fact : findPlace(refuse, relevant);
    }

    /** The rules that refused, and those that could permit: of the others, no change here makes a difference. */
    private Predicate<Rule> isRelevant(Decision.Refuse refuse) {
        var fired = new HashSet<>(refuse.matched());
        return rule -> rule.refuses() ? fired.contains(rule.id()) : rule.permits();
    }

    private Decision decide(Caller other) {
        left--;
        return policies.decideForVendors(other, call, now).decision();
    }

    private boolean isPermitted(Caller other) {
        return left > 0 && decide(other) instanceof Decision.Permit;
    }

    private @Nullable NearestChange findEvidence(Decision.Refuse refuse, List<Rule> relevant) {
        var asking = relevant.stream()
                .flatMap(rule -> rule.refuses() ? rule.unless().stream() : Stream.of(rule.match()))
                .filter(condition -> names(condition, Attribute.EVIDENCE))
                .toList();
        return evidenceToTry(refuse, asking).stream()
                .filter(types -> types.stream().allMatch(type -> AttestableFacts.mistakeOfEvidence(type) == null))
                .filter(types -> couldHelp(asking, withEvidence(types)))
                .filter(types -> isPermitted(withEvidence(types)))
                .findFirst()
                .map(types -> new NearestChange(
                        NearestChange.Kind.REGISTER_EVIDENCE,
                        List.copyOf(types),
                        "The policies permit the same call with this evidence, on file and named by the call: "
                                + String.join(", ", types)
                                + ". If the organisation has it and it is not on file yet, the operator can register it"
                                + " (facegate evidence add --org ORG --id ID --type TYPE). Each call must name it"
                                + " (Facegate-Evidence: ID, or its case with Facegate-Case)."))
                .orElse(null);
    }

    /** Types that the call does not show: each alone, those of the review first, and then those that a condition asks for together. */
    private Set<Set<String>> evidenceToTry(Decision.Refuse refuse, List<MatchCondition> asking) {
        var single = new LinkedHashSet<String>();
        var together = new LinkedHashSet<Set<String>>();
        var review = refuse.refusal().review();
        if (review != null) {
            single.addAll(review.evidence());
            together.add(new LinkedHashSet<>(review.evidence()));
        }
        for (var condition : asking) {
            evidenceNamed(condition, single);
            var all = new LinkedHashSet<String>();
            evidenceAskedTogether(condition, all);
            together.add(all);
        }
        return Stream.concat(single.stream().map(Set::of), together.stream())
                .map(this::notShown)
                .filter(types -> !types.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
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

    /** True if, for such a caller, an exception of a refusing rule holds or a permitting rule applies. */
    private boolean couldHelp(List<MatchCondition> asking, Caller other) {
        var sides = EvaluationContext.forChain(other, call, now.toEpochMilli());
        return asking.stream().anyMatch(condition -> holds(condition, sides));
    }

    private boolean holds(MatchCondition condition, List<EvaluationContext> sides) {
        return call.facts().effectiveCapabilities().stream()
                .anyMatch(able -> sides.stream().anyMatch(side -> side.matches(condition, able) == TruthValue.SURELY));
    }

    private static boolean names(MatchCondition condition, Attribute attribute) {
        return condition.words().containsKey(attribute)
                || condition.ranges().containsKey(attribute)
                || Stream.concat(condition.all().stream(), condition.any().stream())
                        .anyMatch(inside -> names(inside, attribute));
    }

    private @Nullable NearestChange findFact(Decision.Refuse refuse, List<Rule> relevant) {
        for (var attribute : Attribute.values()) {
            // What the result is used for is close to a purpose: nobody is told that another one would do.
            boolean isAsked = attribute.isAttested() && attribute != Attribute.ACTION;
            if (isAsked
                    && isUnknown(attribute)
                    && values(attribute, relevant).stream()
                            .anyMatch(value -> isPermitted(withFact(attribute.fact(), value)))) {
                return factToRegister(attribute, refuse.refusal().reason());
            }
        }
        return null;
    }

    private boolean isUnknown(Attribute attribute) {
        var side = EvaluationContext.of(caller, call, now.toEpochMilli());
        return attribute.isRange()
                ? side.numbers(attribute).isEmpty()
                : side.values(attribute).isEmpty();
    }

    private static NearestChange factToRegister(Attribute attribute, String reason) {
        boolean isSaid = reason.contains(attribute.meaning());
        var command = attribute == Attribute.USE_AGE
                ? "facegate evidence change ID --started TIME"
                : "facegate org change ORG --fact " + attribute.fact() + "=VALUE, repeating its other facts";
        return new NearestChange(
                NearestChange.Kind.REGISTER_FACT,
                List.of(attribute.fact()),
                isSaid
                        ? ""
                        : "A fact is not known, and the decision depends on it: " + attribute.meaning()
                                + ". The operator can verify and register it (" + command + ").");
    }

    /** Values on both sides of what the rules ask of an attribute; tried, never told. */
    private List<String> values(Attribute attribute, List<Rule> relevant) {
        var named = new LinkedHashSet<String>();
        var edges = new LinkedHashSet<Double>();
        BiConsumer<Attribute, MatchCondition> collect = (one, condition) -> collect(one, condition, named, edges);
        for (var rule : relevant) {
            collect.accept(attribute, rule.match());
            rule.unless().forEach(condition -> collect.accept(attribute, condition));
        }
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

    private static void collect(Attribute attribute, MatchCondition condition, Set<String> named, Set<Double> edges) {
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

    /** A place that is known only as a larger one, where an exact place in it would make a difference. */
    private @Nullable NearestChange findPlace(Decision.Refuse refuse, List<Rule> relevant) {
        return placesToTry(relevant).stream().noneMatch(places -> isPermitted(withPlaces(places)))
                ? null
                : new NearestChange(
                        NearestChange.Kind.REGISTER_PLACE,
                        List.of(),
                        refuse.refusal().reason().contains("--jurisdiction")
                                ? ""
                                : "The exact place, such as the city, is not known, and the decision depends on it."
                                        + " The operator can verify and register it (facegate org change ORG"
                                        + " --jurisdiction PLACE, repeating its other places).");
    }

    /** Exact places within those of the caller: such as no rule names, and those that rules name; tried, never told. */
    private Set<List<String>> placesToTry(List<Rule> relevant) {
        var named = new LinkedHashSet<String>();
        for (var rule : relevant) {
            collect(Attribute.JURISDICTION, rule.match(), named, new HashSet<>());
            rule.unless().forEach(condition -> collect(Attribute.JURISDICTION, condition, named, new HashSet<>()));
        }
        var tried = new LinkedHashSet<List<String>>();
        tried.add(caller.places().stream().map(RegistrationSearch::exact).toList());
        for (var place : named) {
            tried.add(caller.places().stream()
                    .map(larger ->
                            place.startsWith(larger + '-') || place.startsWith(larger + '/') ? exact(place) : larger)
                    .toList());
        }
        tried.remove(caller.places());
        return tried;
    }

    /** Returns a place in a country or a state that no rule names; a place in a state as it is. */
    private static String exact(String place) {
        return place.contains("/") ? place : place.contains("-") ? place + ELSEWHERE : place + NO_STATE + ELSEWHERE;
    }

    private Caller withEvidence(Set<String> types) {
        var all = new HashSet<>(caller.context().evidence());
        all.addAll(types);
        return caller.with(
                new AttestedContext(
                        all, caller.context().facts(), caller.context().caseId()),
                caller.places());
    }

    private Caller withFact(String name, String value) {
        var facts = new HashMap<>(caller.context().facts());
        facts.put(name, List.of(value));
        return caller.with(
                new AttestedContext(
                        caller.context().evidence(), facts, caller.context().caseId()),
                caller.places());
    }

    private Caller withPlaces(List<String> places) {
        return caller.with(caller.context(), places);
    }
}
