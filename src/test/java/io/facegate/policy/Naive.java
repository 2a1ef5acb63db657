package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.condition.CallFacts;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Match;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.Places;
import io.facegate.policy.vocabulary.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** The semantics of the language, rule by rule in three-valued logic: slow, and plain enough to be believed. */
final class Naive {
    private enum Truth {
        YES,
        NO,
        PERHAPS;

        Truth and(Truth other) {
            if (this == NO || other == NO) {
                return NO;
            }
            return this == YES && other == YES ? YES : PERHAPS;
        }
    }

    private final List<Rule> rules;

    Naive(List<Rule> rules) {
        this.rules = rules.stream().sorted(Comparator.comparing(Rule::id)).toList();
    }

    /** Verdict, deciding rule and all that matched, in one line. */
    String decide(Caller caller, FaceCall call, Instant now) {
        var matched = new TreeSet<String>();
        boolean lacking = false;
        var capabilities = new HashSet<>(call.facts().capabilities());
        if (call.facts().crowd() != null) {
            capabilities.addAll(call.facts().ifSeveral());
        }
        for (var link : caller.chain()) {
            for (var capability : capabilities) {
                boolean permitted = false;
                for (var rule : rules) {
                    if (fires(rule, caller, link, call, capability, now)) {
                        matched.add(rule.id());
                        permitted |= !rule.refuses();
                    }
                }
                lacking |= !permitted;
            }
        }
        var first = rules.stream().filter(rule -> matched.contains(rule.id())).toList();
        var refusal = first.stream().filter(Rule::refuses).findFirst();
        if (refusal.isPresent()) {
            return "refuse " + refusal.get().id() + ' ' + matched;
        }
        if (lacking || capabilities.isEmpty()) {
            return "refuse facegate/no_rule_permits " + matched;
        }
        return "permit " + first.getFirst().id() + ' ' + matched;
    }

    private static boolean fires(
            Rule rule, Caller caller, Organisation link, FaceCall call, Capability capability, Instant now) {
        if (now.toEpochMilli() < rule.window().from()
                || now.toEpochMilli() >= rule.window().until()) {
            return false;
        }
        var truth = holds(rule.match(), caller, link, call, capability);
        if (rule.when() != null) {
            var told = rule.when().test(new CallFacts(call, caller.method()));
            truth = truth.and(told == null ? Truth.PERHAPS : told ? Truth.YES : Truth.NO);
        }
        if (!(rule.effect() instanceof Effect.Refuse refuse)) {
            return truth == Truth.YES;
        }
        boolean excepted =
                refuse.unless().stream().anyMatch(unless -> holds(unless, caller, link, call, capability) == Truth.YES);
        return truth != Truth.NO && !excepted;
    }

    private static Truth holds(Match match, Caller caller, Organisation link, FaceCall call, Capability capability) {
        var places = new ArrayList<>(caller.places());
        if (link != caller.organisation()) {
            places.addAll(link.jurisdictions());
        }
        return tree(match.organisations(), Words.ORGANISATIONS.find(link.type()), OrganisationType::within)
                .and(flat(match.organisationIds(), link.id()))
                .and(flat(match.purposes(), Words.PURPOSES.find(caller.purpose())))
                .and(tree(match.capabilities(), capability, Capability::within))
                .and(flat(match.providers(), Words.PROVIDERS.find(call.provider())))
                .and(flat(match.operations(), call.operation()))
                .and(places(match.jurisdictions(), places))
                .and(references(match.references(), call.facts().references()));
    }

    private static <T> Truth flat(Set<T> named, T value) {
        return tree(named, value, Object::equals);
    }

    private static <T> Truth tree(Set<T> named, T value, BiPredicate<T, T> within) {
        if (named.isEmpty()) {
            return Truth.YES;
        }
        if (value == null) {
            return Truth.PERHAPS;
        }
        if (named.stream().anyMatch(word -> within.test(value, word))) {
            return Truth.YES;
        }
        return named.stream().anyMatch(word -> within.test(word, value)) ? Truth.PERHAPS : Truth.NO;
    }

    private static Truth places(Set<String> named, List<String> places) {
        if (named.isEmpty()) {
            return Truth.YES;
        }
        if (places.isEmpty()) {
            return Truth.PERHAPS;
        }
        var each = places.stream()
                .map(place -> tree(named, Places.valid(place) ? place : null, Places::within))
                .toList();
        if (each.stream().allMatch(truth -> truth == Truth.YES)) {
            return Truth.YES;
        }
        return each.stream().allMatch(truth -> truth == Truth.NO) ? Truth.NO : Truth.PERHAPS;
    }

    private static <T> Truth references(Set<T> named, Set<T> references) {
        if (named.isEmpty()) {
            return Truth.YES;
        }
        if (references.stream().noneMatch(named::contains)) {
            return Truth.NO;
        }
        return named.containsAll(references) ? Truth.YES : Truth.PERHAPS;
    }
}
