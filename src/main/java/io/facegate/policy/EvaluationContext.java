package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Pictures;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.condition.CallFacts;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.PlaceTimeZones;
import io.facegate.policy.vocabulary.TruthValue;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Attribute values of one call, as seen for one organisation of the principal chain. */
public final class EvaluationContext {
    private static final List<String> USE = List.of("use");

    private final Caller caller;
    private final Organisation organisation;
    private final List<String> places;
    private final FaceCall call;
    private final long now;
    /** What a question about calls in general leaves open; null for one call. */
    private final @Nullable OpenFacts open;
    /** The truth of conditions on open attributes. */
    private final TruthValue openTruth;

    private EvaluationContext(Caller caller, Organisation organisation, List<String> places, FaceCall call, long now) {
        this.caller = caller;
        this.organisation = organisation;
        this.places = places;
        this.call = call;
        this.now = now;
        this.open = null;
        this.openTruth = TruthValue.PERHAPS;
    }

    private EvaluationContext(EvaluationContext same, @Nullable OpenFacts open, TruthValue openTruth) {
        this.caller = same.caller;
        this.organisation = same.organisation;
        this.places = same.places;
        this.call = same.call;
        this.now = same.now;
        this.open = open;
        this.openTruth = openTruth;
    }

    /** Returns a copy for a question about calls in general. */
    EvaluationContext withOpen(OpenFacts facts) {
        return new EvaluationContext(this, facts, TruthValue.PERHAPS);
    }

    /** Returns a copy in which every condition on an open attribute holds, or none does. */
    EvaluationContext supposing(boolean holds) {
        return open == null ? this : new EvaluationContext(this, open, TruthValue.of(holds));
    }

    /** Returns the context of one call: what was open is as the call has it. */
    EvaluationContext closed() {
        return open == null ? this : new EvaluationContext(this, null, TruthValue.PERHAPS);
    }

    /** True for a question about calls in general. */
    boolean isGeneral() {
        return open != null;
    }

    /** True if each call may settle the attribute either way. */
    boolean isOpen(Attribute attribute) {
        return open != null && open.isOpen(attribute);
    }

    /** The call as made by the caller itself. */
    static EvaluationContext of(Caller caller, FaceCall call, long now) {
        return new EvaluationContext(caller, caller.organisation(), places(caller, List.of()), call, now);
    }

    /** The call as made for a principal, bound where the call is made and where the principal is established. */
    static EvaluationContext of(Caller caller, Organisation principal, FaceCall call, long now) {
        return new EvaluationContext(caller, principal, places(caller, principal.jurisdictions()), call, now);
    }

    private static List<String> places(Caller caller, List<String> own) {
        boolean known = true;
        for (int at = 0; at < caller.principals().size(); at++) {
            known &= !caller.principals().get(at).jurisdictions().isEmpty();
        }
        return PrincipalPlaces.combine(caller.places(), own, known);
    }

    /** The call for every organisation of the chain, caller first. */
    public static List<EvaluationContext> forChain(Caller caller, FaceCall call, long now) {
        var all = new ArrayList<EvaluationContext>();
        all.add(of(caller, call, now));
        caller.principals().forEach(principal -> all.add(of(caller, principal, call, now)));
        return all;
    }

    /** Facts that residual conditions read. */
    public CallFacts facts() {
        if (open == null) {
            return new CallFacts(call, caller.method());
        }
        var facts = call.facts().picturing(Pictures.UNCOUNTED);
        return new CallFacts(
                call.withFacts(open.isOpen(Attribute.THRESHOLD) ? facts.withThreshold(null) : facts),
                open.credential() ? null : caller.method(),
                open.isOpen(Attribute.OPERATION) ? null : call.operation());
    }

    /** True if the caller acts for others, whose facts are not told to it. */
    boolean hasPrincipals() {
        return !caller.principals().isEmpty();
    }

    public long now() {
        return now;
    }

    /** The value of a single-valued attribute other than the capability; null if absent. */
    @Nullable
    String value(Attribute attribute) {
        return switch (attribute) {
            case PROVIDER -> call.provider();
            case OPERATION -> call.operation();
            case ORGANISATION -> organisation.type();
            case ORGANISATION_ID -> organisation.id();
            case PURPOSE -> caller.purpose();
            default -> throw new IllegalArgumentException(attribute + " may have several values");
        };
    }

