package io.facegate.policy.vocabulary;

import static io.facegate.policy.vocabulary.Attribute.Kind.DATE;
import static io.facegate.policy.vocabulary.Attribute.Kind.DURATION;
import static io.facegate.policy.vocabulary.Attribute.Kind.NAME;
import static io.facegate.policy.vocabulary.Attribute.Kind.NUMBER;
import static io.facegate.policy.vocabulary.Attribute.Kind.PLACE;
import static io.facegate.policy.vocabulary.Attribute.Kind.WORD;
import static io.facegate.policy.vocabulary.Attribute.Many.ALL;
import static io.facegate.policy.vocabulary.Attribute.Many.ANY;
import static io.facegate.policy.vocabulary.Attribute.Many.ONE;
import static io.facegate.policy.vocabulary.Attribute.Many.SET;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What conditions can ask of a call. */
public enum Attribute {
    ORGANISATION("organisation", WORD, ONE, WordList.ORGANISATIONS, "what kind of body calls, or is called for"),
    ORGANISATION_ID("organisation_id", NAME, ONE, null, "its id in the registry"),
    ON_BEHALF_OF("on_behalf_of", WORD, ANY, WordList.ORGANISATIONS, "for which kind of body a call is made"),
    PURPOSE("purpose", WORD, ONE, WordList.PURPOSES, "why it calls"),
    CAPABILITY("capability", WORD, ONE, WordList.CAPABILITIES, "what the call does to a face"),
    JURISDICTION("jurisdiction", PLACE, ALL, null, "where the face or the search is"),
    ESTABLISHED_IN("established_in", PLACE, ALL, null, "where the organisation is registered"),
    SUBJECT_IN("subject_in", PLACE, ALL, null, "where the people in the pictures are or live"),
    OUTPUT_IN("output_in", PLACE, ALL, null, "where the result is used"),
    PROCESSED_IN("processed_in", PLACE, ALL, null, "where the pictures are processed"),
    PROVIDER("provider", WORD, ONE, WordList.PROVIDERS, "whose wire was called"),
    OPERATION("operation", NAME, ONE, null, "the vendor's name of the operation"),
    PLACE_TYPE("place_type", WORD, ALL, WordList.facts("place_type"), "what kind of place it is"),
    CAMERA("camera", WORD, ALL, WordList.facts("camera"), "what took the picture"),
    SETTING("setting", WORD, ALL, WordList.facts("setting"), "whether people pose or pass"),
    GALLERY_SOURCE(
            "gallery_source", WORD, ALL, WordList.facts("gallery_source"), "where the gallery's pictures come from"),
    OFFENCE("offence", WORD, ALL, WordList.facts("offence"), "which offence is investigated"),
    ACTION("action", WORD, ALL, WordList.facts("action"), "what happens around the call"),
    EVIDENCE("evidence", WORD, ANY, WordList.facts("evidence"), "what the call rests on"),
    REFERENCE("reference", WORD, SET, WordList.REFERENCES, "what the call points at"),
    THRESHOLD("threshold", NUMBER, ALL, null, "the similarity asked for, 0 to 1"),
    INSTANCE_CREATED("instance_created", DATE, ALL, null, "when the vendor's resource was created"),
    USE_AGE("use_age", DURATION, ALL, null, "how long ago the use began"),
    OFFENCE_YEARS("offence_years", NUMBER, ALL, null, "the offence's highest penalty in years"),
    ACCURACY("accuracy", NUMBER, ALL, null, "the true-positive rate of the worst group in the evaluation, 0 to 1"),
    PEOPLE("people", NUMBER, ALL, null, "how many people are enrolled");

