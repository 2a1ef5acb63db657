package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall.Reference;
import io.facegate.policy.language.Key;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.Places;
import io.facegate.policy.vocabulary.Purpose;
import io.facegate.policy.vocabulary.Vendor;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The condition that decided, in the words of the rule: {@code organisation: law_enforcement.police, ...}. */
final class Clause {
    private final Map<Key, String> parts = new EnumMap<>(Key.class);

    private Clause() {}

    static String of(Rule rule, Sitting.Ground ground) {
        var clause = new Clause();
        var match = rule.match();
        var side = ground.side();
        clause.tree(
                Key.ORGANISATION, match.organisations(), side.type(), OrganisationType::within, OrganisationType::code);
        clause.name(
                Key.ORGANISATION_ID,
                match.organisationIds(),
                side.organisation().id());
        clause.tree(Key.PURPOSE, match.purposes(), side.purpose(), Object::equals, Purpose::code);
        clause.tree(Key.CAPABILITY, match.capabilities(), ground.capability(), Capability::within, Capability::code);
        clause.tree(Key.PROVIDER, match.providers(), side.vendor(), Object::equals, Vendor::code);
        clause.name(Key.OPERATION, match.operations(), side.call().operation());
        clause.places(match.jurisdictions(), side);
        clause.references(match.references(), side);
        var text = clause.text();
        if (rule.when() == null) {
            return text.isEmpty() ? "every call" : text;
        }
        return (text.isEmpty() ? "" : text + ", ") + "when: " + rule.when().text();
    }

    /** What no rule permits. */
    static String lacking(Sitting.Ground ground) {
        var side = ground.side();
        var clause = new Clause();
        clause.parts.put(
                Key.ORGANISATION, side.type() == null ? "absent" : side.type().code());
        clause.parts.put(
                Key.PURPOSE, side.purpose() == null ? "absent" : side.purpose().code());
        clause.parts.put(Key.CAPABILITY, ground.capability().code());
        return clause.text();
    }

    private String text() {
        return parts.entrySet().stream()
                .map(part -> part.getKey().word() + ": " + part.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The rule's word nearest to the value: the smallest that holds it, else one that it may turn out to be. */
    private <T extends Enum<T>> void tree(
            Key key, Collection<T> named, @Nullable T value, BiPredicate<T, T> within, Function<T, String> code) {
        if (named.isEmpty()) {
            return;
        }
        if (value == null) {
            parts.put(key, "absent");
            return;
        }
        var nearest = named.stream()
                .filter(word -> within.test(value, word))
                .max((one, other) -> within.test(one, other) ? 1 : -1)
                .or(() ->
                        named.stream().filter(word -> within.test(word, value)).min(Enum::compareTo));
        nearest.ifPresent(word -> parts.put(key, code.apply(word)));
    }

    private void name(Key key, Collection<String> named, String value) {
        if (!named.isEmpty()) {
            parts.put(key, value);
        }
    }

    private void places(Collection<String> named, Side side) {
        if (!named.isEmpty()) {
            parts.put(
                    Key.JURISDICTION,
                    named.stream()
                            .filter(word -> side.places().stream().anyMatch(place -> Places.overlap(place, word)))
                            .min(String::compareTo)
                            .orElse("absent"));
        }
    }

    private void references(Collection<Reference> named, Side side) {
        side.call().facts().references().stream()
                .filter(named::contains)
                .min(Reference::compareTo)
                .ifPresent(found -> parts.put(Key.REFERENCE, found.name().toLowerCase(Locale.ROOT)));
    }
}
