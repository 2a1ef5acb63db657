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
import java.util.List;
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
        this.fields = YamlMapping.read(reading, node, "a case", PolicyKeys.keysOf("case"));
        this.given = given;
    }

    /** The case, or null after noting its mistakes. */
    @Nullable
    TestCase read(String file) {
        var name = fields.requiredText("name");
        var question = question();
        var expected = readExpected();
        if (name == null || question == null || expected == null) {
            return null;
        }
        int line = fields.node().getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        return new TestCase(file, line, name, question, expected);
    }

    private @Nullable ExpectedDecision readExpected() {
        var at = mappingWith("expect").required("expect");
        var rule = mappingWith("rule").text("rule");
        if (at == null) {
            return null;
        }
        if (at instanceof MappingNode) {
            return obligations(at, rule);
        }
        var word = reading.word(at, "expect");
        if (word != null && !TestCaseWords.EXPECTED.contains(word)) {
            reading.addMistake(at, WordList.unknownMessage("outcome", word, TestCaseWords.EXPECTED));
            return null;
        }
        return word == null
                ? null
                : new ExpectedDecision(Kind.valueOf(word.toUpperCase(java.util.Locale.ROOT)), null, rule);
    }

    private @Nullable ExpectedDecision obligations(Node node, @Nullable String rule) {
        var asked = YamlMapping.read(reading, node, "expect", PolicyKeys.keysOf("expect"));
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
        reader.readQuestion(Instant.EPOCH, Instant.EPOCH);
        TestPartyReader.places(reader::mappingWith);
        reader.checkGivenMoments();
        if (reader.fields.node("expect") != null) {
            reader.readExpected();
        }
        return reader.fields;
    }

    private @Nullable TestQuestion question() {
        mappingWith("caller").required("caller");
        if (mappingWith("capabilities").node("capabilities") == null) {
            reading.addMistake(
                    fields.node(), "the key 'capabilities' is missing; an operation alone does not say them");
        }
        mappingWith("now").required("now");
        var now = readMoment("now");
        var known = readKnown();
        var question = readQuestion(now == null ? Instant.EPOCH : now, known == null ? now : known);
        return now == null ? null : question;
    }

    private @Nullable TestQuestion readQuestion(Instant now, @Nullable Instant known) {
        var parties = TestPartyReader.read(reading, mappingWith("caller").node("caller"), this::mappingWith);
        var capabilities = mappingWith("capabilities").meanings("capabilities", WordList.CAPABILITIES);
        var references = mappingWith("references").meanings("references", WordList.REFERENCES);
        var operation = mappingWith("operation").text("operation");
        var provider = word("provider", WordList.PROVIDERS);
        var purpose = word("purpose", WordList.PURPOSES);
        var threshold = mappingWith("threshold").value("threshold", TestCaseReader::threshold, "a number from 0 to 1");
        var context = new TestContextReader(this::mappingWith).read(now);
        if (parties.isEmpty()) {
            return null;
        }
        return new TestQuestion(
                parties.getFirst(),
                parties.subList(1, parties.size()),
                purpose,
                new TestQuestion.RequestedOperation(
                        provider == null ? "rekognition" : provider,
                        operation == null ? "Unnamed" : operation,
                        capabilities,
                        references,
                        threshold),
                context,
                now,
                known == null ? now : known);
    }

    /** Notes mistakes in the moments of the {@code given} section; UTC where only the cases name a zone. */
    private void checkGivenMoments() {
        var times = fields.node("zone") == null ? PolicyTimes.inUtc(reading) : PolicyTimes.read(fields, false);
        for (var key : List.of("now", "known")) {
            var at = fields.node(key);
            if (at != null) {
                times.readInstant(at, key);
            }
        }
    }

    private @Nullable Instant readMoment(String key) {
        var at = mappingWith(key).node(key);
        return at == null ? null : PolicyTimes.read(mappingWith("zone"), false).readInstant(at, key);
    }

    /** The day of knowledge is in UTC, like that of an amendment. */
    private @Nullable Instant readKnown() {
        var day = mappingWith("known").text("known");
        return day == null || day.length() > 10
                ? readMoment("known")
                : mappingWith("known")
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
        var at = mappingWith(key).node(key);
        var word = at == null ? null : reading.word(at, key);
        if (word != null && at != null && words.find(word) == null) {
            reading.addMistake(at, words.unknownMessage(word));
        }
        return word;
    }

    /** The mapping that names a key: the case, else {@code given}. */
    private YamlMapping mappingWith(String key) {
        return given != null && fields.node(key) == null && given.node(key) != null ? given : fields;
    }
}
