package io.facegate.cli.policy;

import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.WordPatterns;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Parses {@code --fact name=value}: attested facts of a call. */
final class FactOptions {
    private final CommandSpec spec;
    private final Instant now;

    FactOptions(CommandSpec spec, Instant now) {
        this.spec = spec;
        this.now = now;
    }

    Map<String, List<String>> read(List<String> given) {
        var facts = new HashMap<String, List<String>>();
        for (var fact : given) {
            int cut = fact.indexOf('=');
            if (cut < 0) {
                throw usageError("'" + fact + "' names no value; expected one such as place_type=workplace");
            }
            var name = fact.substring(0, cut);
            boolean age = name.equals(Attribute.USE_AGE.word());
            facts.computeIfAbsent(age ? Attribute.USE_AGE.fact() : name, one -> new ArrayList<>())
                    .add(age ? startOfUse(fact.substring(cut + 1)) : requireKnown(name, fact.substring(cut + 1)));
        }
        return facts;
    }

    private String requireKnown(String name, String value) {
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
            throw usageError(mistake);
        }
        return value;
    }

    /** A count is no fact to register, but a question can suppose one. */
    private String requireCount(String name, String value) {
        if (!value.matches(WordPatterns.WHOLE)) {
            throw usageError(name + " '" + value + "' is not a whole number");
        }
        return value;
    }

    /** An exemption is no fact to register, but a question can suppose one. */
    private static @Nullable String exemptionMistake(String value) {
        var words = Objects.requireNonNull(Attribute.EXEMPTION.words());
        return words.find(value) == null ? words.unknownMessage(value) : null;
    }

    /** Converts the age of a use into its start, the form in which it is attested. */
    private String startOfUse(String age) {
        try {
            return now.minus(Duration.parse(age)).toString();
        } catch (DateTimeException | ArithmeticException malformed) {
            throw usageError("use_age '" + age + "' is not a length of time; expected one such as PT23H");
        }
    }

    private ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), "--fact: " + message);
    }
}
