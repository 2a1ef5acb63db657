package io.facegate.policy.proof;

import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.Obligations;
import io.facegate.policy.language.Citation;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.NumberRange;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.language.RuleText;
import io.facegate.policy.language.Validity;
import io.facegate.policy.vocabulary.Attribute;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Random policies over so few words that every request can be tried. */
public final class SmallWorld {
    private static final Map<Attribute, List<String>> WORDS = new EnumMap<>(Map.of(
            Attribute.ORGANISATION, List.of("law_enforcement", "law_enforcement.police", "bank"),
            Attribute.PURPOSE, List.of("tracking", "loyalty"),
            Attribute.CAPABILITY, List.of("identify", "identify.live", "verify"),
            Attribute.JURISDICTION, List.of("US", "US-OR", "EU"),
            Attribute.EVIDENCE, List.of("authorisation", "authorisation.granted", "warrant"),
            Attribute.PLACE_TYPE, List.of("workplace", "education")));

    private final Random random;

    public SmallWorld(long seed) {
        random = new Random(seed);
    }

    public PolicySet policySet(int most) {
        return policySet(IntStream.range(0, 1 + random.nextInt(most))
                .mapToObj(this::rule)
                .toList());
    }

    public static PolicySet policySet(List<Rule> rules) {
        return new PolicySet(List.of(new PolicyPack("p", "A test", "Everybody.", rules)), "digest");
    }

    /** The book with some rules changed, dropped or added. */
    public PolicySet changed(PolicySet policySet) {
        var rules = new ArrayList<Rule>();
        for (var rule : policySet.rules()) {
            int what = random.nextInt(4);
            if (what == 0) {
                rules.add(rule(Integer.parseInt(rule.id().substring(3))));
            } else if (what > 1) {
                rules.add(rule);
            }
        }
        rules.add(rule(90));
        return policySet(rules);
    }

    public Rule rule(int number) {
        var effect = one(List.of(Effect.PERMIT, Effect.PERMIT, Effect.REFUSE, Effect.REFUSE, Effect.OBLIGE));
        var citation = new Citation("A law", null, LocalDate.EPOCH, "secondary");
        return new Rule(
                "p/r" + number,
                effect,
                match(effect == Effect.REFUSE ? 0.0 : 0.2),
                effect == Effect.PERMIT || random.nextInt(3) > 0 ? List.of() : List.of(match(0.5)),
                random.nextInt(3) > 0
                        ? Validity.ALWAYS
                        : Validity.of(random.nextInt(3) * 1000L, 3000L + random.nextInt(3) * 1000L),
                null,
                RuleMode.ENFORCE,
                effect == Effect.REFUSE ? new RuleText("no", "No.", citation, "Ask.", null) : RuleText.NOTHING,
                effect == Effect.OBLIGE ? obligations() : Obligations.NONE);
    }

    private Obligations obligations() {
        return GivenObligations.of(
                random.nextBoolean() ? null : random.nextInt(3) / 4.0,
                Set.of(),
                null,
                random.nextBoolean(),
                1 + random.nextInt(2),
                null,
                Set.of(),
                Set.of(),
                Retention.NONE);
    }

    /** @param evidence how often evidence is named */
    public MatchCondition match(double evidence) {
        var words = new EnumMap<Attribute, Set<String>>(Attribute.class);
        WORDS.forEach((attribute, all) -> {
            double often = switch (attribute) {
                case EVIDENCE -> evidence;
                case CAPABILITY -> 0.7;
                case JURISDICTION, PLACE_TYPE -> 0.15;
                default -> 0.4;
            };
            if (random.nextDouble() < often) {
                words.put(attribute, new TreeSet<>(List.of(one(all), one(all))));
            }
        });
        Map<Attribute, NumberRange> ranges = random.nextInt(6) == 0
                ? Map.of(Attribute.THRESHOLD, new NumberRange(0.5, Double.POSITIVE_INFINITY))
                : Map.of();
        return new MatchCondition(words, ranges, List.of(), List.of());
    }

    public Invariant.Decided claim(boolean refused) {
        boolean timed = random.nextInt(3) == 0;
        return new Invariant.Decided(
                match(0.2),
                timed ? 1000 : Long.MIN_VALUE,
                timed && random.nextBoolean() ? 4000 : Long.MAX_VALUE,
                random.nextBoolean() ? List.of() : List.of(match(0.3)),
                refused);
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
