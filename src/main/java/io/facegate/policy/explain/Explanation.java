package io.facegate.policy.explain;

import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import io.facegate.policy.language.Book;
import io.facegate.policy.language.Rule;
import io.facegate.policy.trial.Question;
import java.util.List;

/**
 * Why a call is decided as it is.
 *
 * @param matched all rules that matched, with what they say
 * @param changes the single changes nearest to it that would turn the decision, found by asking the policies themselves
 */
public record Explanation(Question question, Decision decision, List<Rule> matched, List<Change> changes) {
    public Explanation {
        matched = List.copyOf(matched);
        changes = List.copyOf(changes);
    }

    public static Explanation of(Book book, Question question) {
        var policies = Policies.of(book);
        var decision = question.ask(policies);
        var matched = book.rules().stream()
                .filter(rule -> decision.matched().contains(rule.id()))
                .toList();
        var changes = new Neighbours(book, question).turning(policies, decision);
        return new Explanation(question, decision, matched, changes);
    }
}
