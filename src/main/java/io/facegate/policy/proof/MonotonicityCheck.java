package io.facegate.policy.proof;

import io.facegate.policy.PrincipalPlaces;
import io.facegate.policy.language.Invariant;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.model.AnalysisContext;
import io.facegate.policy.proof.model.CheckedExample;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.RequestProjection;
import io.facegate.policy.proof.space.ValueAtom;
import io.facegate.policy.vocabulary.Attribute;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** Monotonicity check: whether a call gains by leaving something out, or by acting for one more organisation. */
final class MonotonicityCheck {
    private final AnalysisContext stage;
    private final Bdd bdd;
    private final BinaryOperator<List<String>> places;

    MonotonicityCheck(AnalysisContext stage) {
        this(stage, (here, home) -> PrincipalPlaces.combine(here, home, !home.isEmpty()));
    }

    /** @param places computes the effective places of a principal from the place of the call and its own */
    MonotonicityCheck(AnalysisContext stage, BinaryOperator<List<String>> places) {
        this.stage = stage;
        this.bdd = stage.bdd();
        this.places = places;
    }

    /** No call gains by leaving out all values of one of the attributes. */
    InvariantOutcome checkOmission(Invariant.Omission claim) {
        int excepted = stage.conditions().modelAny(claim.except()).possible();
        var found = new ArrayList<CheckedExample>();
        for (var attribute : Attribute.values()) {
            var axis = claim.attributes().contains(attribute) ? stage.space().axis(attribute.word()) : null;
            if (axis != null) {
                int all = new RequestProjection(stage.space()).cube(List.of(axis));
                var calls = findGaining(all, axis.absent(), bdd.not(excepted));
                if (isWrong(calls)) {
                    return new InvariantOutcome.Disagreed(calls);
                }
                found.addAll(calls);
            }
        }
        return found.isEmpty() ? new InvariantOutcome.Proved(false) : new InvariantOutcome.Refuted(found);
    }

    /** No call gains from one more principal, and no caller gains by sending another organisation from elsewhere. */
    InvariantOutcome checkChain() {
        var more = checkMorePrincipals();
        return more instanceof InvariantOutcome.Proved ? checkSentFromElsewhere() : more;
    }

    private InvariantOutcome checkSentFromElsewhere() {
        var axis = stage.space().axis(Attribute.JURISDICTION.word());
        var behalf = stage.space().axis(Attribute.ON_BEHALF_OF.word());
        for (var told : axis == null ? List.<PlaceMapping>of() : placeMappings(axis)) {
            int before = told.axis.someIn(told.homes);
            int changed = told.axis.singleAtom(told.place);
            int gained = gainedRequests(changed, behalf == null ? before : bdd.and(before, behalf.absent()));
            var request = gained == Bdd.FALSE ? null : stage.examples().findWithoutPrincipals(gained);
            if (request != null) {
                var alone = stage.evaluate(request);
                var through = stage.evaluate(request.sentFrom(told.here));
                return through.isPermitted() && !alone.isPermitted()
                        ? new InvariantOutcome.Refuted(List.of(through, alone))
                        : new InvariantOutcome.Possible(
                                "depends on the place of an organisation that a call is made for");
            }
        }
        return new InvariantOutcome.Proved(false);
    }

    /** How a call made at {@code here} maps the places of some principals ({@code homes}) to another place. */
    private record PlaceMapping(AttributeAxis axis, List<String> here, BitSet homes, int place) {}

    /** Cases where a principal's effective place is a single place other than its own; its own may be unknown. */
    private List<PlaceMapping> placeMappings(AttributeAxis axis) {
        var all = new ArrayList<PlaceMapping>();
        var atoms = axis.atoms().stream().map(MonotonicityCheck::words).toList();
        var places = new HashMap<List<String>, Integer>();
        for (int at = 0; at < atoms.size(); at++) {
            places.put(atoms.get(at), at);
        }
        for (var here : atoms) {
            var homes = new TreeMap<Integer, BitSet>();
            for (int home = 0; home < atoms.size(); home++) {
                var found = single(this.places.apply(here, atoms.get(home)));
                // No atom is two places.
                var place = found.size() > 1 ? null : places.get(found);
                if (place != null && place != home) {
                    homes.computeIfAbsent(place, unseen -> new BitSet()).set(home);
                }
            }
            homes.forEach((place, of) -> all.add(new PlaceMapping(axis, here, of, place)));
        }
        return all;
    }

    /** Removes a duplicate place. Runs for every pair of places: hash codes of strings are kept, so most compare at once. */
    private static List<String> single(List<String> found) {
        if (found.size() != 2) {
            return found;
        }
        var one = found.getFirst();
        var other = found.getLast();
        return one.hashCode() == other.hashCode() && one.equals(other) ? found.subList(0, 1) : found;
    }

    private static List<String> words(ValueAtom atom) {
        return atom.example() == null ? List.of() : List.of(atom.example());
    }

    private InvariantOutcome checkMorePrincipals() {
        var principals = stage.space().axis(Attribute.ON_BEHALF_OF.word());
        if (principals != null) {
            for (int at = 0; at < principals.atoms().size(); at++) {
                int some = bdd.variable(principals.first() + at);
                var calls = findGaining(some, some, bdd.not(some));
                if (!calls.isEmpty()) {
                    return isWrong(calls) ? new InvariantOutcome.Disagreed(calls) : new InvariantOutcome.Refuted(calls);
                }
            }
        }
        return new InvariantOutcome.Proved(false);
    }

    /** True if the analysis erred: the first call must be permitted and the second refused. */
    private static boolean isWrong(List<CheckedExample> calls) {
        return !calls.isEmpty()
                && !(calls.size() == 2
                        && calls.getFirst().isPermitted()
                        && !calls.getLast().isPermitted());
    }

    /**
     * Searches for a refused request that is permitted after the change. Returns the changed call, then the original.
     *
     * @param variables the variables that change
     * @param changed their assignment after the change
     * @param before their assignment before it
     */
    private List<CheckedExample> findGaining(int variables, int changed, int before) {
        int gained = gainedRequests(changed, before);
        return gained == Bdd.FALSE ? List.of() : checkExamples(gained, variables, changed);
    }

    private int gainedRequests(int changed, int before) {
        int domain = bdd.and(before, stage.conditions().domain(axis -> 1));
        int suspect = Bdd.FALSE;
        for (var refusal : stage.ruleSet().refusals()) {
            int less = bdd.difference(refusal.requests(), bdd.restrict(refusal.requests(), changed));
            suspect = bdd.or(suspect, bdd.and(domain, less));
        }
        for (var permit : stage.ruleSet().permits()) {
            int more = bdd.difference(bdd.restrict(permit.requests(), changed), permit.requests());
            suspect = bdd.or(
                    suspect,
                    bdd.difference(bdd.and(domain, more), stage.ruleSet().permitting()));
        }
        return suspect == Bdd.FALSE ? Bdd.FALSE : permittedThen(suspect, changed);
    }

    private int permittedThen(int suspect, int changed) {
        int left = bdd.and(suspect, bdd.restrict(stage.ruleSet().permitting(), changed));
        for (var refusal : stage.ruleSet().refusals()) {
            left = bdd.difference(left, bdd.restrict(refusal.requests(), changed));
        }
        return left;
    }

    private List<CheckedExample> checkExamples(int gained, int variables, int changed) {
        int after = bdd.and(changed, bdd.exists(gained, variables));
        return stage.examples().pair(after, gained, variables).stream()
                .map(stage::evaluate)
                .toList();
    }
}
