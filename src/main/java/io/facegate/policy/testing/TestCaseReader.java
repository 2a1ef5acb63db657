package io.facegate.policy.testing;

import io.facegate.call.Obligations;
import io.facegate.policy.reading.ObligationsReader;
import io.facegate.policy.reading.PolicyTimes;
import io.facegate.policy.reading.YamlMapping;
import io.facegate.policy.reading.YamlReading;
import io.facegate.policy.testing.ExpectedDecision.Kind;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordPatterns;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one test case; missing keys come from the {@code given} section of the file. */
final class TestCaseReader {

    private final YamlReading reading;
    private final YamlMapping fields;
    private final @Nullable YamlMapping given;

    TestCaseReader(YamlReading reading, Node node, @Nullable YamlMapping given) {
        this.reading = reading;
        this.fields = YamlMapping.of(reading, node, "a case", PolicyKeys.of("case"));
        this.given = given;
    }

    /** The case, or null after noting its mistakes. */
    @Nullable
    TestCase read(String file) {
        var name = fields.requiredText("name");
        var question = question();
        var expected = expected();
        if (name == null || question == null || expected == null) {
            return null;
        }
        int line = fields.node().getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        return new TestCase(file, line, name, question, expected);
    }

    private @Nullable ExpectedDecision expected() {
        var at = from("expect").required("expect");
        var rule = from("rule").text("rule");
        if (at == null) {
            return null;
        }
        if (at instanceof MappingNode) {
            return obligations(at, rule);
        }
        var word = reading.word(at, "expect");
        if (word != null && !TestCaseWords.EXPECTED.contains(word)) {
            reading.wrong(at, WordList.unknown("outcome", word, TestCaseWords.EXPECTED));
            return null;
        }
        return word == null
                ? null
                : new ExpectedDecision(Kind.valueOf(word.toUpperCase(java.util.Locale.ROOT)), null, rule);
    }

    private @Nullable ExpectedDecision obligations(Node node, @Nullable String rule) {
        var asked = YamlMapping.of(reading, node, "expect", PolicyKeys.of("expect"));
        var at = asked.required("obligations");
        if (at == null) {
            return null;
        }
        if (at instanceof MappingNode) {
            return new ExpectedDecision(Kind.OBLIGATIONS, ObligationsReader.read(reading, at), rule);
        }
        boolean any = asked.word("obligations", word -> word, TestCaseWords.NO_MORE, "any")
                .equals("any");
        return new ExpectedDecision(any ? Kind.OBLIGATIONS : Kind.NO_OBLIGATIONS, (Obligations) null, rule);
    }

    /** Reads the {@code given} section. Its mistakes are noted even if unused. */
    static YamlMapping given(YamlReading reading, Node node) {
        var reader = new TestCaseReader(reading, node, null);
        reader.asked(Instant.EPOCH, Instant.EPOCH);
        TestPartyReader.places(reader::from);
        if (reader.fields.at("expect") != null) {
            reader.expected();
        }
        return reader.fields;
    }

    private @Nullable TestQuestion question() {
        from("caller").required("caller");
        if (from("capabilities").at("capabilities") == null) {
            reading.wrong(fields.node(), "the key 'capabilities' is missing; an operation alone does not say them");
        }
        from("now").required("now");
        var now = moment("now");
        var known = known();
        var question = asked(now == null ? Instant.EPOCH : now, known == null ? now : known);
        return now == null ? null : question;
    }

    private @Nullable TestQuestion asked(Instant now, @Nullable Instant known) {
        var parties = TestPartyReader.read(reading, from("caller").at("caller"), this::from);
        var capabilities = from("capabilities").meanings("capabilities", WordList.CAPABILITIES);
        var references = from("references").meanings("references", WordList.REFERENCES);
        var operation = from("operation").text("operation");
        var provider = word("provider", WordList.PROVIDERS);
        var purpose = word("purpose", WordList.PURPOSES);
        var threshold = from("threshold").value("threshold", TestCaseReader::threshold, "a number from 0 to 1");
        var context = new TestContextReader(this::from).read(now);
        if (parties.isEmpty()) {
            return null;
        }
        return new TestQuestion(
                parties.getFirst(),
                parties.subList(1, parties.size()),
                purpose,
                provider == null ? "rekognition" : provider,
                operation == null ? "Unnamed" : operation,
                capabilities,
                references,
                threshold,
                context,
                now,
                known == null ? now : known);
    }

    private @Nullable Instant moment(String key) {
        var at = from(key).at(key);
        return at == null ? null : PolicyTimes.of(from("zone"), false).instant(at, key);
    }

    /** The day of knowledge is in UTC, like that of an amendment. */
    private @Nullable Instant known() {
        var day = from("known").text("known");
        return day == null || day.length() > 10
                ? moment("known")
                : from("known")
                        .value(
                                "known",
                                text -> WordPatterns.day(text)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant(),
                                "a day such as 2021-05-18");
    }

    private static double threshold(String text) {
        double value = WordPatterns.number(text);
        if (value >= 0 && value <= 1) {
            return value;
        }
        throw new IllegalArgumentException(text);
    }

    private @Nullable String word(String key, WordList<?> words) {
        var at = from(key).at(key);
        var word = at == null ? null : reading.word(at, key);
        if (word != null && at != null && words.find(word) == null) {
            reading.wrong(at, words.unknown(word));
        }
        return word;
    }

    /** The mapping that names a key: the case, else {@code given}. */
    private YamlMapping from(String key) {
        return given != null && fields.at(key) == null && given.at(key) != null ? given : fields;
    }
}
