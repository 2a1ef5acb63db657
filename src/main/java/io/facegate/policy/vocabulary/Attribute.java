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
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Attribute of a call that conditions can test. */
public enum Attribute {
    ORGANISATION(
            "organisation",
            WORD,
            ONE,
            WordList.ORGANISATIONS,
            "the type of the organisation that calls, or that a call is made for"),
    ORGANISATION_ID("organisation_id", NAME, ONE, "the organisation's id in the registry"),
    ON_BEHALF_OF("on_behalf_of", WORD, ANY, WordList.ORGANISATIONS, "the type of organisation that a call is made for"),
    PURPOSE("purpose", WORD, ONE, WordList.PURPOSES, "why it calls"),
    CAPABILITY("capability", WORD, ONE, WordList.CAPABILITIES, "what the call does to a face"),
    JURISDICTION("jurisdiction", PLACE, ALL, "where the face or the search is"),
    ESTABLISHED_IN("established_in", PLACE, ALL, "where the organisation is registered"),
    SUBJECT_IN("subject_in", PLACE, ALL, "where the people in the pictures are or live"),
    OUTPUT_IN("output_in", PLACE, ALL, "where the result is used"),
    PROCESSED_IN("processed_in", PLACE, ALL, "where the pictures are processed"),
    PROVIDER("provider", WORD, ONE, WordList.PROVIDERS, "the vendor whose API was called"),
    OPERATION("operation", NAME, ONE, "the vendor's name of the operation"),
    PLACE_TYPE("place_type", WORD, ALL, WordList.facts("place_type"), "what kind of place it is"),
    CAMERA("camera", WORD, ALL, WordList.facts("camera"), "the kind of camera"),
    SETTING("setting", WORD, ALL, WordList.facts("setting"), "whether people pose or pass freely"),
    GALLERY_SOURCE(
            "gallery_source", WORD, ALL, WordList.facts("gallery_source"), "where the gallery's pictures come from"),
    OFFENCE("offence", WORD, ALL, WordList.facts("offence"), "which offence is investigated"),
    ACTION("action", WORD, ALL, WordList.facts("action"), "what the result is used for, or what surrounds the call"),
    EXEMPTION(
            "exemption",
            WORD,
            ANY,
            WordList.facts("exemption"),
            "what the organisation was exempted for, for this purpose, here and now"),
    EVIDENCE("evidence", WORD, ANY, WordList.facts("evidence"), "the evidence for the call"),
    REFERENCE("reference", WORD, SET, WordList.REFERENCES, "external resources that the call points at"),
    THRESHOLD("threshold", ALL, Numbers.SHARE, "the similarity asked for, 0 to 1"),
    INSTANCE_CREATED("instance_created", DATE, ALL, "when the vendor's resource was created"),
    USE_AGE("use_age", DURATION, ALL, "the time since the use began"),
    OFFENCE_YEARS("offence_years", NUMBER, ALL, "the offence's highest penalty in years"),
    ACCURACY("accuracy", ALL, Numbers.SHARE, "the true-positive rate of the worst group in the evaluation, 0 to 1"),
    PEOPLE("people", ALL, Numbers.WHOLE, "how many people are enrolled"),
    QUOTA_LEFT_NOW("quota.left_now", ALL, Numbers.WHOLE, "how many more calls the caller's rates let through at once"),
    QUOTA_LEFT_TODAY("quota.left_today", ALL, Numbers.WHOLE, "how many calls the caller's daily quotas leave it today"),
    QUOTA_LEFT_THIS_MONTH(
            "quota.left_this_month",
            ALL,
            Numbers.WHOLE,
            "how many calls the caller's monthly quotas leave it this month");

    /** Attributes that the gateway counts for each call that a rule asks them of. Nobody registers them. */
    public static final Set<Attribute> COUNTED =
            Collections.unmodifiableSet(EnumSet.of(QUOTA_LEFT_NOW, QUOTA_LEFT_TODAY, QUOTA_LEFT_THIS_MONTH));

    /** The value of a count where no quota limits the caller: more than any rule compares with. */
    public static final long UNLIMITED = 999_999_999;

    private static final String STARTED = "started";
    /** Placeholder for a value that is no word of the vocabulary. */
    public static final String UNKNOWN = "unknown";

    /** The attributes that a call, its credential or the registry's own columns tell. All others are attested facts. */
    private static final Set<Attribute> TOLD = Set.of(
            ORGANISATION,
            ORGANISATION_ID,
            ON_BEHALF_OF,
            PURPOSE,
            CAPABILITY,
            JURISDICTION,
            ESTABLISHED_IN,
            PROVIDER,
            OPERATION,
            EVIDENCE,
            REFERENCE,
            THRESHOLD);

