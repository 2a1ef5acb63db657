package io.facegate.policy.testing;

import io.facegate.identity.AttestedContext;
import io.facegate.policy.reading.YamlMapping;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.WordPatterns;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the attested facts of a test case. */
final class TestContextReader {
    private static final List<Attribute> CONTEXT =
            Attribute.sorted(attribute -> attribute.isAttested() || attribute == Attribute.EVIDENCE);

    private final Function<String, YamlMapping> from;

    /** @param from returns the mapping that names a key */
    TestContextReader(Function<String, YamlMapping> from) {
        this.from = from;
    }

    AttestedContext read(Instant now) {
        var facts = new HashMap<String, List<String>>();
        Set<String> evidence = Set.of();
        for (var attribute : CONTEXT) {
            var fields = from.apply(attribute.word());
            if (fields.node(attribute.word()) == null) {
                continue;
            }
            if (attribute == Attribute.EVIDENCE && attribute.words() != null) {
                evidence = fields.words(attribute.word(), attribute.words());
            } else {
                read(attribute, fields, facts, now);
            }
        }
        return new AttestedContext(evidence, facts, from.apply("case").text("case"));
    }

    private void read(Attribute attribute, YamlMapping fields, Map<String, List<String>> facts, Instant now) {
        var key = attribute.word();
        if (attribute.words() != null) {
            facts.put(key, List.copyOf(fields.words(key, attribute.words())));
        } else if (attribute.kind() == Kind.PLACE) {
            facts.put(key, List.copyOf(fields.names(key, Jurisdictions::isValid, "ISO 3166 such as US-OR, or EU")));
        } else if (attribute == Attribute.USE_AGE) {
            var age = fields.value(key, WordPatterns::length, "a length of time such as PT23H");
            if (age != null) {
                facts.put("started", List.of(now.minus(age).toString()));
            }
        } else {
            var number = number(attribute, fields);
            if (number != null) {
                facts.put(key, List.of(number));
            }
        }
    }

    private static @Nullable String number(Attribute attribute, YamlMapping fields) {
        return attribute.kind() == Kind.DATE
                ? fields.value(attribute.word(), text -> WordPatterns.day(text).toString(), "a day such as 2019-05-01")
                : fields.value(attribute.word(), text -> Double.toString(WordPatterns.number(text)), "a number");
    }
}
