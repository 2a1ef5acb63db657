package io.facegate.usecase.policy;

import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.WordPatterns;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Facts that a question supposes of a call: those that can be attested, and some that no one can register. */
public final class SupposedFacts {
    private SupposedFacts() {}

    /**
     * Reads one fact, under the name that it has as an attested one.
     *
     * @param at when the call would be made
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public static Map.Entry<String, String> read(String name, String value, Instant at) {
        return name.equals(Attribute.USE_AGE.word())
                ? Map.entry(Attribute.USE_AGE.fact(), startOfUse(value, at))
                : Map.entry(name, requireKnown(name, value));
    }

    private static String requireKnown(String name, String value) {
        var counted = Attribute.fromWord(name);
        if (counted != null && Attribute.COUNTED.contains(counted)) {
            return requireCount(name, value);
        }
        var mistake = name.equals(Attribute.USE_AGE.fact())
                ? Attribute.USE_AGE.number(value) == null ? name + " '" + value + "' is no moment" : null
                : name.equals(Attribute.EXEMPTION.word())
                        ? exemptionMistake(value)
                        : AttestableFacts.mistake(name, value);
        if (mistake != null) {
            throw new IllegalArgumentException(mistake);
        }
        return value;
    }

    /** A count is no fact to register, but a question can suppose one. */
    private static String requireCount(String name, String value) {
        if (!value.matches(WordPatterns.WHOLE)) {
            throw new IllegalArgumentException(name + " '" + value + "' is not a whole number");
        }
        return value;
    }

    /** An exemption is no fact to register, but a question can suppose one. */
    private static @Nullable String exemptionMistake(String value) {
        var words = Objects.requireNonNull(Attribute.EXEMPTION.words());
        return words.find(value) == null ? words.unknownMessage(value) : null;
    }

    /** Converts the age of a use into its start, the form in which it is attested. */
    private static String startOfUse(String age, Instant at) {
        try {
            return at.minus(Duration.parse(age)).toString();
        } catch (DateTimeException | ArithmeticException malformed) {
            throw new IllegalArgumentException(
                    "use_age '" + age + "' is not a length of time; expected one such as PT23H", malformed);
        }
    }
}
