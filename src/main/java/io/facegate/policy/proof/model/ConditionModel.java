package io.facegate.policy.proof.model;

import io.facegate.policy.condition.ConditionVariable;
import io.facegate.policy.condition.Formula;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.NumberRange;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.ConditionBounds;
import io.facegate.policy.proof.space.PlaceAtoms;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.VocabularyCollector.Span;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.TruthValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Translates the conditions of rules to BDDs: sets of requests in one space. */
public final class ConditionModel {
    private final RequestSpace space;
    private final Bdd bdd;
    private final Map<Named, ConditionBounds> known = new HashMap<>();

    private final Map<Attribute, CandidateAtoms> near = new EnumMap<>(Attribute.class);

    private record Named(Attribute attribute, Set<String> words) {}

    public ConditionModel(RequestSpace space) {
        this.space = space;
        this.bdd = space.bdd();
    }

    /** Requests that meet a condition. */
    public ConditionBounds model(MatchCondition match) {
        var all = ConditionBounds.ALWAYS;
        for (var named : match.words().entrySet()) {
            all = all.and(bdd, words(named.getKey(), named.getValue()));
        }
        for (var named : match.ranges().entrySet()) {
            all = all.and(bdd, range(named.getKey().word(), named.getValue()));
        }
        for (var inside : match.all()) {
            all = all.and(bdd, model(inside));
        }
        return match.any().isEmpty() ? all : all.and(bdd, modelAny(match.any()));
    }

    /** Requests that meet any of the conditions. */
    public ConditionBounds modelAny(List<MatchCondition> conditions) {
        var any = ConditionBounds.NEVER;
        for (var condition : conditions) {
            any = any.or(bdd, model(condition));
        }
        return any;
    }

    private ConditionBounds words(Attribute attribute, Set<String> words) {
        var named = new Named(attribute, words);
        var found = known.get(named);
        if (found == null) {
            found = attribute.kind() == Kind.PLACE ? places(attribute, words) : words(attribute, words, 0);
            known.put(named, found);
        }
        return found;
    }

    private ConditionBounds words(Attribute attribute, Set<String> words, long now) {
        var axis = axis(attribute.word());
        var surely = new BitSet();
        var perhaps = new BitSet();
        for (int at : candidateAtoms(attribute, axis).find(words)) {
            var atom = axis.atoms().get(at);
            var truth = atom.isAbsent() ? attribute.combine(List.of()) : attribute.matches(atom.example(), words, now);
            surely.set(at, truth == TruthValue.SURELY);
            perhaps.set(at, truth != TruthValue.NOT);
        }
        return new ConditionBounds(axis.certainlyIn(surely), axis.possiblyIn(perhaps));
    }

    private CandidateAtoms candidateAtoms(Attribute attribute, AttributeAxis axis) {
        return near.computeIfAbsent(attribute, unseen -> new CandidateAtoms(attribute, axis, space.places(attribute)));
    }

    /** Atoms of an attribute that may match these words at some time. */
    BitSet possibleAtoms(Attribute attribute, Set<String> words) {
        var axis = axis(attribute.word());
        var found = new BitSet();
        for (int at : candidateAtoms(attribute, axis).find(words)) {
            var atom = axis.atoms().get(at);
            found.set(
                    at,
                    attribute.kind() != Kind.WORD
                            || atom.isAbsent()
                            || attribute.matches(atom.example(), words, 0) != TruthValue.NOT);
        }
        return found;
    }

    /** Requests whose places match, for each period between two changes of a country group. */
    private ConditionBounds places(Attribute attribute, Set<String> words) {
        var span = space.vocabulary().words().getOrDefault(attribute, Map.of()).get(words);
        var atoms = Objects.requireNonNull(space.places(attribute), attribute.word());
        long[] eras = atoms.eras(words);
        long[] moments = PlaceAtoms.moments(eras, span == null ? new Span(Long.MIN_VALUE, Long.MAX_VALUE) : span);
        var all = ConditionBounds.NEVER;
        for (int at = 0; at < moments.length; at++) {
            int during = space.clock()
                    .requestsDuring(
                            at == 0 ? Long.MIN_VALUE : eras[at - 1], at == eras.length ? Long.MAX_VALUE : eras[at]);
            all = all.or(bdd, words(attribute, words, moments[at]).and(bdd, ConditionBounds.of(during)));
        }
        return all;
    }

