package io.facegate.policy.trial;

import io.facegate.call.Obligations;
import io.facegate.policy.reading.Fields;
import io.facegate.policy.reading.ObligationsReader;
import io.facegate.policy.reading.Reading;
import io.facegate.policy.reading.Times;
import io.facegate.policy.trial.Expected.Kind;
import io.facegate.policy.vocabulary.Keys;
import io.facegate.policy.vocabulary.Shapes;
import io.facegate.policy.vocabulary.Words;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one case; what it does not say, the {@code given} of its file says. */
final class CaseReader {

    private final Reading reading;
    private final Fields fields;
    private final @Nullable Fields given;

    CaseReader(Reading reading, Node node, @Nullable Fields given) {
        this.reading = reading;
        this.fields = Fields.of(reading, node, "a case", Keys.of("case"));
        this.given = given;
    }

    /** The case, or null after noting its mistakes. */
    @Nullable
    Case read(String file) {
        var name = fields.requiredText("name");
        var question = question();
        var expected = expected();
        if (name == null || question == null || expected == null) {
            return null;
        }
        int line = fields.node().getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        return new Case(file, line, name, question, expected);
    }

    private @Nullable Expected expected() {
        var at = from("expect").required("expect");
        var rule = from("rule").text("rule");
        if (at == null) {
            return null;
        }
        if (at instanceof MappingNode) {
            return obligations(at, rule);
        }
        var word = reading.word(at, "expect");
        if (word != null && !CaseWords.EXPECTED.contains(word)) {
            reading.wrong(at, Words.unknown("outcome", word, CaseWords.EXPECTED));
            return null;
        }
        return word == null ? null : new Expected(Kind.valueOf(word.toUpperCase(java.util.Locale.ROOT)), null, rule);
    }

    private @Nullable Expected obligations(Node node, @Nullable String rule) {
        var asked = Fields.of(reading, node, "expect", Keys.of("expect"));
        var at = asked.required("obligations");
        if (at == null) {
            return null;
        }
        if (at instanceof MappingNode) {
            return new Expected(Kind.OBLIGATIONS, ObligationsReader.read(reading, at), rule);
        }
        boolean any = asked.word("obligations", word -> word, CaseWords.NO_MORE, "any")
                .equals("any");
        return new Expected(any ? Kind.OBLIGATIONS : Kind.NO_OBLIGATIONS, (Obligations) null, rule);
    }

    /** What is given for all cases; what is wrong in it is noted, used or not. */
    static Fields given(Reading reading, Node node) {
        var reader = new CaseReader(reading, node, null);
        reader.asked(Instant.EPOCH, Instant.EPOCH);
        PartyReader.places(reader::from);
        if (reader.fields.at("expect") != null) {
            reader.expected();
        }
        return reader.fields;
    }

    private @Nullable Question question() {
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

    private @Nullable Question asked(Instant now, @Nullable Instant known) {
        var parties = PartyReader.read(reading, from("caller").at("caller"), this::from);
        var capabilities = from("capabilities").meanings("capabilities", Words.CAPABILITIES);
        var references = from("references").meanings("references", Words.REFERENCES);
        var operation = from("operation").text("operation");
        var provider = word("provider", Words.PROVIDERS);
        var purpose = word("purpose", Words.PURPOSES);
        var threshold = from("threshold").value("threshold", CaseReader::threshold, "a number from 0 to 1");
        var context = new ContextReader(this::from).read(now);
        if (parties.isEmpty()) {
            return null;
        }
        return new Question(
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
        return at == null ? null : Times.of(from("zone"), false).instant(at, key);
    }

    /** A day of knowledge is a day in UTC, as that of an amendment is. */
    private @Nullable Instant known() {
        var day = from("known").text("known");
        return day == null || day.length() > 10
                ? moment("known")
                : from("known")
                        .value(
                                "known",
                                text -> Shapes.day(text)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant(),
                                "a day such as 2021-05-18");
    }

    private static double threshold(String text) {
        double value = Shapes.number(text);
        if (value >= 0 && value <= 1) {
            return value;
        }
        throw new IllegalArgumentException(text);
    }

    private @Nullable String word(String key, Words<?> words) {
        var at = from(key).at(key);
        var word = at == null ? null : reading.word(at, key);
        if (word != null && at != null && words.find(word) == null) {
            reading.wrong(at, words.unknown(word));
        }
        return word;
    }

    /** Where a key is named: in the case, or else in what is given for all. */
    private Fields from(String key) {
        return given != null && fields.at(key) == null && given.at(key) != null ? given : fields;
    }
}
