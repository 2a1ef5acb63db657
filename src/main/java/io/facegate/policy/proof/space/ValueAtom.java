package io.facegate.policy.proof.space;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Atom: an equivalence class of attribute values that no condition distinguishes.
 *
 * @param label description of all its values
 * @param values all values if they are words, else examples; empty if the atom is absence
 * @param weight number of words; 1 if the values cannot be counted
 */
public record ValueAtom(String label, List<String> values, int weight) {
    private static final int SHOWN = 3;

    /** Absence of the attribute. */
    static final ValueAtom ABSENT = new ValueAtom("absent", List.of(), 1);

    public ValueAtom {
        values = List.copyOf(values);
    }

    /** Words of a closed list. */
    static ValueAtom of(List<String> words) {
        return new ValueAtom(label(words), words, words.size());
    }

    /** The first few words, and the number of others. */
    public static String label(List<String> words) {
        var shown = String.join(", ", words.subList(0, Math.min(SHOWN, words.size())));
        return words.size() <= SHOWN ? shown : shown + " and " + (words.size() - SHOWN) + " more";
    }

    /** One of its values; null for absence. */
    public @Nullable String example() {
        return values.isEmpty() ? null : values.getFirst();
    }

    /** True for absence. */
    public boolean isAbsent() {
        return values.isEmpty();
    }
}
