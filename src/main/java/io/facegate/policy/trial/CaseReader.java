package io.facegate.policy.trial;

import io.facegate.call.Obligations;
import io.facegate.policy.reading.Fields;
import io.facegate.policy.reading.ObligationsReader;
import io.facegate.policy.reading.Reading;
import io.facegate.policy.reading.Times;
import io.facegate.policy.trial.Expected.Kind;
import io.facegate.policy.vocabulary.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one case; what it does not say, the {@code given} of its file says. */
final class CaseReader {
    static final List<String> KEYS = Stream.concat(
                    Stream.of(
                            "name",
                            "caller",
                            "purpose",
                            "provider",
                            "operation",
                            "capabilities",
                            "references",
                            "threshold",
                            "now",
                            "known",
                            "zone",
                            "expect",
                            "rule"),
                    ContextReader.KEYS.stream())
            .toList();
    private static final List<String> EXPECTED = List.of("permit", "refuse", "needs_review", "not_applicable");
    private static final List<String> NO_MORE = List.of("any", "none");

    private final Reading reading;
    private final Fields fields;
    private final @Nullable Fields given;

    CaseReader(Reading reading, Node node, @Nullable Fields given) {
        this.reading = reading;
        this.fields = Fields.of(reading, node, "a case", KEYS);
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
        var word = reading.text(at, "expect");
        if (word != null && !EXPECTED.contains(word)) {
            reading.wrong(at, Words.unknown("outcome", word, EXPECTED));
            return null;
        }
        return word == null ? null : new Expected(Kind.valueOf(word.toUpperCase(java.util.Locale.ROOT)), null, rule);
    }

    private @Nullable Expected obligations(Node node, @Nullable String rule) {
        var asked = Fields.of(reading, node, "expect", List.of("obligations"));
        var at = asked.required("obligations");
        if (at == null) {
            return null;
        }
        if (at instanceof MappingNode) {
            return new Expected(Kind.OBLIGATIONS, ObligationsReader.read(reading, at), rule);
        }
        boolean any = asked.word("obligations", word -> word, NO_MORE, "any").equals("any");
        return new Expected(any ? Kind.OBLIGATIONS : Kind.NO_OBLIGATIONS, (Obligations) null, rule);
    }

    private @Nullable Question question() {
        var parties = PartyReader.read(reading, from("caller").required("caller"), this::from);
        var capabilities = from("capabilities").meanings("capabilities", Words.CAPABILITIES);
        if (capabilities.isEmpty() && reading.clean()) {
            reading.wrong(fields.node(), "the key 'capabilities' is missing; an operation alone does not say them");
        }
        var references = from("references").meanings("references", Words.REFERENCES);
        var operation = from("operation").text("operation");
        var provider = word("provider", Words.PROVIDERS);
        var purpose = word("purpose", Words.PURPOSES);
        var threshold = from("threshold").value("threshold", CaseReader::threshold, "a number from 0 to 1");
        from("now").required("now");
        var now = moment("now");
        var known = known();
        if (now == null || parties.isEmpty()) {
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
                new ContextReader(this::from).read(now),
                now,
                known == null ? now : known);
    }

    private @Nullable Instant moment(String key) {
        var at = from(key).at(key);
        return at == null ? null : Times.of(from("zone")).instant(at, key);
    }

    /** A day of knowledge is a day in UTC, as that of an amendment is. */
    private @Nullable Instant known() {
        var day = from("known").text("known");
        return day == null || day.length() > 10
                ? moment("known")
                : from("known")
                        .value(
                                "known",
                                text -> LocalDate.parse(text)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant(),
                                "a day such as 2021-05-18");
    }

    private static double threshold(String text) {
        double value = Double.parseDouble(text);
        if (value >= 0 && value <= 1) {
            return value;
        }
        throw new IllegalArgumentException(text);
    }

    private @Nullable String word(String key, Words<?> words) {
        var word = from(key).text(key);
        var at = from(key).at(key);
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
