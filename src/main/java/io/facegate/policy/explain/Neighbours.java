package io.facegate.policy.explain;

import io.facegate.call.Capability;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import io.facegate.policy.language.Book;
import io.facegate.policy.trial.Party;
import io.facegate.policy.trial.Question;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The calls that differ from one in a single attribute. */
final class Neighbours {
    private final Book book;
    private final Question question;
    private final List<Neighbour> all = new ArrayList<>();

    Neighbours(Book book, Question question) {
        this.book = book;
        this.question = question;
        moments();
        principals();
        purposes();
        organisations();
        capabilities();
        providers();
    }

    /** A call that differs in one attribute. */
    private record Neighbour(String attribute, String to, Question question) {}

    /** Those that are decided the other way. */
    List<Change> turning(Policies policies, Decision decision) {
        boolean permitted = decision instanceof Decision.Permit;
        var changes = new ArrayList<Change>();
        for (var neighbour : all) {
            var other = neighbour.question.ask(policies);
            if (other instanceof Decision.Permit != permitted) {
                changes.add(new Change(neighbour.attribute, neighbour.to, rule(other)));
            }
        }
        return changes;
    }

    private static String rule(Decision decision) {
        return switch (decision) {
            case Decision.Permit permit -> permit.rule();
            case Decision.Refuse refuse -> refuse.refusal().rule();
        };
    }

    /** The last instant before and the first instant after each edge of a rule, the nearest first. */
    private void moments() {
        var edges = new TreeSet<Long>();
        for (var rule : book.rules()) {
            rule.validity().versions().forEach(version -> {
                edges.add(version.from());
                edges.add(version.until());
            });
        }
        edges.remove(Long.MIN_VALUE);
        edges.remove(Long.MAX_VALUE);
        long now = question.now().toEpochMilli();
        edges.headSet(now, true).descendingSet().forEach(edge -> moment(Instant.ofEpochMilli(edge - 1)));
        edges.tailSet(now, false).forEach(edge -> moment(Instant.ofEpochMilli(edge)));
    }

    private void moment(Instant at) {
        add("now", at.toString(), with(question.purpose(), question.provider(), question.capabilities(), at));
    }

    private void principals() {
        if (!question.principals().isEmpty()) {
            var alone = with(question.caller(), List.of());
            add("on_behalf_of", "nobody", alone);
        }
    }

    private void purposes() {
        for (var word : Words.PURPOSES.words()) {
            add("purpose", word, with(word, question.provider(), question.capabilities(), question.now()));
        }
    }

    private void organisations() {
        var caller = question.caller();
        for (var word : Words.ORGANISATIONS.words()) {
            var other = new Party(word, caller.id(), caller.jurisdictions());
            add("organisation", word, with(other, question.principals()));
        }
        for (var id : exempt()) {
            add(
                    "organisation_id",
                    id,
                    with(new Party(caller.type(), id, caller.jurisdictions()), question.principals()));
        }
    }

    /** Every organisation that a rule names. */
    private Set<String> exempt() {
        var ids = new TreeSet<String>();
        for (var rule : book.rules()) {
            ids.addAll(rule.match().words(Attribute.ORGANISATION_ID));
            rule.unless().forEach(exception -> ids.addAll(exception.words(Attribute.ORGANISATION_ID)));
        }
        return ids;
    }

    /** Without one of several capabilities, and each other capability alone. */
    private void capabilities() {
        var asked = question.capabilities();
        if (asked.size() > 1) {
            for (var one : asked) {
                var fewer = EnumSet.copyOf(asked);
                fewer.remove(one);
                add("capability", "without " + one.code(), with(fewer));
            }
        }
        for (var other : Capability.values()) {
            if (!asked.equals(Set.of(other))) {
                add("capability", "only " + other.code(), with(EnumSet.of(other)));
            }
        }
    }

    private void providers() {
        for (var word : Words.PROVIDERS.words()) {
            add("provider", word, with(question.purpose(), word, question.capabilities(), question.now()));
        }
    }

    private void add(String attribute, String to, Question other) {
        if (!other.equals(question)) {
            all.add(new Neighbour(attribute, to, other));
        }
    }

    private Question with(Set<Capability> capabilities) {
        return with(question.purpose(), question.provider(), capabilities, question.now());
    }

    private Question with(@Nullable String purpose, String provider, Set<Capability> capabilities, Instant now) {
        return new Question(
                question.caller(),
                question.principals(),
                purpose,
                provider,
                question.operation(),
                capabilities,
                question.references(),
                question.threshold(),
                question.context(),
                now,
                now);
    }

    private Question with(Party caller, List<Party> principals) {
        return new Question(
                caller,
                principals,
                question.purpose(),
                question.provider(),
                question.operation(),
                question.capabilities(),
                question.references(),
                question.threshold(),
                question.context(),
                question.now(),
                question.known());
    }
}
