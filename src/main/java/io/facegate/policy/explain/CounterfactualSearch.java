package io.facegate.policy.explain;

import io.facegate.call.Capability;
import io.facegate.policy.Decision;
import io.facegate.policy.EvaluationContext;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.WordList;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Searches for counterfactuals: calls that differ in one attribute and are decided differently, nearest first. Order:
 * evidence that the review asks for, other evidence and request options, then time, place and caller.
 */
public final class CounterfactualSearch {
    private static final List<Attribute> RANGES = Attribute.sorted(
            Attribute::isRange,
            Attribute.THRESHOLD,
            Attribute.ACCURACY,
            Attribute.PEOPLE,
            Attribute.OFFENCE_YEARS,
            Attribute.USE_AGE,
            Attribute.INSTANCE_CREATED);
    private static final List<Attribute> ATTESTED = Attribute.sorted(
            attribute -> attribute.isAttested() && !attribute.isRange(),
            Attribute.PLACE_TYPE,
            Attribute.CAMERA,
            Attribute.SETTING,
            Attribute.GALLERY_SOURCE,
            Attribute.OFFENCE,
            Attribute.ACTION);

    private final PolicySet policySet;
    private final PolicyEngine policies;
    private final ExplainedCall asked;
    private final DistinguishedValues named;
    private final Decision decision;

    /** @param policies the same policy set, compiled */
    public CounterfactualSearch(PolicySet policySet, PolicyEngine policies, ExplainedCall asked) {
        this.policySet = policySet;
        this.policies = policies;
        this.asked = asked;
        this.named = new DistinguishedValues(policySet);
        this.decision = asked.decide(policies);
    }

    /** A candidate: the call with one attribute changed. */
    private record Neighbour(String attribute, String change, ExplainedCall call) {}

    /** Lazy stream of the changes that would change the decision. */
    public Stream<Counterfactual> nearestChanges() {
        boolean permitted = decision instanceof Decision.Permit;
        return Stream.<Supplier<Stream<Neighbour>>>of(
                        this::withEvidence,
                        this::evidence,
                        this::ranges,
                        this::withFacts,
                        this::purposes,
                        this::capabilities,
                        this::atMoments,
                        this::principals,
                        this::places,
                        this::organisations,
                        this::providers)
                .flatMap(Supplier::get)
                .filter(neighbour -> !neighbour.call.equals(asked))
                .flatMap(neighbour -> {
                    var other = neighbour.call.decide(policies);
                    return other instanceof Decision.Permit == permitted
                            ? Stream.empty()
                            : Stream.of(new Counterfactual(neighbour.attribute, neighbour.change, other.rule()));
                })
                .distinct();
    }

    /** Evidence that the refusal asks for: each piece alone, then all together. */
    private Stream<Neighbour> withEvidence() {
        if (!(decision instanceof Decision.Refuse refuse) || refuse.refusal().review() == null) {
            return Stream.empty();
        }
        var types = Objects.requireNonNull(refuse.refusal().review()).evidence();
        var each = types.stream().map(type -> withEvidenceOf(Set.of(type), type));
        return types.size() < 2
                ? each
                : Stream.concat(each, Stream.of(withEvidenceOf(new LinkedHashSet<>(types), String.join(", ", types))));
    }

    private Stream<Neighbour> evidence() {
        var shown = asked.caller().context().evidence();
        return Stream.concat(
                named.wordsOf(Attribute.EVIDENCE).stream().map(type -> withEvidenceOf(Set.of(type), type)),
                shown.stream().sorted().map(type -> {
                    var fewer = new HashSet<>(shown);
                    fewer.remove(type);
                    return neighbour(Attribute.EVIDENCE, "without " + type, asked.evidence(fewer));
                }));
    }

    private Neighbour withEvidenceOf(Set<String> more, String to) {
        var all = new HashSet<>(asked.caller().context().evidence());
        all.addAll(more);
        return neighbour(Attribute.EVIDENCE, to, asked.evidence(all));
    }

    /** Values at each edge of a range and just below it. */
    private Stream<Neighbour> ranges() {
        return RANGES.stream()
                .flatMap(attribute -> named.edges(attribute).stream().flatMap(edge -> {
                    double below = attribute.kind() == Kind.NUMBER ? Math.nextDown(edge) : edge - 1;
                    return Stream.of(
                            neighbour(
                                    attribute,
                                    "at least " + formatNumber(attribute, edge),
                                    withNumber(attribute, edge)),
                            neighbour(
                                    attribute, "below " + formatNumber(attribute, edge), withNumber(attribute, below)));
                }));
    }