    private static final Map<String, Attribute> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Attribute::word, Function.identity()));

    private final String word;
    private final Kind kind;
    private final Many many;

    @SuppressWarnings("ImmutableEnumChecker") // set by the constructor, immutable afterwards
    private final @Nullable WordList<?> words;

    private final Numbers numbers;
    private final String meaning;

    Attribute(String word, Kind kind, Many many, String meaning) {
        this(word, kind, many, null, Numbers.ANY, meaning);
    }

    Attribute(String word, Kind kind, Many many, WordList<?> words, String meaning) {
        this(word, kind, many, words, Numbers.ANY, meaning);
    }

    Attribute(String word, Many many, Numbers numbers, String meaning) {
        this(word, NUMBER, many, null, numbers, meaning);
    }

    Attribute(String word, Kind kind, Many many, @Nullable WordList<?> words, Numbers numbers, String meaning) {
        this.word = word;
        this.kind = kind;
        this.many = many;
        this.words = words;
        this.numbers = numbers;
        this.meaning = meaning;
    }

    /** Type of the values. */
    public enum Kind {
        /** A word of a closed list, which may be a tree. */
        WORD,
        /** A free name from a vendor or the registry. */
        NAME,
        PLACE,
        NUMBER,
        DATE,
        DURATION
    }

    /** The numbers that an attribute of numbers can have. */
    public enum Numbers {
        /** Any that is not negative. */
        ANY,
        /** From 0 to 1. */
        SHARE,
        WHOLE
    }

    /** How several values, or none, are interpreted. */
    public enum Many {
        /** Single value; absent means unknown. */
        ONE,
        /** A condition surely holds if all values meet it and possibly holds if any does; absent means unknown. */
        ALL,
        /** As {@link #ALL}, but absent means known to be none. */
        SET,
        /** A condition holds if any value meets it; absent means known to be none. */
        ANY
    }

    /** The word in policy files. */
    public String word() {
        return word;
    }

    public Kind kind() {
        return kind;
    }

    public Many many() {
        return many;
    }

    /** Its closed list of words, or null if it has none. */
    public @Nullable WordList<?> words() {
        return words;
    }

    public Numbers numbers() {
        return numbers;
    }

    /** True if its values stand among the attested facts: those of an operator, grants of exemptions, and counts. */
    public boolean isAttested() {
        return !TOLD.contains(this);
    }

    /**
     * The attributes that match, for an order in which some come first.
     *
     * @param first those that come first; the others follow in the order of their declaration
     */
    public static List<Attribute> sorted(Predicate<Attribute> matching, Attribute... first) {
        var all = new LinkedHashSet<>(List.of(first));
        all.addAll(List.of(values()));
        return all.stream().filter(matching).toList();
    }

    /** Short description. */
    public String meaning() {
        return meaning;
    }

    /** True if conditions use ranges instead of words. */
    public boolean isRange() {
        return kind == NUMBER || kind == DATE || kind == DURATION;
    }

    /** The attribute with that word, or null. */
    public static @Nullable Attribute fromWord(String word) {
        return BY_WORD.get(word);
    }

    /**
     * The attribute set by an attested fact of that name. For the duration of use, the fact is the start time, {@value
     * #STARTED}. Null if policies do not read the fact.
     */
    public static @Nullable Attribute fromFact(String name) {
        var attribute = name.equals(STARTED) ? USE_AGE : fromWord(name);
        return attribute == null || !attribute.isAttested() || name.equals(USE_AGE.word) ? null : attribute;
    }

    /** Name of the attested fact that sets it. */
    public String fact() {
        return this == USE_AGE ? STARTED : word;
    }

    /** The value itself if it is in the closed list or well-formed; else a placeholder word for other values. */
    public String normalize(String value) {
        boolean known = switch (kind) {
            case WORD -> words != null && words.find(value) != null;
            case NAME -> true;
            case PLACE -> Jurisdictions.isValid(value);
            case NUMBER, DATE, DURATION -> number(value) != null;
        };
        return known ? value : UNKNOWN;
    }

    /** The text as a number, or as a moment in milliseconds of the epoch; null if it is neither. */
    public @Nullable Double number(String text) {
        try {
            return kind == NUMBER ? Double.valueOf(text) : (Double) (double) parseMoment(text);
        } catch (DateTimeException | NumberFormatException error) {
            return null;
        }
    }

    private static long parseMoment(String text) {
        var moment = text.length() <= 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
        return moment.toEpochMilli();
    }

    /** Whether a value meets any of these words. An unknown word counts as absent. */
    public TruthValue matches(@Nullable String value, Set<String> named, long now) {
        if (value == null) {
            return TruthValue.PERHAPS;
        }
        return switch (kind) {
            case WORD -> words == null ? TruthValue.PERHAPS : words.matches(value, named);
            case NAME -> TruthValue.of(named.contains(value));
            case PLACE -> Jurisdictions.matches(value, named, now);
            case NUMBER, DATE, DURATION -> throw new IllegalStateException(word + " is a range");
        };
    }

    /** Whether these values together meet any of these words. */
    public TruthValue matches(List<String> values, Set<String> named, long now) {
        if (values.size() == 1) {
            return matches(values.getFirst(), named, now);
        }
        return combine(values.stream().map(value -> matches(value, named, now)).toList());
    }

    /** Whether these values together lie in a range. */
    public TruthValue matches(List<Double> values, double atLeast, double below) {
        return combine(values.stream()
                .map(value -> TruthValue.of(value >= atLeast && value < below))
                .toList());
    }

    /** Combines the truths of several values. */
    public TruthValue combine(List<TruthValue> each) {
        if (each.isEmpty()) {
            return many == SET || many == ANY ? TruthValue.NOT : TruthValue.PERHAPS;
        }
        var any = each.stream().reduce(TruthValue.NOT, TruthValue::or);
        if (many == ANY) {
            return any;
        }
        var all = each.stream().reduce(TruthValue.SURELY, TruthValue::and);
        return all == TruthValue.SURELY ? TruthValue.SURELY : any.and(TruthValue.PERHAPS);
    }
}
