package io.facegate.policy.vocabulary;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall.Reference;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Closed list of words of one kind (a controlled vocabulary), with their meanings. */
public final class WordList<T> {
    private static final String FACTS = "words.tsv";
    private static final int SHOWN = 60;
    private static final int LISTED = 80;

    /**
     * Evidence scoped to a vendor or capability. Such a word matches only exactly and only if it has no narrower words.
     * So an approval for one capability or vendor does not count for another, nor for a broader one.
     */
    private static final Set<String> SCOPED = Set.of("approval", "existing_customer");

    public static final WordList<Capability> CAPABILITIES =
            new WordList<>("capability", List.of(Capability.values()), Capability::code, Capability::parent);
    public static final WordList<OrganisationType> ORGANISATIONS = new WordList<>(
            "organisation type", List.of(OrganisationType.values()), OrganisationType::code, OrganisationType::parent);
    public static final WordList<Purpose> PURPOSES =
            new WordList<>("purpose", List.of(Purpose.values()), Purpose::code);
    public static final WordList<Vendor> PROVIDERS = new WordList<>("provider", List.of(Vendor.values()), Vendor::code);
    public static final WordList<Reference> REFERENCES = new WordList<>(
            "reference", List.of(Reference.values()), word -> word.name().toLowerCase(Locale.ROOT));

    /** Evidence that always counts against a call: if it is shown, a refusal may state the consequence. */
    public static final Set<String> ADVERSE = Set.of("authorisation.rejected");

    /** Types registered before approvals named a vendor; each was given by one vendor only. */
    private static final Set<String> OLD = Set.of("approval.accessibility", "approval.celebrity");

    private final String kind;
    private final Map<String, T> all = new LinkedHashMap<>();

    private final Map<String, Set<String>> lineage = new HashMap<>();

    /** Words that have narrower words. */
    private final Set<String> coarse = new HashSet<>();

    /** Words at or below one of {@link #SCOPED}. */
    private final Set<String> scoped = new HashSet<>();

    private WordList(String kind, Collection<T> values, Function<T, String> code) {
        this(kind, values, code, value -> null);
    }

    private WordList(String kind, Collection<T> values, Function<T, String> code, Function<T, @Nullable T> parent) {
        this.kind = kind;
        for (var value : values) {
            all.put(code.apply(value), value);
            var line = new LinkedHashSet<String>();
            for (var at = value; at != null; at = parent.apply(at)) {
                line.add(code.apply(at));
            }
            lineage.put(code.apply(value), line);
            line.stream().skip(1).forEach(coarse::add);
            if (line.stream().anyMatch(SCOPED::contains)) {
                scoped.add(code.apply(value));
            }
        }
    }

    /** The words of an attribute in {@code words.tsv} with their meanings; a dot separates a word from its parent. */
    public static WordList<Meaning> facts(String attribute) {
        var found = Facts.ALL.getOrDefault(attribute, Map.of());
        return new WordList<>(attribute, found.values(), Meaning::word, meaning -> found.get(parent(meaning.word())));
    }

    /**
     * Meaning of a word of {@code words.tsv}.
     *
     * @param dpv the term of the Data Privacy Vocabulary, or empty
     */
    public record Meaning(String word, String text, String dpv) {}

    private static String parent(String word) {
        return word.substring(0, Math.max(0, word.lastIndexOf('.')));
    }

    /** The word and its ancestors; empty for an unknown word. */
    public Set<String> lineage(String word) {
        return lineage.getOrDefault(word, Set.of());
    }

    /** Whether a word is one of these or below one; possibly, if it is unknown or broader than one. */
    TruthValue matches(String word, Set<String> named) {
        var line = lineage(word);
        if (line.isEmpty()) {
            return TruthValue.PERHAPS;
        }
        if (scoped.contains(word)) {
            return named.contains(word) && !coarse.contains(word) ? TruthValue.SURELY : possiblyMatches(word, named);
        }
        for (var above : line) {
            if (named.contains(above)) {
                return TruthValue.SURELY;
            }
        }
        return possiblyMatches(word, named);
    }

    /** For a word that is not surely matched: only a narrower one may then be named. */
    private TruthValue possiblyMatches(String word, Set<String> named) {
        if (coarse.contains(word)) {
            for (var below : named) {
                if (lineage(below).contains(word)) {
                    return TruthValue.PERHAPS;
                }
            }
        }
        return TruthValue.NOT;
    }

    /** True for evidence that should name its vendor and scope but does not: it counts for nothing, or for little. */
    public static boolean isUnscoped(String evidence) {
        var all = Facts.EVIDENCE;
        return all.scoped.contains(evidence) && (all.coarse.contains(evidence) || OLD.contains(evidence));
    }

    /** Name of the kind of words, such as {@code purpose}. */
    public String kind() {
        return kind;
    }

    /** The meaning of a word, or null if unknown. */
    public @Nullable T find(@Nullable String word) {
        return word == null ? null : all.get(word);
    }

    public List<String> words() {
        return List.copyOf(all.keySet());
    }

    /** Error sentence for an unknown word, with the nearest known one. */
    public String unknownMessage(String word) {
        return unknownMessage(kind, word, words());
    }

    /** Error sentence for an unknown word of that kind, with the nearest of the known ones. */
    public static String unknownMessage(String kind, String word, Collection<String> known) {
        var shown = forDisplay(word);
        var nearest = nearest(shown, known);
        return "unknown " + kind + " '" + shown + "'"
                + nearest.map(found -> "; did you mean '" + found + "'?")
                        .orElse(
                                known.size() > LISTED
                                        ? "; none of the " + known.size() + " known ones is near"
                                        : ", expected one of: " + String.join(", ", known));
    }

    /** The nearest known word; empty if none is near. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(found -> editDistance(word, found)))
                .filter(found -> editDistance(word, found) <= Math.max(1, word.length() / 3));
    }

    /** A word for display in a sentence: shortened, on one line. */
    public static String forDisplay(String word) {
        var line = word.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
        return line.length() <= SHOWN
                ? line
                : line.substring(0, line.offsetByCodePoints(0, Math.min(SHOWN, line.codePointCount(0, line.length()))))
                        + "...";
    }

    /** Edit distance to a word or, for a dotted one, to its last part. */
    private static int editDistance(String word, String known) {
        return Math.min(distance(word, known), distance(word, known.substring(known.lastIndexOf('.') + 1)));
    }

    /** Levenshtein distance. */
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

    /** All lines of {@code words.tsv}, read once. */
    private static final class Facts {
        static final Map<String, Map<String, Meaning>> ALL = read();
        static final WordList<Meaning> EVIDENCE = facts("evidence");

        private static Map<String, Map<String, Meaning>> read() {
            var found = new HashMap<String, Map<String, Meaning>>();
            var file = Objects.requireNonNull(WordList.class.getResourceAsStream(FACTS), FACTS);
            try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
                for (var line : lines.lines().skip(1).toList()) {
                    var cells = line.split("\t", -1);
                    var meaning = new Meaning(cells[1], cells[2], cells[3]);
                    found.computeIfAbsent(cells[0], attribute -> new LinkedHashMap<>())
                            .put(cells[1], meaning);
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            return found;
        }
    }
}