    private ConditionBounds range(String word, NumberRange range) {
        var axis = axis(word);
        var inside = Objects.requireNonNull(space.intervals(word), word).atomsIn(range);
        var surely = new BitSet();
        var perhaps = new BitSet();
        int number = 0;
        for (int at = 0; at < axis.atoms().size(); at++) {
            boolean absent = axis.atoms().get(at).isAbsent();
            surely.set(at, !absent && inside.get(number));
            perhaps.set(at, absent || inside.get(number));
            number += absent ? 0 : 1;
        }
        return new ConditionBounds(axis.certainlyIn(surely), axis.possiblyIn(perhaps));
    }

    /** Requests for which a residual condition is true, and those for which it is true or unknown. */
    public ConditionBounds model(Formula formula) {
        return switch (formula) {
            case Formula.All all ->
                all.parts().stream()
                        .map(this::model)
                        .reduce(ConditionBounds.ALWAYS, (one, other) -> one.and(bdd, other));
            case Formula.Any any ->
                any.parts().stream().map(this::model).reduce(ConditionBounds.NEVER, (one, other) -> one.or(bdd, other));
            case Formula.Not not -> model(not.part()).not(bdd);
            case Formula.Known knows -> knows.value() ? ConditionBounds.ALWAYS : ConditionBounds.NEVER;
            case Formula.Between between ->
                range(between.variable().word(), new NumberRange(between.atLeast(), between.below()));
            case Formula.Named named -> named(named);
            case Formula.Uninterpreted unread ->
                Objects.requireNonNull(space.uninterpreted().get(unread.text()), unread.text())
                        .bounds(bdd.not(absent(unread.reads())));
        };
    }

    private ConditionBounds named(Formula.Named named) {
        if (named.variable() == ConditionVariable.OPERATION) {
            return words(Attribute.OPERATION, named.words());
        }
        var axis = axis(named.variable().word());
        var in = new BitSet();
        for (int at = 0; at < axis.atoms().size(); at++) {
            in.set(at, named.words().contains(axis.atoms().get(at).example()));
        }
        return new ConditionBounds(axis.certainlyIn(in), axis.possiblyIn(in));
    }

    private int absent(Set<ConditionVariable> variables) {
        int absent = Bdd.FALSE;
        for (var variable : variables) {
            absent = bdd.or(absent, axis(variable.word()).absent());
        }
        return absent;
    }

    private AttributeAxis axis(String word) {
        return Objects.requireNonNull(space.axis(word), word);
    }

    /**
     * Assignments that represent a request.
     *
     * @param most maximum number of values for each multi-valued attribute
     */
    public int domain(ToIntFunction<AttributeAxis> most) {
        var parts = new ArrayList<Integer>();
        space.axes().forEach(axis -> parts.add(axis.domain(most.applyAsInt(axis))));
        space.uninterpreted().values().forEach(free -> parts.add(free.domain()));
        return bdd.difference(bdd.and(bdd.andDisjoint(parts), pictures()), new ImpossibleRequests(space).requests());
    }

    /** Largest picture size is absent exactly if there is no picture. */
    private int pictures() {
        int all = Bdd.TRUE;
        var count = space.axis(ConditionVariable.PICTURE_COUNT.word());
        for (var variable :
                Arrays.asList(ConditionVariable.LARGEST_PICTURE_BYTES, ConditionVariable.LARGEST_PICTURE_PIXELS)) {
            var largest = space.axis(variable.word());
            if (largest != null && count != null) {
                int none = range(count.word(), new NumberRange(0, 1)).certain();
                all = bdd.and(all, bdd.ifThenElse(none, largest.absent(), bdd.not(largest.absent())));
            }
        }
        return all;
    }
}