    private ExplainedCall withNumber(Attribute attribute, double value) {
        return switch (attribute.kind()) {
            case DATE ->
                asked.fact(attribute, Instant.ofEpochMilli((long) value).toString());
            case DURATION ->
                asked.fact(attribute, asked.now().minusMillis((long) value).toString());
            default ->
                attribute == Attribute.THRESHOLD
                        ? asked.threshold(value)
                        : asked.fact(attribute, Double.toString(value));
        };
    }

    private static String formatNumber(Attribute attribute, double value) {
        return switch (attribute.kind()) {
            case DATE -> Instant.ofEpochMilli((long) value).toString();
            case DURATION -> Duration.ofMillis((long) value).toString();
            default -> value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
        };
    }

    private Stream<Neighbour> withFacts() {
        return ATTESTED.stream()
                .flatMap(attribute -> named.wordsOf(attribute).stream()
                        .map(word -> neighbour(attribute, word, asked.fact(attribute, word))));
    }

    private Stream<Neighbour> purposes() {
        return WordList.PURPOSES.words().stream().map(word -> neighbour(Attribute.PURPOSE, word, asked.purpose(word)));
    }

    /** Drops one of several capabilities, or requests one other capability alone. */
    private Stream<Neighbour> capabilities() {
        var able = EnumSet.noneOf(Capability.class);
        able.addAll(asked.call().facts().effectiveCapabilities());
        var fewer = able.stream().filter(one -> able.size() > 1).map(one -> {
            var rest = EnumSet.copyOf(able);
            rest.remove(one);
            return neighbour(Attribute.CAPABILITY, "without " + one.code(), asked.capabilities(rest));
        });
        var others = Stream.of(Capability.values())
                .filter(one -> !able.equals(Set.of(one)))
                .map(one -> neighbour(Attribute.CAPABILITY, "only " + one.code(), asked.capabilities(EnumSet.of(one))));
        return Stream.concat(fewer, others);
    }

    /** The last instant before and the first instant after each start or end of a rule, nearest first. */
    private Stream<Neighbour> atMoments() {
        var edges = new TreeSet<Long>();
        for (var rule : policySet.rules()) {
            rule.validity().versions().stream()
                    .flatMap(version -> Stream.of(version.from(), version.until()))
                    .filter(edge -> edge != Long.MIN_VALUE && edge != Long.MAX_VALUE)
                    .forEach(edge -> edges.addAll(rule.validity().local() ? instants(edge) : List.of(edge)));
        }
        long now = asked.now().toEpochMilli();
        return Stream.concat(
                        edges.headSet(now, true).stream().map(edge -> edge - 1), edges.tailSet(now, false).stream())
                .sorted((one, other) -> Long.compare(Math.abs(one - now), Math.abs(other - now)))
                .map(Instant::ofEpochMilli)
                .map(moment -> new Neighbour("now", moment.toString(), asked.atTime(moment)));
    }

    /** Instants of a local time, one for each zone that may apply where the call is made. */
    private List<Long> instants(long local) {
        return EvaluationContext.forChain(
                        asked.caller(), asked.call(), asked.now().toEpochMilli())
                .stream()
                .flatMap(side -> side.zones().stream())
                .map(zone -> LocalDateTime.ofInstant(Instant.ofEpochMilli(local), ZoneOffset.UTC)
                        .atZone(zone)
                        .toInstant()
                        .toEpochMilli())
                .distinct()
                .toList();
    }

    private Stream<Neighbour> principals() {
        return asked.caller().principals().isEmpty()
                ? Stream.empty()
                : Stream.of(neighbour(Attribute.ON_BEHALF_OF, "nobody", asked.withoutPrincipals()));
    }

    private Stream<Neighbour> places() {
        return named.wordsOf(Attribute.JURISDICTION).stream()
                .map(place -> neighbour(Attribute.JURISDICTION, place, asked.places(List.of(place))));
    }

    private Stream<Neighbour> organisations() {
        var caller = asked.caller().organisation();
        return Stream.concat(
                WordList.ORGANISATIONS.words().stream()
                        .map(word -> neighbour(Attribute.ORGANISATION, word, asked.organisation(caller.id(), word))),
                named.wordsOf(Attribute.ORGANISATION_ID).stream()
                        .map(id -> neighbour(Attribute.ORGANISATION_ID, id, asked.organisation(id, caller.type()))));
    }

    private Stream<Neighbour> providers() {
        return WordList.PROVIDERS.words().stream()
                .map(word -> neighbour(Attribute.PROVIDER, word, asked.provider(word)));
    }

    private static Neighbour neighbour(Attribute attribute, String to, ExplainedCall asked) {
        return new Neighbour(attribute.word(), to, asked);
    }
}