    private static final String STARTED = "started";
    private static final String UNKNOWN = "unknown";
    private static final Set<Attribute> ATTESTED = Set.of(
            SUBJECT_IN,
            OUTPUT_IN,
            PROCESSED_IN,
            PLACE_TYPE,
            CAMERA,
            SETTING,
            GALLERY_SOURCE,
            OFFENCE,
            ACTION,
            INSTANCE_CREATED,
            USE_AGE,
            OFFENCE_YEARS,
            ACCURACY,
            PEOPLE);
    private static final Map<String, Attribute> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Attribute::word, Function.identity()));

    private final String word;
    private final Kind kind;
    private final Many many;

    @SuppressWarnings("ImmutableEnumChecker") // filled by its constructor, never changed after
    private final @Nullable WordList<?> words;

    private final String meaning;

    Attribute(String word, Kind kind, Many many, @Nullable WordList<?> words, String meaning) {
        this.word = word;
        this.kind = kind;
        this.many = many;
        this.words = words;
        this.meaning = meaning;
    }

    /** What its values are. */
    public enum Kind {
        /** Out of a closed list, which may be a tree. */
        WORD,
        /** Whatever a vendor or the registry calls it. */
        NAME,
        PLACE,
        NUMBER,
        DATE,
        DURATION
    }

    /** How several values, and none, are read. */
    public enum Many {
        /** One value; none is unknown. */
        ONE,
        /** A condition surely holds where all values meet it, perhaps where any does; none is unknown. */
        ALL,
        /** As {@link #ALL}, but none is known to be none. */
        SET,
        /** A condition holds where any value meets it; none is known to be none. */
        ANY
    }

    /** As it is written in a policy file. */
    public String word() {
        return word;
    }

    public Kind kind() {
        return kind;
    }

    public Many many() {
        return many;
    }

    /** Its closed list of words, or null where it has none. */
    public @Nullable WordList<?> words() {
        return words;
    }

    /** What it is, in a few plain words. */
    public String meaning() {
        return meaning;
    }

    /** True where conditions name ranges, not words. */
    public boolean isRange() {
        return kind == NUMBER || kind == DATE || kind == DURATION;
    }

    /** The attribute of that word, or null. */
    public static @Nullable Attribute of(String word) {
        return BY_WORD.get(word);
    }

    /**
     * What an attested fact of that name tells; of how long the use has gone on, it is the moment at which it
     * {@value #STARTED}. Null where policy reads no such fact.
     */
    public static @Nullable Attribute ofFact(String name) {
        var attribute = name.equals(STARTED) ? USE_AGE : of(name);
        return attribute == null || !ATTESTED.contains(attribute) || name.equals(USE_AGE.word) ? null : attribute;
    }

    /** The name of the fact that tells it. */
    public String fact() {
        return this == USE_AGE ? STARTED : word;
    }

    /** The value itself where it is of its closed list or form, else a word that stands for any other. */
    public String closed(String value) {
        boolean known = switch (kind) {
            case WORD -> words != null && words.find(value) != null;
            case NAME -> true;
            case PLACE -> Jurisdictions.valid(value);
            case NUMBER, DATE, DURATION -> number(value) != null;
        };
        return known ? value : UNKNOWN;
    }

    /** A number, or a moment in milliseconds of the epoch; null where the text is neither. */
    public @Nullable Double number(String text) {
        try {
            return kind == NUMBER ? Double.valueOf(text) : (Double) (double) moment(text);
        } catch (DateTimeException | NumberFormatException error) {
            return null;
        }
    }

    private static long moment(String text) {
        var moment = text.length() <= 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
        return moment.toEpochMilli();
    }

    /** Whether one value meets any of these words; a value that is no known word is as good as absent. */
    public Truth tells(@Nullable String value, Set<String> named, long now) {
        if (value == null) {
            return Truth.PERHAPS;
        }
        return switch (kind) {
            case WORD -> words == null ? Truth.PERHAPS : words.tells(value, named);
            case NAME -> Truth.of(named.contains(value));
            case PLACE -> Jurisdictions.tells(value, named, now);
            case NUMBER, DATE, DURATION -> throw new IllegalStateException(word + " is a range");
        };
    }

    /** Whether all these values together meet any of these words. */
    public Truth tells(List<String> values, Set<String> named, long now) {
        return together(values.stream().map(value -> tells(value, named, now)).toList());
    }

    /** Whether all these values together lie in a range. */
    public Truth tells(List<Double> values, double atLeast, double below) {
        return together(values.stream()
                .map(value -> Truth.of(value >= atLeast && value < below))
                .toList());
    }

    /** What the truths of several values come to. */
    public Truth together(List<Truth> each) {
        if (each.isEmpty()) {
            return many == SET || many == ANY ? Truth.NOT : Truth.PERHAPS;
        }
        var any = each.stream().reduce(Truth.NOT, Truth::or);
        if (many == ANY) {
            return any;
        }
        var all = each.stream().reduce(Truth.SURELY, Truth::and);
        return all == Truth.SURELY ? Truth.SURELY : any.and(Truth.PERHAPS);
    }
}
