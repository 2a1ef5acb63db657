package io.facegate.ledger.reading;

import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.search.SearchFile;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.PlaceNames;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordTitles;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resolver of typed search words to the values in records: the value itself, a label on pages, a synonym, the name of
 * an organisation. A word that neither vocabulary nor registry nor ledger knows is an error, not an empty result.
 */
public final class SearchWords {
    private static final List<String> KINDS =
            List.of("DECISION", "OUTCOME", "EVALUATION", "ADMIN", "AUTH", "CLOCK", "GAP");
    private static final List<String> STATUSES =
            List.of("ok", "held", "released", "vendor_error", "fault", "not_forwarded", "unknown", RecordQuery.FAILED);
    /** The steps of an appeal against a decision. */
    public static final List<String> APPEALS = List.of("file", "uphold", "reject", "ask");
    /** How a caller can authenticate. */
    public static final List<String> METHODS = List.of("sigv4", "jwt", "api_key", "certificate");

    private static final List<String> EVIDENCE =
            WordList.facts(WordTitles.EVIDENCE).words();
    /** Letters of the shortest part of a name that finds an organisation. */
    private static final int SHORTEST = 3;

    private static final Map<String, String> VERDICTS = Map.ofEntries(
            Map.entry("permitted", "permit"),
            Map.entry("permits", "permit"),
            Map.entry("allow", "permit"),
            Map.entry("allowed", "permit"),
            Map.entry("accepted", "permit"),
            Map.entry("autorise", "permit"),
            Map.entry("autorisee", "permit"),
            Map.entry("permis", "permit"),
            Map.entry("refused", "refuse"),
            Map.entry("refusal", "refuse"),
            Map.entry("refuses", "refuse"),
            Map.entry("deny", "refuse"),
            Map.entry("denied", "refuse"),
            Map.entry("rejected", "refuse"),
            Map.entry("refusee", "refuse"),
            Map.entry("refus", "refuse"));

    /** The word of an exemption is that of a capability, spelt as in policies; each with that capability. */
    private static final Map<String, String> EXEMPTIONS = WordList.CAPABILITIES.words().stream()
            .collect(Collectors.toUnmodifiableMap(word -> word.replace('.', '_'), word -> word));

    private final RecordedValues records;
    private final Supplier<Map<String, String>> organisations;
    private final Supplier<Collection<String>> rules;

    /** Values in the records. */
    public interface RecordedValues {
        /** True if a record holds that value. */
        boolean lists(SearchFacet facet, String value);

        /** The values that records hold, up to a large maximum. */
        List<String> values(SearchFacet facet);

        /** True if a record has that id or refers to it, or if the text is not an id. */
        boolean names(String id);

        /** True if for each of these words some record holds it. */
        boolean containsWords(String text);
    }

    /**
     * A resolved word.
     *
     * @param code the value in records, or null if the word is unknown
     * @param known candidates for what was meant
     */
    public record Found(@Nullable String code, String typed, List<String> known) {
        /** The nearest known word, or null if none is near. */
        public @Nullable String nearest() {
            return WordList.nearest(normalize(typed), known).orElse(null);
        }
    }

    /**
     * Creates a resolver.
     *
     * @param organisations the name of each registered organisation by its id
     * @param rules the ids of rules and packs in force
     */
    public SearchWords(
            RecordedValues records, Supplier<Map<String, String>> organisations, Supplier<Collection<String>> rules) {
        this.records = records;
        this.organisations = organisations;
        this.rules = rules;
    }

    /** Resolves a typed word for a field. */
    public Found resolve(SearchFacet facet, String typed) {
        if (records.lists(facet, typed) || isKnown(facet, typed)) {
            return new Found(typed, typed, List.of());
        }
        var labels = labels(facet);
        var meant = labels.getOrDefault(normalize(typed), Set.of());
        if (meant.size() == 1) {
            return new Found(meant.iterator().next(), typed, List.of());
        }
        var all = new LinkedHashSet<>(meant.isEmpty() ? vocabulary(facet) : meant);
        if (meant.isEmpty()) {
            labels.values().forEach(all::addAll);
            all.addAll(records.values(facet));
        }
        return new Found(null, typed, new ArrayList<>(all));
    }

    /** Registered organisations: the name of each by its id. */
    public Map<String, String> organisations() {
        return organisations.get();
    }

    /** The values of a field that records hold, up to a large maximum. */
    public List<String> recorded(SearchFacet facet) {
        return records.values(facet);
    }

    /** A typed word, with the organisations of which a part of the registered name begins with it. */
    public RecordQuery.Word typed(String word) {
        var part = ' ' + normalize(word);
        if (part.length() <= SHORTEST || SearchFile.isId(word)) {
            return RecordQuery.Word.of(word);
        }
        return new RecordQuery.Word(
                word,
                organisations.get().entrySet().stream()
                        .filter(one -> (' ' + normalize(one.getValue())).contains(part))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                false);
    }

    /** Why no record can hold the word, as a sentence with the nearest known word; null if a record could. */
    public @Nullable String problem(String word) {
        if (!records.names(word)) {
            return "No record has the id " + word + '.';
        }
        return SearchFile.isId(word)
                        || records.containsWords(word)
                        || couldOccur(word)
                        || !typed(word).organisations().isEmpty()
                ? null
                : "No record holds the word '" + WordList.forDisplay(word) + '\''
                        + WordList.nearest(word, recorded())
                                .map(nearest -> "; did you mean '" + nearest + "'?")
                                .orElse(".");
    }

