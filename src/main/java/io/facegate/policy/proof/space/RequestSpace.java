package io.facegate.policy.proof.space;

import io.facegate.policy.condition.ConditionVariable;
import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.space.NumberAtoms.Scale;
import io.facegate.policy.proof.space.NumberAtoms.Steps;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.Attribute.Many;
import io.facegate.policy.vocabulary.PlaceTimeZones;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Request space: all requests that some policies and invariants can distinguish, as assignments of BDD variables. A
 * request is one organisation of a chain, one capability and the rest of a call.
 */
public final class RequestSpace {
    private static final SortedSet<Long> NEVER = Collections.unmodifiableSortedSet(new TreeSet<>());
    private static final double BEYOND_ONE = Math.nextUp(1.0);
    private static final List<String> CREDENTIALS = List.of("sigv4", "jwt", "api_key", "certificate");

    /** Maximum number of local times that are modelled with places above time. */
    private static final int FEW_DAYS = 100;

    private final Bdd bdd;
    private final Values values;
    private final VocabularyCollector survey;
    private final LocalTimeCrossings crossings;
    private final boolean placesLast;
    private final Map<String, AttributeAxis> axes = new LinkedHashMap<>();
    private final Map<String, NumberAtoms> intervals = new HashMap<>();
    private final Map<Attribute, PlaceAtoms> places = new HashMap<>();
    private final Map<String, UninterpretedCondition> free = new TreeMap<>();
    private final TimeAxis clock;
    private int next;

    /** Policies and invariants. */
    public record ProofInput(List<PolicySet> policySets, Collection<Invariant> invariants) {}

    /**
     * How many values a request has of an attribute whose values must all match. More values never turn a refusal into
     * a permit, so one is enough to search for permitted calls.
     */
    public enum Values {
        /** One or none; validity by local time is exact to the millisecond. */
        ONE,
        /** Any number; a rule by local time may hold from its first moment anywhere to its last anywhere. */
        ANY
    }

    /**
     * @param asked policies and invariants to distinguish
     * @param most maximum number of BDD nodes
     */
    public RequestSpace(ProofInput asked, Values values, int most) {
        bdd = new Bdd(most);
        this.values = values;
        survey = new VocabularyCollector(asked.policySets(), asked.invariants());
        crossings = new LocalTimeCrossings(survey.localMoments());
        placesLast = values == Values.ONE && survey.localMoments().size() > FEW_DAYS;
        VocabularyCollector.ORDER.forEach(this::add);
        for (var variable : ConditionVariable.values()) {
            add(variable);
        }
        survey.unread()
                .forEach((text, unread) -> free.put(
                        text,
                        reserve(UninterpretedCondition.VARIABLES, at -> new UninterpretedCondition(bdd, unread, at))));
        clock = new TimeAxis(bdd, moments(), next);
        put(clock.axis());
        if (placesLast) {
            put(Attribute.JURISDICTION);
        }
    }

    private void add(Attribute attribute) {
        var named = survey.words().get(attribute);
        if (attribute == Attribute.THRESHOLD) {
            if (survey.numbers().containsKey(attribute.word())) {
                addSingleValue(attribute.word(), new Scale(Kind.NUMBER, 0, BEYOND_ONE, Steps.ANY), true);
            }
        } else if (attribute.isRange()) {
            addRange(attribute);
        } else if (named != null && attribute.kind() == Kind.PLACE) {
            boolean timed = attribute == Attribute.JURISDICTION && values == Values.ONE;
            places.put(attribute, new PlaceAtoms(attribute, named, timed ? survey.localMoments() : NEVER, crossings));
            if (!placesLast || !timed) {
                put(attribute);
            }
        } else if (named != null) {
            var atoms = WordAtoms.of(attribute, named.keySet());
            if (attribute.many() == Many.ONE) {
                put(new SingleValueAxis(bdd, attribute.word(), atoms, next));
            } else {
                addMultiValue(attribute, atoms);
            }
        }
    }

    private void addRange(Attribute attribute) {
        var cuts = survey.numbers().get(attribute.word());
        if (cuts != null) {
            var scale = new Scale(
                    attribute.kind(),
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    attribute.kind() == Kind.NUMBER ? Steps.ANY : Steps.WHOLE);
            addMultiValue(attribute, interval(attribute.word(), scale, cuts).atoms());
        }
    }

    private void put(Attribute attribute) {
        var atoms = Objects.requireNonNull(places.get(attribute), attribute.word());
        addMultiValue(attribute, atoms.atoms(placesLast && attribute == Attribute.JURISDICTION));
    }

