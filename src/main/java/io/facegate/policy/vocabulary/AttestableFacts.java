package io.facegate.policy.vocabulary;

import static io.facegate.policy.vocabulary.Attribute.ACCURACY;
import static io.facegate.policy.vocabulary.Attribute.ACTION;
import static io.facegate.policy.vocabulary.Attribute.CAMERA;
import static io.facegate.policy.vocabulary.Attribute.EVIDENCE;
import static io.facegate.policy.vocabulary.Attribute.EXEMPTION;
import static io.facegate.policy.vocabulary.Attribute.GALLERY_SOURCE;
import static io.facegate.policy.vocabulary.Attribute.INSTANCE_CREATED;
import static io.facegate.policy.vocabulary.Attribute.OFFENCE;
import static io.facegate.policy.vocabulary.Attribute.OFFENCE_YEARS;
import static io.facegate.policy.vocabulary.Attribute.OUTPUT_IN;
import static io.facegate.policy.vocabulary.Attribute.PEOPLE;
import static io.facegate.policy.vocabulary.Attribute.PLACE_TYPE;
import static io.facegate.policy.vocabulary.Attribute.PROCESSED_IN;
import static io.facegate.policy.vocabulary.Attribute.SETTING;
import static io.facegate.policy.vocabulary.Attribute.SUBJECT_IN;
import static io.facegate.policy.vocabulary.Attribute.USE_AGE;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Facts that an operator can attest for an organisation or in an evidence entry, with their allowed words. */
public final class AttestableFacts {
    /**
     * The age of a use is told by the moment at which it began, an exemption by its grant, and a count by the gateway:
     * none is a fact to register by itself.
     */
    private static final List<Attribute> ATTESTED = Attribute.sorted(
            attribute -> attribute.isAttested()
                    && attribute != USE_AGE
                    && attribute != EXEMPTION
                    && !Attribute.COUNTED.contains(attribute),
            PLACE_TYPE,
            CAMERA,
            SETTING,
            GALLERY_SOURCE,
            ACTION,
            OFFENCE,
            SUBJECT_IN,
            OUTPUT_IN,
            PROCESSED_IN,
            INSTANCE_CREATED,
            ACCURACY,
            PEOPLE,
            OFFENCE_YEARS);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SHARE = Pattern.compile("0(\\.[0-9]{1,6})?|1(\\.0{1,6})?");

    private AttestableFacts() {}

    /** Names of the facts. */
    public static List<String> names() {
        return ATTESTED.stream().map(Attribute::word).toList();
    }

    /** Validates a fact: one sentence with the nearest valid word if one is near, or null if valid. */
    public static @Nullable String mistake(String name, String word) {
        var attribute = Attribute.fromWord(name);
        if (attribute == null || !ATTESTED.contains(attribute)) {
            return WordList.unknownMessage("fact", name, names());
        }
        return switch (attribute.kind()) {
            case WORD -> unlistedMistake(attribute, word);
            case PLACE -> KnownPlaces.mistake(word);
            case DATE -> mistakeUnless(isDate(word), name, word, "a date such as 2019-05-01");
            case NUMBER -> number(attribute, word);
            case NAME, DURATION -> throw new IllegalStateException(name + " is not attested");
        };
    }

    /** Validates an evidence type: one sentence with the nearest valid type, or null if valid. */
    public static @Nullable String mistakeOfEvidence(String type) {
        var mistake = unlistedMistake(EVIDENCE, type);
        return mistake != null || !WordList.isUnscoped(type) ? mistake : unscopedMistake(type);
    }

    /** Warning for an entry registered with this type, in one sentence, or null. */
    public static @Nullable String warningOfEvidence(String type) {
        if (!WordList.isUnscoped(type)) {
            return null;
        }
        var meaning =
                Objects.requireNonNull(Objects.requireNonNull(EVIDENCE.words()).find(type));
        return ((WordList.Meaning) meaning).text();
    }

    private static String unscopedMistake(String type) {
        var root = type.substring(0, type.indexOf('.') < 0 ? type.length() : type.indexOf('.'));
        return "'" + type + "' does not name its vendor and its use, so it would have no effect; name both: "
                + Objects.requireNonNull(EVIDENCE.words()).words().stream()
                        .filter(word -> word.startsWith(root + '.') && !WordList.isUnscoped(word))
                        .collect(Collectors.joining(", "));
    }

    private static @Nullable String unlistedMistake(Attribute attribute, String word) {
        var known = Objects.requireNonNull(attribute.words());
        return known.find(word) == null ? known.unknownMessage(word) : null;
    }

    private static @Nullable String number(Attribute attribute, String word) {
        return switch (attribute.numbers()) {
            case SHARE ->
                mistakeUnless(
                        SHARE.matcher(word).matches(), attribute.word(), word, "a number from 0 to 1, such as 0.99");
            case WHOLE -> mistakeUnless(WHOLE.matcher(word).matches(), attribute.word(), word, "a whole number");
            case ANY ->
                mistakeUnless(NUMBER.matcher(word).matches(), attribute.word(), word, "a number such as 5 or 4.5");
        };
    }

    private static @Nullable String mistakeUnless(boolean met, String name, String word, String form) {
        return met ? null : name + " '" + word + "' is not " + form;
    }

    private static boolean isDate(String word) {
        try {
            return LocalDate.parse(word).getYear() > 0;
        } catch (DateTimeException malformed) {
            return false;
        }
    }
}
