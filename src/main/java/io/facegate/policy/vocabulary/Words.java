package io.facegate.policy.vocabulary;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall.Reference;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A closed list of words of one kind, each with what it means. */
public final class Words<T> {
    public static final Words<Capability> CAPABILITIES =
            new Words<>("capability", List.of(Capability.values()), Capability::code);
    public static final Words<OrganisationType> ORGANISATIONS =
            new Words<>("organisation type", List.of(OrganisationType.values()), OrganisationType::code);
    public static final Words<Purpose> PURPOSES = new Words<>("purpose", List.of(Purpose.values()), Purpose::code);
    public static final Words<Vendor> PROVIDERS = new Words<>("provider", List.of(Vendor.values()), Vendor::code);
    public static final Words<Reference> REFERENCES = new Words<>(
            "reference", List.of(Reference.values()), word -> word.name().toLowerCase(Locale.ROOT));

    private final String kind;
    private final Map<String, T> all = new LinkedHashMap<>();

    private Words(String kind, Collection<T> values, Function<T, String> code) {
        this.kind = kind;
        values.forEach(value -> all.put(code.apply(value), value));
    }

    /** What such a word is called, such as {@code purpose}. */
    public String kind() {
        return kind;
    }

    /** The meaning of a word, or null for an unknown one. */
    public @Nullable T find(@Nullable String word) {
        return word == null ? null : all.get(word);
    }

    public List<String> words() {
        return List.copyOf(all.keySet());
    }

    /** One sentence that says a word is unknown and names the nearest known one. */
    public String unknown(String word) {
        return unknown(kind, word, words());
    }

    /** One sentence that says a word of that kind is unknown and names the nearest of those known. */
    public static String unknown(String kind, String word, Collection<String> known) {
        var shown = word.length() > 60 ? word.substring(0, 60) + "..." : word;
        var nearest = known.stream()
                .min(Comparator.comparingInt(found -> near(shown, found)))
                .filter(found -> near(shown, found) <= Math.max(1, shown.length() / 3));
        return "unknown " + kind + " '" + shown + "'"
                + nearest.map(found -> "; did you mean '" + found + "'?")
                        .orElse(", expected one of: " + String.join(", ", known));
    }

    /** The distance to a word or, of a dotted one, to its last part. */
    private static int near(String word, String known) {
        return Math.min(distance(word, known), distance(word, known.substring(known.lastIndexOf('.') + 1)));
    }

    /** How many letters must be changed, added or dropped to make one word of the other. */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        Arrays.setAll(above, at -> at);
        for (int row = 1; row <= one.length(); row++) {
            int[] line = new int[other.length() + 1];
            line[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int same = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
                line[column] = Math.min(above[column - 1] + same, 1 + Math.min(above[column], line[column - 1]));
            }
            above = line;
        }
        return above[other.length()];
    }
}
