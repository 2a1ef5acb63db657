package io.facegate.cli.policy.check;

import io.facegate.policy.language.Book;
import io.facegate.policy.language.Match;
import io.facegate.policy.language.Mode;
import io.facegate.policy.language.Overruling;
import io.facegate.policy.language.Pack;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Status;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Truth;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is no mistake in a pack, but somebody should know.
 *
 * @param rules that it concerns, without the pack's name
 */
record Warning(String pack, String text, List<String> rules) {
    private static final int SHOWN = 5;

    /** All of them, at a moment. */
    static List<Warning> of(Book book, Instant now, Period maxAge) {
        var found = new ArrayList<Warning>();
        for (var pack : book.packs()) {
            found.addAll(ages(pack, now, maxAge));
            add(
                    found,
                    pack,
                    "disputed: refuses, or permits nothing, until an operator overrides it",
                    rule -> status(rule, now) == Status.DISPUTED
                            && book.overrulings().stream().noneMatch(one -> decides(one, rule, now)));
            add(
                    found,
                    pack,
                    "never enacted: does nothing, whatever its dates",
                    rule -> status(rule, now) == Status.NEVER_ENACTED);
            add(
                    found,
                    pack,
                    "names evidence without its vendor and use, such as approval: nothing meets it",
                    rule -> unmet(rule.match()) || rule.unless().stream().anyMatch(Warning::unmet));
            add(found, pack, "mode warn: decides nothing, the caller is told", rule -> rule.mode() == Mode.WARN);
            add(found, pack, "mode shadow: decides nothing, is only recorded", rule -> rule.mode() == Mode.SHADOW);
        }
        ended(found, book, now);
        return found;
    }

    /** True where a condition names evidence that does not even meet itself. */
    private static boolean unmet(Match match) {
        return match.words().getOrDefault(Attribute.EVIDENCE, Set.of()).stream()
                        .anyMatch(word -> Attribute.EVIDENCE.tells(word, Set.of(word), 0) != Truth.SURELY)
                || match.any().stream().anyMatch(Warning::unmet)
                || match.all().stream().anyMatch(Warning::unmet);
    }

    private static void ended(List<Warning> found, Book book, Instant now) {
        for (var overruling : book.overrulings()) {
            if (overruling.until() <= now.toEpochMilli()) {
                var rule = overruling.rule();
                found.add(new Warning(
                        rule.substring(0, rule.indexOf('/')),
                        "its override ended on "
                                + Instant.ofEpochMilli(overruling.until())
                                        .atZone(ZoneOffset.UTC)
                                        .toLocalDate(),
                        List.of(rule.substring(rule.indexOf('/') + 1))));
            }
        }
    }

    private static List<Warning> ages(Pack pack, Instant now, Period maxAge) {
        var oldest = now.atZone(ZoneOffset.UTC).toLocalDate().minus(maxAge);
        var found = new ArrayList<Warning>();
        pack.rules().stream()
                .flatMap(
                        rule -> java.util.stream.Stream.ofNullable(rule.saying().citation()))
                .map(citation -> citation.checked())
                .filter(day -> day.isBefore(oldest))
                .distinct()
                .sorted()
                .forEach(day -> add(
                        found,
                        pack,
                        "citation last checked on " + day + ", more than " + maxAge + " ago",
                        rule -> rule.saying().citation() != null
                                && rule.saying().citation().checked().equals(day)));
        return found;
    }

    private static void add(List<Warning> found, Pack pack, String text, Predicate<Rule> concerned) {
        var rules = pack.rules().stream()
                .filter(concerned)
                .map(rule -> rule.id().substring(pack.id().length() + 1))
                .sorted()
                .toList();
        if (!rules.isEmpty()) {
            found.add(new Warning(pack.id(), text, rules));
        }
    }

    private static Status status(Rule rule, Instant now) {
        return rule.validity().at(now.toEpochMilli()).status();
    }

    private static boolean decides(Overruling overruling, Rule rule, Instant now) {
        return overruling.rule().equals(rule.id()) && overruling.holds(now.toEpochMilli(), now.toEpochMilli());
    }

    @Override
    public String toString() {
        var some = String.join(", ", rules.stream().limit(SHOWN).toList());
        var more = rules.size() > SHOWN ? ", and " + (rules.size() - SHOWN) + " more" : "";
        return "warning: " + pack + ": " + some + more + ": " + text;
    }
}