    private Set<String> recorded() {
        var all = new LinkedHashSet<String>();
        for (var facet : List.of(
                SearchFacet.ORGANISATION,
                SearchFacet.VERDICT,
                SearchFacet.PURPOSE,
                SearchFacet.CAPABILITY,
                SearchFacet.RULE)) {
            all.addAll(records.values(facet));
        }
        return all;
    }

    /** True if each part of a text is part of a vocabulary word or label, so that a record could hold it. */
    private static boolean couldOccur(String text) {
        return Parts.ALL.containsAll(List.of(normalize(text).split("[^\\p{L}\\p{N}]+")));
    }

    /** Parts of all vocabulary words and labels. */
    private static final class Parts {
        private static final Set<String> ALL = all();

        private static Set<String> all() {
            var parts = new HashSet<String>();
            List.of(KINDS, STATUSES, List.of("permit", "refuse"))
                    .forEach(words -> words.forEach(word -> add(parts, word)));
            List.of(WordList.CAPABILITIES, WordList.PURPOSES, WordList.ORGANISATIONS, WordList.PROVIDERS)
                    .forEach(words -> words.words().forEach(word -> add(parts, word)));
            return parts;
        }

        private static void add(Set<String> parts, String word) {
            parts.addAll(List.of(normalize(word).split("[^\\p{L}\\p{N}]+")));
        }
    }

    private boolean isKnown(SearchFacet facet, String typed) {
        return switch (facet) {
            case DAY -> typed.matches("[0-9]{4}-[01][0-9]-[0-3][0-9]");
            case JURISDICTION -> Jurisdictions.isWellFormed(typed);
            case EVIDENCE -> AttestableFacts.mistakeOfEvidence(typed) == null;
            case CODE ->
                !WordTitles.forLanguage(Language.EN)
                        .title(WordTitles.CODE, typed)
                        .equals(typed.replace('_', ' '));
            default -> vocabulary(facet).contains(typed);
        };
    }

    private Collection<String> vocabulary(SearchFacet facet) {
        return switch (facet) {
            case VERDICT -> List.of("permit", "refuse");
            case SANDBOX -> List.of("yes", "no");
            case KIND -> KINDS;
            case STATUS -> STATUSES;
            case CAPABILITY -> WordList.CAPABILITIES.words();
            case EXEMPTION -> EXEMPTIONS.keySet();
            case AUTHORISATION -> List.of("due");
            case APPEAL -> APPEALS;
            case METHOD -> METHODS;
            case EVIDENCE -> EVIDENCE;
            case WITHOUT -> List.of("purpose");
            case PURPOSE -> WordList.PURPOSES.words();
            case TYPE -> WordList.ORGANISATIONS.words();
            case PROVIDER -> WordList.PROVIDERS.words();
            case ORGANISATION -> organisations.get().keySet();
            case RULE, MATCHED -> rules.get();
            default -> List.of();
        };
    }

    /** The values of each label, synonym or name; two organisations may share a name. */
    private Map<String, Set<String>> labels(SearchFacet facet) {
        var labels = new HashMap<String, Set<String>>();
        for (var word : named(facet)) {
            label(labels, word, word);
            for (var language : Language.values()) {
                label(labels, shown(facet, word, language), word);
            }
        }
        if (facet == SearchFacet.VERDICT) {
            VERDICTS.forEach((label, word) -> label(labels, label, word));
        } else if (facet == SearchFacet.ORGANISATION) {
            organisations.get().forEach((id, name) -> label(labels, name, id));
        }
        return labels;
    }

    /** The words of a field that have labels: of reasons and places those of records, and every country. */
    private Collection<String> named(SearchFacet facet) {
        return switch (facet) {
            case CODE -> records.values(facet);
            case JURISDICTION ->
                Stream.concat(records.values(facet).stream(), Arrays.stream(Locale.getISOCountries()))
                        .distinct()
                        .toList();
            default -> vocabulary(facet);
        };
    }

    /** A word as pages show it. */
    private static String shown(SearchFacet facet, String word, Language language) {
        if (facet == SearchFacet.JURISDICTION) {
            return PlaceNames.forLanguage(language).name(word);
        }
        if (facet == SearchFacet.EXEMPTION) {
            return WordTitles.forLanguage(language).title(WordTitles.CAPABILITY, EXEMPTIONS.getOrDefault(word, word));
        }
        var kind = kind(facet);
        return kind == null ? word : WordTitles.forLanguage(language).title(kind, word);
    }

    private static void label(Map<String, Set<String>> labels, String label, String word) {
        labels.computeIfAbsent(normalize(label), _ -> new LinkedHashSet<>()).add(word);
    }

    private static @Nullable String kind(SearchFacet facet) {
        return switch (facet) {
            case CAPABILITY -> WordTitles.CAPABILITY;
            case PURPOSE -> WordTitles.PURPOSE;
            case CODE -> WordTitles.CODE;
            case TYPE -> WordTitles.ORGANISATION;
            case PROVIDER -> WordTitles.PROVIDER;
            case EVIDENCE -> WordTitles.EVIDENCE;
            default -> null;
        };
    }

    /** Lower case without accents, with one space for each separator. */
    private static String normalize(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replace('’', '\'')
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s_-]+", " ")
                .strip();
    }
}
