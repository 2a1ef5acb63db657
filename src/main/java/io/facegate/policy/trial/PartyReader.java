package io.facegate.policy.trial;

import io.facegate.policy.reading.Fields;
import io.facegate.policy.reading.Reading;
import io.facegate.policy.vocabulary.Keys;
import io.facegate.policy.vocabulary.Places;
import io.facegate.policy.vocabulary.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the caller of a case and those it acts for: each a type alone, or a mapping. */
final class PartyReader {
    private static final List<String> KEYS = Keys.of("party");
    private static final List<String> PRINCIPAL_KEYS = Keys.of("party", List.of("on_behalf_of"));
    private static final String PLACE = "ISO 3166 such as US-OR, or EU";

    private final Reading reading;

    private PartyReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * The caller and then those it acts for; empty after a mistake.
     *
     * @param from the mapping that names where the call is made, and where the caller is registered
     */
    static List<Party> read(Reading reading, @Nullable Node node, Function<String, Fields> from) {
        var found = new ArrayList<Party>();
        if (node == null) {
            return found;
        }
        var reader = new PartyReader(reading);
        var mapping = reader.mapping(node, KEYS);
        var caller = reader.party(node, mapping);
        if (caller != null) {
            var places = places(from);
            var here = places.here.isEmpty() ? caller.jurisdictions() : List.copyOf(places.here);
            var home = places.home.isEmpty() ? caller.jurisdictions() : List.copyOf(places.home);
            found.add(new Party(caller.type(), caller.id(), here, home));
        }
        var chain = mapping == null ? null : mapping.at("on_behalf_of");
        if (chain != null) {
            for (var item : reading.items(chain, "on_behalf_of")) {
                var principal = reader.party(item, reader.mapping(item, PRINCIPAL_KEYS));
                if (principal != null) {
                    found.add(principal);
                }
            }
        }
        return found;
    }

    /** Where the call is made, and where the caller is registered. */
    record Where(Set<String> here, Set<String> home) {}

    static Where places(Function<String, Fields> from) {
        return new Where(
                from.apply("jurisdiction").names("jurisdiction", Places::valid, PLACE),
                from.apply("established_in").names("established_in", Places::valid, PLACE));
    }

    /** Null for the type alone. */
    private @Nullable Fields mapping(Node node, List<String> keys) {
        return node instanceof ScalarNode ? null : Fields.of(reading, node, "an organisation", keys);
    }

    private @Nullable Party party(Node node, @Nullable Fields party) {
        var at = party == null ? node : party.required("organisation");
        var type = at == null ? null : reading.word(at, "organisation");
        if (type == null || at == null) {
            return null;
        }
        if (Words.ORGANISATIONS.find(type) == null) {
            reading.wrong(at, Words.ORGANISATIONS.unknown(type));
        }
        if (party == null) {
            return new Party(type, "somebody", List.of());
        }
        var id = party.text("id");
        var places = party.names("jurisdictions", Places::valid, PLACE);
        return new Party(type, id == null ? "somebody" : id, List.copyOf(places));
    }
}
