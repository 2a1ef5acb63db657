package io.facegate.policy.reading;

import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.Invariant.Claim;
import io.facegate.policy.language.Invariant.Place;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordPatterns;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code invariants.yaml}: properties that must hold of the whole policy set. */
final class InvariantReader {
    private static final String DECIDED = "decided";
    private static final String OMISSION = "omission";
    private static final String CHAIN = "chain";
    private static final String EVERY = "all";

    private final YamlReading reading;
    private final YamlMapping fields;

    private InvariantReader(YamlReading reading, Node node) {
        this.reading = reading;
        this.fields = YamlMapping.of(reading, node, "an invariant", PolicyKeys.of("invariant"));
    }

    /** The invariants; mistakes are added to the list. */
    static List<Invariant> read(YamlReading reading, byte[] bytes, List<PolicyMistake> mistakes) {
        var found = new ArrayList<Invariant>();
        var root = reading.root(bytes);
        var list = root == null
                ? null
                : YamlMapping.of(reading, root, PolicyReader.INVARIANTS, PolicyKeys.of("invariants"))
                        .required("invariants");
        var ids = new HashSet<String>();
        if (list != null) {
            for (var item : reading.items(list, "invariants")) {
                var one = new InvariantReader(reading, item).invariant();
                if (one != null && !ids.add(one.id())) {
                    reading.wrong(item, "the invariant id '" + one.id() + "' is used twice");
                }
                if (one != null) {
                    found.add(one);
                }
            }
        }
        mistakes.addAll(reading.mistakes());
        return found;
    }

    private @Nullable Invariant invariant() {
        var id = fields.requiredText("id");
        var says = fields.requiredText("says");
        if (id != null && !id.matches(WordPatterns.ID)) {
            reading.wrong(fields.node(), "'" + id + "' is not an id; expected lower-case letters, digits and hyphens");
        }
        var kind = fields.word("kind", word -> word, Invariant.KINDS, DECIDED);
        var claim = switch (kind) {
            case OMISSION -> omission();
            case CHAIN -> chain();
            default -> decided();
        };
        return id == null || says == null || claim == null ? null : new Invariant(id, says, claim, place());
    }

    private Place place() {
        var at = fields.node().getStartMark();
        return new Place(
                PolicyReader.INVARIANTS,
                at.map(mark -> mark.getLine() + 1).orElse(0),
                at.map(mark -> mark.getColumn() + 1).orElse(0));
    }

    private @Nullable Claim decided() {
        none("attributes", "only an invariant of kind omission names attributes");
        var about = fields.required("given");
        fields.required("expect");
        var expected = fields.word("expect", word -> word, List.of("refuse", "permit"), "refuse");
        var except = except();
        if (about == null) {
            return null;
        }
        var given = YamlMapping.of(reading, about, "given", PolicyKeys.of("given"));
        var times = PolicyTimes.of(given, false);
        long from = moment(times, given, "from", Long.MIN_VALUE);
        long until = moment(times, given, "until", Long.MAX_VALUE);
        if (from >= until) {
            reading.wrong(about, "until must come after from");
        }
        return new Invariant.Decided(MatchReader.read(given, "given"), from, until, except, expected.equals("refuse"));
    }

    private List<MatchCondition> except() {
        return MatchReader.list(reading, fields.at("except"), "except", Set.of());
    }

    private static long moment(PolicyTimes times, YamlMapping given, String key, long open) {
        var at = given.at(key);
        var moment = at == null ? null : times.instant(at, key);
        return moment == null ? open : moment.toEpochMilli();
    }

    private Claim omission() {
        decidesNothing();
        var except = except();
        var at = fields.at("attributes");
        if (at == null || EVERY.equals(only(at))) {
            return new Invariant.Omission(Invariant.Omission.ALL, except);
        }
        var known = Invariant.Omission.ALL.stream().map(Attribute::word).toList();
        var found = EnumSet.noneOf(Attribute.class);
        for (var item : reading.items(at, "attributes")) {
            var word = reading.text(item, "attributes");
            if (word != null && known.contains(word)) {
                found.add(Objects.requireNonNull(Attribute.of(word)));
            } else if (word != null) {
                reading.wrong(item, WordList.unknown("attribute that can be left out", word, known));
            }
        }
        return new Invariant.Omission(found, except);
    }

    private static @Nullable String only(Node node) {
        return node instanceof org.snakeyaml.engine.v2.nodes.ScalarNode scalar ? scalar.getValue() : null;
    }

    private Claim chain() {
        decidesNothing();
        none("attributes", "only an invariant of kind omission names attributes");
        none("except", "adding a link never gains access, without exception; leave the key 'except' out");
        return new Invariant.Chain();
    }

    private void decidesNothing() {
        for (var key : List.of("given", "expect")) {
            none(key, "an invariant of this kind is about every call; leave the key '" + key + "' out");
        }
    }

    private void none(String key, String why) {
        var at = fields.at(key);
        if (at != null) {
            reading.wrong(at, why);
        }
    }
}
