package io.facegate.policy.proof.space;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of one attribute that no condition tells apart.
 *
 * @param label all of them, in words
 * @param values all of them where they are words, else some; none where the atom is the attribute's absence
 * @param weight how many words it holds; 1 where its values cannot be counted
 */
public record ValueAtom(String label, List<String> values, int weight) {
    private static final int SHOWN = 3;

    /** The attribute's absence. */
    static final ValueAtom ABSENT = new ValueAtom("absent", List.of(), 1);

    public ValueAtom {
        values = List.copyOf(values);
    }

    /** Words of a closed list. */
    static ValueAtom of(List<String> words) {
        return new ValueAtom(label(words), words, words.size());
    }

    /** The first few, and how many more. */
    public static String label(List<String> words) {
        var shown = String.join(", ", words.subList(0, Math.min(SHOWN, words.size())));
        return words.size() <= SHOWN ? shown : shown + " and " + (words.size() - SHOWN) + " more";
    }

    /** One of its values; null for absence. */
    public @Nullable String example() {
        return values.isEmpty() ? null : values.getFirst();
    }

    /** True for the attribute's absence. */
    public boolean isAbsent() {
        return values.isEmpty();
    }
}
