package io.facegate.usecase.lockdown.account;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a text that is in several sets at once and in none of others. All texts are gone through, from the shortest
 * on, as states of the patterns' automata, so that the answer is exact.
 */
public final class PatternIntersection {
    /** The answer where there are too many states: nobody knows whether there is such a text. */
    public static final String UNDECIDED = "(not decided)";

    private static final int MOST_STATES = 20_000;
    private static final int MOST_REMEMBERED = 10_000;

    /** The answers to the latest questions: principals with the same policies ask the same. */
    private static final LinkedHashMap<Question, Optional<String>> ANSWERS = new LinkedHashMap<>();

    private final List<WildcardPattern> patterns = new ArrayList<>();
    private final List<List<Part>> required = new ArrayList<>();
    private final List<Part> excluded = new ArrayList<>();

    private PatternIntersection() {}

    private record Question(List<List<WildcardSet>> groups, List<WildcardSet> excluded) {}

    /** The patterns of a set, from a place in the list of all on. */
    private record Part(int from, int to, boolean isComplement) {}

    /** What was read so far, and where each pattern stands. */
    private record Reached(String text, List<BitSet> places) {}

    /**
     * A text that is in at least one set of each group, and in none of the excluded.
     *
     * @return the text, null if there is none, or {@link #UNDECIDED}
     */
    public static @Nullable String find(List<List<WildcardSet>> groups, List<WildcardSet> excluded) {
        if (excluded.stream().anyMatch(WildcardSet::isAll) || groups.stream().anyMatch(List::isEmpty)) {
            return null;
        }
        var literal = groups.stream()
                .map(PatternIntersection::literal)
                .filter(one -> one != null)
                .findFirst();
        if (literal.isPresent()) {
            var text = literal.get();
            return isFound(text, groups, excluded) ? text : null;
        }
        var question = new Question(List.copyOf(groups), List.copyOf(excluded));
        synchronized (ANSWERS) {
            var known = ANSWERS.get(question);
            if (known == null) {
                known = Optional.ofNullable(search(question));
                if (ANSWERS.size() >= MOST_REMEMBERED) {
                    ANSWERS.pollFirstEntry();
                }
                ANSWERS.put(question, known);
            }
            return known.orElse(null);
        }
    }

    private static @Nullable String search(Question question) {
        var search = new PatternIntersection();
        for (var group : question.groups()) {
            if (group.stream().noneMatch(WildcardSet::isAll)) {
                search.required.add(group.stream().map(search::add).toList());
            }
        }
        question.excluded().forEach(set -> search.excluded.add(search.add(set)));
        return search.run();
    }

    /** True if there is such a text, or nobody knows. */
    public static boolean isPossible(List<List<WildcardSet>> groups, List<WildcardSet> excluded) {
        return find(groups, excluded) != null;
    }

    private static boolean isFound(String text, List<List<WildcardSet>> groups, List<WildcardSet> excluded) {
        return groups.stream().allMatch(group -> group.stream().anyMatch(set -> set.contains(text)))
                && excluded.stream().noneMatch(set -> set.contains(text));
    }

    /** The one text of a group, or null if it has more. */
    private static @Nullable String literal(List<WildcardSet> group) {
        if (group.size() != 1) {
            return null;
        }
        var set = group.getFirst();
        return !set.isComplement()
                        && set.patterns().size() == 1
                        && set.patterns().getFirst().isLiteral()
                ? set.patterns().getFirst().toString()
                : null;
    }

    private Part add(WildcardSet set) {
        int from = patterns.size();
        patterns.addAll(set.patterns());
        return new Part(from, patterns.size(), set.isComplement());
    }

    private @Nullable String run() {
        var alphabet = alphabet();
        Set<List<BitSet>> seen = new HashSet<>();
        var queue = new ArrayDeque<Reached>();
        var start =
                new Reached("", patterns.stream().map(WildcardPattern::start).toList());
        queue.add(start);
        seen.add(start.places());
        while (!queue.isEmpty()) {
            var reached = queue.remove();
            if (isFound(reached.places())) {
                return reached.text();
            }
            if (seen.size() > MOST_STATES) {
                return UNDECIDED;
            }
            for (char next : alphabet) {
                var places = step(reached.places(), next);
                if (!isDead(places) && seen.add(places)) {
                    queue.add(new Reached(reached.text() + next, places));
                }
            }
        }
        return null;
    }

    private List<BitSet> step(List<BitSet> places, char next) {
        var after = new ArrayList<BitSet>(places.size());
        for (int at = 0; at < places.size(); at++) {
            after.add(patterns.get(at).step(places.get(at), next));
        }
        return after;
    }

    /** Each character that a pattern names, and one that none names. */
    private List<Character> alphabet() {
        var named = new BitSet();
        patterns.forEach(pattern -> pattern.addCharacters(named));
        var alphabet = new ArrayList<Character>();
        int other = "xyzabcdefghijklmnopqrstuvw0123456789-_"
                .chars()
                .filter(letter -> !named.get(letter))
                .findFirst()
                .orElse(named.nextClearBit('A'));
        alphabet.add((char) other);
        named.stream().forEach(letter -> alphabet.add((char) letter));
        return alphabet;
    }

    private boolean isFound(List<BitSet> places) {
        return required.stream().allMatch(group -> group.stream().anyMatch(part -> isIn(part, places)))
                && excluded.stream().noneMatch(part -> isIn(part, places));
    }

    private boolean isIn(Part part, List<BitSet> places) {
        for (int at = part.from(); at < part.to(); at++) {
            if (patterns.get(at).isEnd(places.get(at))) {
                return !part.isComplement();
            }
        }
        return part.isComplement();
    }

    /** True if no longer text can be in each group. */
    private boolean isDead(List<BitSet> places) {
        return required.stream().anyMatch(group -> group.stream().allMatch(part -> isDead(part, places)));
    }

    private static boolean isDead(Part part, List<BitSet> places) {
        if (part.isComplement()) {
            return false;
        }
        for (int at = part.from(); at < part.to(); at++) {
            if (!places.get(at).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
