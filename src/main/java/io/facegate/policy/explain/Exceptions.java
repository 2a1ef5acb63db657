package io.facegate.policy.explain;

import io.facegate.policy.Policies;
import io.facegate.policy.language.Book;
import io.facegate.policy.language.Match;
import io.facegate.policy.language.Pack;
import io.facegate.policy.language.Rule;
import java.util.List;

/** Which exceptions of a rule held, found by judging the rule with each of them alone. */
public final class Exceptions {
    private Exceptions() {}

    /** Those of a rule that spoke of the call and was excepted. */
    public static List<Match> held(Book book, Asked asked, String id) {
        return book.rules().stream()
                .filter(rule -> rule.id().equals(id))
                .flatMap(rule -> rule.unless().stream().filter(exception -> held(rule, exception, asked)))
                .toList();
    }

    private static boolean held(Rule rule, Match exception, Asked asked) {
        var alone = new Rule(
                rule.id(),
                rule.effect(),
                rule.match(),
                List.of(exception),
                rule.validity(),
                rule.when(),
                rule.mode(),
                rule.saying(),
                rule.obligations());
        var pack = new Pack(rule.pack(), rule.pack(), rule.pack(), List.of(alone));
        return !asked.decide(Policies.of(new Book(List.of(pack), rule.id())))
                .noted()
                .excepted()
                .isEmpty();
    }
}
