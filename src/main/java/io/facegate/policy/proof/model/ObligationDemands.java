package io.facegate.policy.proof.model;

import io.facegate.call.ObligationType;
import io.facegate.call.ObligationType.Bound;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.policy.language.Effect;
import io.facegate.policy.proof.bdd.Bdd;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All obligations that the rules impose, one demand each; a stricter demand implies a weaker one. */
public final class ObligationDemands {
    private final Map<String, Predicate<Obligations>> all = new LinkedHashMap<>();

    /** Demands of these rules; within a kind, strictest first. */
    public ObligationDemands(Collection<FiredRule> rules) {
        var asked = new HashSet<Obligations>();
        rules.forEach(fired -> asked.add(fired.rule().obligations()));
        var kinds = List.of(Kind.values());
        kinds.stream().filter(kind -> kind.bound() != Bound.ALL).forEach(kind -> levels(asked, kind));
        kinds.stream()
                .filter(kind -> kind.type() == ObligationType.FLAG)
                .forEach(kind -> all.put(kind.demand(), one -> one.has(kind)));
        kinds.stream().filter(kind -> kind.type().isSet()).forEach(kind -> words(asked, kind));
    }

    /** Each demand with a test whether a rule's obligations meet it. */
    public Map<String, Predicate<Obligations>> all() {
        return all;
    }

    /** Requests on which some rule imposes the demand. */
    public static int requestsWith(Bdd bdd, RuleSetModel ruling, Predicate<Obligations> demand) {
        int on = Bdd.FALSE;
        for (var fired : rulesWith(ruling, demand)) {
            on = bdd.or(on, fired.requests());
        }
        return on;
    }

    /** Rules that impose the demand. */
    public static List<FiredRule> rulesWith(RuleSetModel ruling, Predicate<Obligations> demand) {
        return Stream.concat(ruling.permits().stream(), ruling.obliges().stream())
                .filter(fired -> demand.test(fired.rule().obligations()))
                .toList();
    }

    /** The given rules that impose the demand: permits first, then obliges. */
    public static List<FiredRule> rulesWith(List<FiredRule> rules, Predicate<Obligations> demand) {
        return rules.stream()
                .filter(fired -> fired.rule().effect() != Effect.REFUSE
                        && demand.test(fired.rule().obligations()))
                .toList();
    }

    private void levels(Collection<Obligations> asked, Kind kind) {
        var strictest = new TreeSet<Double>();
        var shown = new LinkedHashMap<Double, Object>();
        for (var one : asked) {
            var found = one.get(kind);
            if (found != null) {
                double strict = kind.strictness(found);
                strictest.add(strict);
                shown.put(strict, found);
            }
        }
        for (double level : strictest.descendingSet()) {
            all.put(kind.demand() + shown.get(level), one -> {
                var found = one.get(kind);
                return found != null && kind.strictness(found) >= level;
            });
        }
    }

    private void words(Collection<Obligations> asked, Kind kind) {
        var named = new TreeSet<String>();
        asked.forEach(one -> named.addAll(Obligations.words(one.get(kind))));
        named.forEach(word -> all.put(
                kind.demand() + word, one -> Obligations.words(one.get(kind)).contains(word)));
    }
}
