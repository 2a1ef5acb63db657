package io.facegate.policy.reading;

import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Retention;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordPatterns;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the obligations of a rule, and those that a test expects. */
public final class ObligationsReader {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final LocalDate LAST = LocalDate.EPOCH.plusYears(100);
    public static final int MOST_REVIEWERS = 9;
    public static final int MOST_RESULTS = 4096;

    private ObligationsReader() {}

    /** Reads the obligations of a mapping. */
    public static Obligations read(YamlReading reading, Node node) {
        var fields = YamlMapping.of(reading, node, "obligations", PolicyKeys.of("obligations"));
        if (fields.isEmpty()) {
            reading.wrong(node, "obligations ask for nothing; name at least one, or leave the key out");
        }
        var found = new Obligations(
                fields.value(
                        "min_similarity", text -> between(WordPatterns.number(text), 0, 1), "a number from 0 to 1"),
                redact(fields),
                whole(fields, "max_results", MOST_RESULTS),
                fields.word("lead_only", Object::toString, List.of(true, false), false),
                zeroIfNone(whole(fields, "reviewers", MOST_REVIEWERS)),
                fields.value("authorisation", ObligationsReader::length, "a length of time such as PT24H"),
                fields.names(
                        "notices", word -> word.matches(WordPatterns.NOTICE), "lower-case letters and underscores"),
                fields.words("duties", WordList.facts("duty")),
                retention(reading, fields.at("retention")));
        if (reading.checks().strict() && reading.clean() && found.isEmpty() && !fields.isEmpty()) {
            reading.wrong(node, "obligations ask for nothing; name at least one, or leave the key out");
        }
        return found;
    }

    private static Set<Capability> redact(YamlMapping fields) {
        var found = fields.meanings("redact", WordList.CAPABILITIES);
        var at = fields.at("redact");
        if (at != null && found.stream().anyMatch(word -> !word.within(Capability.ANALYZE))) {
            fields.reading().wrong(at, "only attributes can be redacted: analyze, analyze.age, ...");
        }
        return found;
    }

    private static @Nullable Integer whole(YamlMapping fields, String key, int most) {
        return fields.value(
                key, text -> (int) between(WordPatterns.whole(text), 1, most), "a whole number from 1 to " + most);
    }

    private static int zeroIfNone(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static Duration length(String text) {
        var length = WordPatterns.length(text);
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(text);
        }
        return length;
    }

    private static double between(double number, double least, double most) {
        if (number >= least && number <= most) {
            return number;
        }
        throw new IllegalArgumentException("out of range");
    }

    private static Retention retention(YamlReading reading, @Nullable Node node) {
        if (node == null) {
            return Retention.NONE;
        }
        var fields = YamlMapping.of(reading, node, "retention", PolicyKeys.of("retention"));
        if (reading.checks().strict() && fields.isEmpty()) {
            reading.wrong(node, "retention names nothing; name pictures, templates or records, or leave the key out");
        }
        return new Retention(period(fields, "pictures"), period(fields, "templates"), period(fields, "records"));
    }

    private static @Nullable Period period(YamlMapping fields, String key) {
        return fields.value(
                key,
                text -> {
                    var period = WordPatterns.period(text);
                    if (period.isNegative() || LocalDate.EPOCH.plus(period).isAfter(LAST)) {
                        throw new IllegalArgumentException(text);
                    }
                    return period;
                },
                "a length of days, months or years such as P30D");
    }
}
