package io.facegate.policy.proof.model;

import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Retention;
import io.facegate.policy.language.Effect;
import io.facegate.policy.proof.bdd.Bdd;
import java.time.LocalDate;
import java.time.Period;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All obligations that the rules impose, one demand each; a stricter demand implies a weaker one. */
public final class ObligationDemands {
    private final Map<String, Predicate<Obligations>> all = new LinkedHashMap<>();

    /** Demands of these rules; within a kind, strictest first. */
    public ObligationDemands(Collection<FiredRule> rules) {
        var asked = new HashSet<Obligations>();
        rules.forEach(fired -> asked.add(fired.rule().obligations()));
        levels(asked, "min_similarity at least ", Obligations::minSimilarity, value -> value);
        levels(asked, "max_results at most ", Obligations::maxResults, value -> -value);
        levels(asked, "reviewers at least ", one -> one.reviewers() == 0 ? null : one.reviewers(), value -> value);
        levels(asked, "authorisation within ", Obligations::authorisation, value -> -value.toMillis());
        retained(asked, "pictures kept at most ", Retention::pictures, -1);
        retained(asked, "templates kept at most ", Retention::templates, -1);
        retained(asked, "records kept at least ", Retention::records, 1);
        all.put("lead_only", Obligations::leadOnly);
        words(
                asked,
                "redact ",
                one -> one.redact().stream().map(Capability::code).toList());
        words(asked, "notice ", Obligations::notices);
        words(asked, "duty ", Obligations::duties);
    }

    /** Each demand with a test whether a rule's obligations meet it. */
    public Map<String, Predicate<Obligations>> all() {
        return all;
    }

    /** Requests on which some rule imposes the demand. */
    public static int on(Bdd bdd, RuleSetModel ruling, Predicate<Obligations> demand) {
        int on = Bdd.FALSE;
        for (var fired : asking(ruling, demand)) {
            on = bdd.or(on, fired.on());
        }
        return on;
    }

    /** Rules that impose the demand. */
    public static List<FiredRule> asking(RuleSetModel ruling, Predicate<Obligations> demand) {
        return Stream.concat(ruling.permits().stream(), ruling.obliges().stream())
                .filter(fired -> demand.test(fired.rule().obligations()))
                .toList();
    }

    /** The given rules that impose the demand: permits first, then obliges. */
    public static List<FiredRule> asking(List<FiredRule> rules, Predicate<Obligations> demand) {
        return rules.stream()
                .filter(fired -> fired.rule().effect() != Effect.REFUSE
                        && demand.test(fired.rule().obligations()))
                .toList();
    }

    /** @param strictness greater means stricter */
    private <T> void levels(
            Collection<Obligations> asked,
            String text,
            Function<Obligations, @Nullable T> value,
            Function<T, Number> strictness) {
        var strictest = new TreeSet<Double>();
        var shown = new LinkedHashMap<Double, T>();
        for (var one : asked) {
            var found = value.apply(one);
            if (found != null) {
                double strict = strictness.apply(found).doubleValue();
                strictest.add(strict);
                shown.put(strict, found);
            }
        }
        for (double level : strictest.descendingSet()) {
            all.put(text + shown.get(level), one -> {
                var found = value.apply(one);
                return found != null && strictness.apply(found).doubleValue() >= level;
            });
        }
    }

    private void retained(
            Collection<Obligations> asked, String text, Function<Retention, @Nullable Period> period, int sign) {
        levels(
                asked,
                text,
                one -> period.apply(one.retention()),
                value -> sign * LocalDate.EPOCH.plus(value).toEpochDay());
    }

    private void words(Collection<Obligations> asked, String text, Function<Obligations, Collection<String>> words) {
        var named = new TreeSet<String>();
        asked.forEach(one -> named.addAll(words.apply(one)));
        named.forEach(word -> all.put(text + word, one -> words.apply(one).contains(word)));
    }
}