    private void add(ConditionVariable variable) {
        if (axes.containsKey(variable.word())) {
            return;
        }
        boolean pictured = survey.reads(ConditionVariable.LARGEST_PICTURE_BYTES)
                || survey.reads(ConditionVariable.LARGEST_PICTURE_PIXELS);
        if (variable == ConditionVariable.CREDENTIAL && survey.reads(variable)) {
            put(new SingleValueAxis(bdd, variable.word(), WordAtoms.of(CREDENTIALS), next));
        } else if (variable.isWhole()
                && (survey.reads(variable) || (variable == ConditionVariable.PICTURE_COUNT && pictured))) {
            // An unknown count needs no atom: it permits nothing that some known count does not permit.
            boolean counted = variable == ConditionVariable.PICTURE_COUNT;
            var steps = counted ? Steps.WHOLE : Steps.ROUNDED;
            addSingleValue(variable.word(), new Scale(Kind.NUMBER, 0, Double.POSITIVE_INFINITY, steps), !counted);
        }
    }

    private void addSingleValue(String word, Scale scale, boolean mayBeAbsent) {
        var cuts = new TreeSet<>(survey.numbers().getOrDefault(word, new TreeSet<>()));
        if (word.equals(ConditionVariable.PICTURE_COUNT.word())) {
            cuts.add(1.0);
        }
        var atoms = new ArrayList<>(interval(word, scale, cuts).atoms());
        if (mayBeAbsent) {
            atoms.add(ValueAtom.ABSENT);
        }
        put(new SingleValueAxis(bdd, word, atoms, next));
    }

    private NumberAtoms interval(String word, Scale scale, SortedSet<Double> cuts) {
        return intervals.computeIfAbsent(word, unseen -> new NumberAtoms(scale, cuts));
    }

    private void addMultiValue(Attribute attribute, List<ValueAtom> atoms) {
        boolean never = attribute == Attribute.ACTION;
        if (values == Values.ANY || attribute.many() == Many.ANY) {
            put(new MultiValueAxis(
                    bdd, attribute.many(), new MultiValueAxis.Named(attribute.word(), atoms), next, never));
            return;
        }
        // The first atoms are tried first.
        var all = new ArrayList<>(attribute.kind() == Kind.PLACE ? atoms.reversed() : atoms);
        if (!never) {
            all.addFirst(ValueAtom.ABSENT);
        }
        put(new SingleValueAxis(bdd, attribute.word(), all, next));
    }

    private void put(AttributeAxis axis) {
        axes.put(axis.word(), axis);
        next = axis.end();
    }

    private <T> T reserve(int variables, Function<Integer, T> make) {
        var made = make.apply(next);
        next += variables;
        return made;
    }

    private long[] moments() {
        var eras = places.entrySet().stream()
                .flatMapToLong(entry -> Objects.requireNonNull(survey.words().get(entry.getKey())).keySet().stream()
                        .flatMapToLong(words -> Arrays.stream(entry.getValue().eras(words))));
        var passed = zones().stream()
                .flatMapToLong(zone -> survey.localMoments().stream()
                        .flatMapToLong(moment -> Arrays.stream(crossings.find(zone, moment))));
        return LongStream.concat(survey.moments().stream().mapToLong(Long::longValue), LongStream.concat(eras, passed))
                .filter(moment -> moment != Long.MIN_VALUE && moment != Long.MAX_VALUE)
                .sorted()
                .distinct()
                .toArray();
    }

    /** One zone of each equivalence class, of all zones of places of use. */
    private Collection<ZoneId> zones() {
        var zones = new HashMap<Integer, ZoneId>();
        if (!survey.localMoments().isEmpty()) {
            PlaceTimeZones.UNKNOWN.forEach(zone -> zones.putIfAbsent(crossings.equivalenceClass(zone), zone));
            var uses = places.get(Attribute.JURISDICTION);
            if (uses != null && values == Values.ONE) {
                uses.zones().forEach(zone -> zones.putIfAbsent(crossings.equivalenceClass(zone), zone));
            }
        }
        return zones.values();
    }

    /** Possible zones of a place. */
    public static List<ZoneId> zones(ValueAtom place) {
        return place.example() == null ? PlaceTimeZones.UNKNOWN : PlaceTimeZones.zonesOf(place.example());
    }

    public Bdd bdd() {
        return bdd;
    }

    public TimeAxis clock() {
        return clock;
    }

    /**
     * True if places of use are ordered below time. With many local times, each would otherwise be modelled for each
     * place.
     */
    public boolean placesLast() {
        return placesLast;
    }

    /** True if rule validity is exact to the millisecond. */
    public boolean isExact() {
        return values == Values.ONE;
    }

    public Values values() {
        return values;
    }

    public LocalTimeCrossings crossings() {
        return crossings;
    }

    public VocabularyCollector vocabulary() {
        return survey;
    }

    /** All attributes that conditions name, in variable order: time after the others, then places if last. */
    public Collection<AttributeAxis> axes() {
        return axes.values();
    }

    /** The axis of an attribute or variable; null if no condition names it. */
    public @Nullable AttributeAxis axis(String word) {
        return axes.get(word);
    }

    public @Nullable NumberAtoms intervals(String word) {
        return intervals.get(word);
    }

    public @Nullable PlaceAtoms places(Attribute attribute) {
        return places.get(attribute);
    }

    /** Uninterpreted conditions, by their text. */
    public Map<String, UninterpretedCondition> uninterpreted() {
        return free;
    }
}