    /** The values of a multi-valued attribute. */
    List<String> values(Attribute attribute) {
        return switch (attribute) {
            case JURISDICTION -> places;
            case ESTABLISHED_IN -> organisation.jurisdictions();
            case ON_BEHALF_OF ->
                caller.principals().isEmpty()
                        ? List.of()
                        : caller.principals().stream().map(Organisation::type).toList();
            case EVIDENCE -> List.copyOf(caller.context().evidence());
            case REFERENCE -> references();
            case ACTION -> {
                var attested = facts(attribute.word());
                yield attested.isEmpty() ? USE : attested;
            }
            default -> facts(attribute.word());
        };
    }

    private List<String> references() {
        var references = call.facts().references();
        return references.isEmpty()
                ? List.of()
                : references.stream()
                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                        .toList();
    }

    /** Facts attested of the organisation plus those attested of the call. */
    private List<String> facts(String name) {
        var standing = organisation.facts().getOrDefault(name, List.of());
        var here = caller.context().facts().getOrDefault(name, List.of());
        if (standing.isEmpty() || here.isEmpty()) {
            return standing.isEmpty() ? here : standing;
        }
        var all = new ArrayList<>(standing);
        all.addAll(here);
        return all;
    }

    /** The numbers of a range attribute; empty if any value is not a number. */
    List<Double> numbers(Attribute attribute) {
        if (attribute == Attribute.THRESHOLD) {
            var threshold = call.facts().threshold();
            return threshold == null ? List.of() : List.of(threshold);
        }
        var numbers = new ArrayList<Double>();
        for (var text : facts(attribute.fact())) {
            var number = attribute.number(text);
            if (number == null) {
                return List.of();
            }
            numbers.add(attribute.kind() == Kind.DURATION ? (double) now - number : number);
        }
        return numbers;
    }

    /** All time zones that may apply where the call is made. */
    public List<ZoneId> zones() {
        return places.isEmpty()
                ? PlaceTimeZones.UNKNOWN
                : places.stream()
                        .flatMap(place -> PlaceTimeZones.zonesOf(place).stream())
                        .distinct()
                        .toList();
    }

    /** Whether all parts of a condition hold. */
    public TruthValue matches(MatchCondition match, Capability capability) {
        var truth = match.hasResidue() ? matchesResidual(match, capability) : TruthValue.SURELY;
        for (var named : match.words().entrySet()) {
            if (truth == TruthValue.NOT) {
                return truth;
            }
            truth = truth.and(matches(named.getKey(), named.getValue(), capability));
        }
        return truth;
    }

    /** Whether the parts of a condition that the index does not cover (ranges, any, all) hold. */
    TruthValue matchesResidual(MatchCondition match, Capability capability) {
        var truth = TruthValue.SURELY;
        for (var named : match.ranges().entrySet()) {
            var range = named.getValue();
            truth = truth.and(
                    isOpen(named.getKey())
                            ? openTruth
                            : named.getKey().matches(numbers(named.getKey()), range.atLeast(), range.below()));
        }
        for (var inside : match.all()) {
            truth = truth.and(matches(inside, capability));
        }
        if (!match.any().isEmpty()) {
            var any = TruthValue.NOT;
            for (var inside : match.any()) {
                any = any.or(matches(inside, capability));
            }
            truth = truth.and(any);
        }
        return truth;
    }

    /** Whether a value of an attribute is among the named words. */
    TruthValue matches(Attribute attribute, java.util.Set<String> named, Capability capability) {
        if (attribute == Attribute.CAPABILITY) {
            return attribute.matches(capability.code(), named, now);
        }
        if (isOpen(attribute)) {
            return openTruth;
        }
        return switch (attribute.many()) {
            case ONE -> attribute.matches(value(attribute), named, now);
            default -> attribute.matches(values(attribute), named, now);
        };
    }

    /** The values of any attribute, formatted for a sentence. */
    String formatValues(Attribute attribute, Capability capability) {
        if (attribute == Attribute.CAPABILITY) {
            return capability.code();
        }
        if (attribute.isRange()) {
            return formatValues(attribute, numbers(attribute));
        }
        var values = attribute.many() == Attribute.Many.ONE
                ? value(attribute) == null
                        ? List.<String>of()
                        : List.of(java.util.Objects.requireNonNull(value(attribute)))
                : values(attribute);
        return switch (values.size()) {
            case 0 -> "absent";
            case 1 -> attribute.normalize(values.getFirst());
            default ->
                String.join(
                        ", ", values.stream().map(attribute::normalize).sorted().toList());
        };
    }

    private static String formatValues(Attribute attribute, List<Double> numbers) {
        if (numbers.isEmpty()) {
            return "absent";
        }
        return String.join(
                ", ",
                numbers.stream()
                        .map(number -> DecidingCondition.number(attribute, number))
                        .toList());
    }
}
