package io.facegate.policy.trial;

import io.facegate.policy.language.Fields;
import io.facegate.policy.language.Reading;
import io.facegate.policy.language.Times;
import io.facegate.policy.vocabulary.Places;
import io.facegate.policy.vocabulary.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads one case; what it does not say, the {@code given} of its file says. */
final class CaseReader {
    static final List<String> KEYS = List.of(
            "name",
            "caller",
            "purpose",
            "provider",
            "operation",
            "capabilities",
            "references",
            "gallery",
            "threshold",
            "now",
            "zone",
            "expect",
            "rule");
    private static final List<String> PARTY = List.of("organisation", "id", "jurisdictions", "on_behalf_of");

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
        var expect = from("expect").requiredText("expect");
        var at = from("expect").at("expect");
        if (expect != null && at != null && !expect.equals("permit") && !expect.equals("refuse")) {
            reading.wrong(at, "unknown word '" + expect + "', expected permit or refuse");
        }
        if (name == null || question == null || expect == null) {
            return null;
        }
        int line = fields.node().getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        return new Case(file, line, name, question, expect.equals("permit"), text("rule"));
    }

    private @Nullable Question question() {
        var parties = parties(from("caller").required("caller"));
        var purpose = word("purpose", Words.PURPOSES);
        var provider = word("provider", Words.PROVIDERS);
        var capabilities = from("capabilities").meanings("capabilities", Words.CAPABILITIES);
        if (capabilities.isEmpty() && reading.clean()) {
            reading.wrong(fields.node(), "the key 'capabilities' is missing; an operation alone does not say them");
        }
        var references = from("references").meanings("references", Words.REFERENCES);
        var when = from("now").required("now");
        var now = when == null ? null : Times.of(from("zone")).instant(when, "now");
        var operation = text("operation");
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
                text("gallery"),
                threshold(),
                now);
    }

    /** The caller and then those it acts for; empty after a mistake. */
    private List<Party> parties(@Nullable Node node) {
        var found = new ArrayList<Party>();
        if (node == null) {
            return found;
        }
        var mapping = mapping(node);
        add(found, party(node, mapping));
        var chain = mapping == null ? null : mapping.at("on_behalf_of");
        if (chain != null) {
            for (var item : reading.items(chain, "on_behalf_of")) {
                add(found, party(item, mapping(item)));
            }
        }
        return found;
    }

    private static void add(List<Party> parties, @Nullable Party party) {
        if (party != null) {
            parties.add(party);
        }
    }

    /** Null for the type alone. */
    private @Nullable Fields mapping(Node node) {
        return node instanceof ScalarNode ? null : Fields.of(reading, node, "an organisation", PARTY);
    }

    private @Nullable Party party(Node node, @Nullable Fields party) {
        var at = party == null ? node : party.required("organisation");
        var type = at == null ? null : known(at, reading.text(at, "organisation"), Words.ORGANISATIONS);
        if (type == null) {
            return null;
        }
        if (party == null) {
            return new Party(type, "somebody", List.of());
        }
        var id = party.text("id");
        Set<String> places = party.names("jurisdictions", Places::valid, "ISO 3166 such as US-OR");
        return new Party(type, id == null ? "somebody" : id, List.copyOf(places));
    }

    private @Nullable Double threshold() {
        var text = text("threshold");
        var at = from("threshold").at("threshold");
        if (text == null || at == null) {
            return null;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException error) {
            reading.wrong(at, "'" + text + "' is no number");
            return null;
        }
        reading.wrong(at, "a threshold is a number from 0 to 1");
        return null;
    }

    private <T> @Nullable String word(String key, Words<T> words) {
        var at = from(key).at(key);
        return at == null ? null : known(at, text(key), words);
    }

    private <T> @Nullable String known(Node at, @Nullable String word, Words<T> words) {
        if (word != null && words.find(word) == null) {
            reading.wrong(at, words.unknown(word));
        }
        return word;
    }

    private @Nullable String text(String key) {
        return from(key).text(key);
    }

    private Fields from(String key) {
        return given != null && fields.at(key) == null && given.at(key) != null ? given : fields;
    }
}
