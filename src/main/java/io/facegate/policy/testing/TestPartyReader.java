package io.facegate.policy.testing;

import io.facegate.policy.reading.YamlMapping;
import io.facegate.policy.reading.YamlReading;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the caller and principals of a test case; each is a type alone or a mapping. */
final class TestPartyReader {
    private static final List<String> KEYS = PolicyKeys.keysOf("party");
    private static final List<String> PRINCIPAL_KEYS = PolicyKeys.keysOf("party", List.of("on_behalf_of"));
    private static final String PLACE = "ISO 3166 such as US-OR, or EU";

    private final YamlReading reading;

    private TestPartyReader(YamlReading reading) {
        this.reading = reading;
    }

    /**
     * The caller, then its principals; empty after a mistake.
     *
     * @param from returns the mapping that names a key, for the place of the call and of the caller's registration
     */
    static List<TestParty> read(YamlReading reading, @Nullable Node node, Function<String, YamlMapping> from) {
        var found = new ArrayList<TestParty>();
        if (node == null) {
            return found;
        }
        var reader = new TestPartyReader(reading);
        var mapping = reader.mapping(node, KEYS);
        var caller = reader.party(node, mapping);
        if (caller != null) {
            var places = places(from);
            var here = places.callPlaces.isEmpty() ? caller.jurisdictions() : List.copyOf(places.callPlaces);
            var home = places.homePlaces.isEmpty() ? caller.jurisdictions() : List.copyOf(places.homePlaces);
            found.add(new TestParty(caller.type(), caller.id(), here, home));
        }
        var chain = mapping == null ? null : mapping.node("on_behalf_of");
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

    /** Place of the call, and of the caller's registration. */
    record PartyPlaces(Set<String> callPlaces, Set<String> homePlaces) {}

    static PartyPlaces places(Function<String, YamlMapping> from) {
        return new PartyPlaces(
                from.apply("jurisdiction").names("jurisdiction", Jurisdictions::isValid, PLACE),
                from.apply("established_in").names("established_in", Jurisdictions::isValid, PLACE));
    }

    /** Null for a type alone. */
    private @Nullable YamlMapping mapping(Node node, List<String> keys) {
        return node instanceof ScalarNode ? null : YamlMapping.read(reading, node, "an organisation", keys);
    }

    private @Nullable TestParty party(Node node, @Nullable YamlMapping party) {
        var at = party == null ? node : party.required("organisation");
        var type = at == null ? null : reading.word(at, "organisation");
        if (type == null || at == null) {
            return null;
        }
        if (WordList.ORGANISATIONS.find(type) == null) {
            reading.addMistake(at, WordList.ORGANISATIONS.unknownMessage(type));
        }
        if (party == null) {
            return new TestParty(type, "somebody", List.of());
        }
        var id = party.text("id");
        var places = party.names("jurisdictions", Jurisdictions::isValid, PLACE);
        return new TestParty(type, id == null ? "somebody" : id, List.copyOf(places));
    }
}
