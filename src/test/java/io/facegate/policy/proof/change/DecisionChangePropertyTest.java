package io.facegate.policy.proof.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.Enumeration;
import io.facegate.policy.proof.SmallWorld;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.RequestSpace.Values;
import io.facegate.policy.proof.space.SingleValueAxis;
import io.facegate.testkit.ReducedTries;
import java.math.BigInteger;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** What a diff and a timeline say is what happens to every call, tried one by one on the engine. */
@AddLifecycleHook(ReducedTries.class)
class DecisionChangePropertyTest {
    private static final int MOST = 30_000;
    private static final AnalysisLimits LIMITS = new AnalysisLimits(1_000_000, Instant.EPOCH);
    private static final List<String> CLASS =
            List.of("organisation", "purpose", "capability", "provider", "jurisdiction");

    @Property(tries = 200)
    void aDiffHoldsExactlyTheCallsThatAreDecidedOtherwise(@ForAll long seed) {
        var world = new SmallWorld(seed);
        var before = world.policySet(5);
        var after = world.changed(before);
        var space = space(before, after);
        var all = new Enumeration(space, MOST);
        if (all.requests().isEmpty()) {
            return;
        }
        var diff = PolicyDiff.compare(before, after, LIMITS);
        var random = new Random(seed);
        var one = PolicyEngine.of(before);
        var other = PolicyEngine.of(after);
        boolean complete = diff.changes().stream().allMatch(DecisionChange::complete);
        for (var request : complete ? all.requests() : List.<BitSet>of()) {
            var call = all.call(request, random);
            var was = call.decide(one);
            var is = call.decide(other);
            assertThat(said(diff.changes(), space, request))
                    .as("%s: %s, %s", call, was, is)
                    .isEqualTo(seen(was, is));
        }
        assertThat(diff.changes()).allSatisfy(change -> {
            assertThat(change.isConfirmed()).as("%s", change).isTrue();
            assertThat(change.examples()).hasSize(2);
            assertThat(change.rules()).isNotEmpty();
        });
    }

    @Property(tries = 200)
    void classesAreCountedAsTheyAreListed(@ForAll long seed) {
        var world = new SmallWorld(seed);
        var before = world.policySet(5);
        var after = world.changed(before);
        var space = space(before, after);
        var all = new Enumeration(space, MOST);
        if (all.requests().isEmpty()) {
            return;
        }
        for (var change : PolicyDiff.compare(before, after, LIMITS).changes()) {
            var classes = new HashSet<List<BitSet>>();
            var count = BigInteger.ZERO;
            for (var request : all.requests()) {
                if (boxes(change, space, request) > 0 && classes.add(of(space, request))) {
                    count = count.add(weight(space, request));
                }
            }
            if (change.complete()) {
                assertThat(change.classes()).as("%s", change).isEqualTo(count);
            }
        }
    }

    @Property(tries = 200)
    void theSamePoliciesInAnotherOrderChangeNothing(@ForAll long seed) {
        var policySet = new SmallWorld(seed).policySet(8);
        var other = SmallWorld.policySet(policySet.rules().reversed());
        assertThat(PolicyDiff.compare(policySet, other, LIMITS).isNothing()).isTrue();
    }

    @Property(tries = 100)
    void aTimelineHoldsExactlyTheMomentsAtWhichSomeCallTurns(@ForAll long seed) {
        var policySet = new SmallWorld(seed).policySet(6);
        var space = space(policySet, policySet);
        var all = new Enumeration(space, MOST);
        if (all.requests().isEmpty()) {
            return;
        }
        var random = new Random(seed);
        var policies = PolicyEngine.of(policySet);
        var cuts = new TreeSet<Instant>();
        for (var request : all.requests()) {
            var call = all.call(request, random);
            for (long cut : space.clock().cuts()) {
                var was = call.atTime(Instant.ofEpochMilli(cut - 1)).decide(policies);
                var is = call.atTime(Instant.ofEpochMilli(cut)).decide(policies);
                if (!told(was).equals(told(is))) {
                    cuts.add(Instant.ofEpochMilli(cut));
                }
            }
        }
        var first = Instant.parse("0001-01-01T00:00:00Z");
        var timeline = PolicyTimeline.compute(policySet, first, Instant.parse("9000-01-01T00:00:00Z"), LIMITS);
        assertThat(timeline.moments().stream().map(PolicyTimeline.Moment::first))
                .containsExactlyElementsOf(cuts);
        assertThat(timeline.moments()).allSatisfy(moment -> {
            assertThat(moment.reasons()).isNotEmpty();
            assertThat(moment.changes()).isNotEmpty().allMatch(DecisionChange::isConfirmed);
        });
    }

    private static RequestSpace space(PolicySet one, PolicySet other) {
        return new RequestSpace(new RequestSpace.ProofInput(List.of(one, other), List.of()), Values.ONE, 1_000_000);
    }

    private static String told(Decision decision) {
        return decision instanceof Decision.Permit permit ? "permit " + permit.obligations() : "refuse";
    }

    /** The kinds of changes of one call, by what both engines say. */
    private static Set<String> seen(Decision was, Decision is) {
        var kinds = new TreeSet<String>();
        if (was instanceof Decision.Permit one && is instanceof Decision.Permit other) {
            var both = one.obligations().mergeWith(other.obligations());
            if (!both.equals(one.obligations())) {
                kinds.add("stronger");
            }
            if (!both.equals(other.obligations())) {
                kinds.add("weaker");
            }
        } else if (was instanceof Decision.Permit) {
            kinds.add("refused");
        } else if (is instanceof Decision.Permit) {
            kinds.add("permitted");
        }
        return kinds;
    }

    private static Set<String> said(List<DecisionChange> changes, RequestSpace space, BitSet request) {
        var kinds = new TreeSet<String>();
        for (var change : changes) {
            int boxes = boxes(change, space, request);
            if (change.demand().isEmpty()) {
                assertThat(boxes).as("boxes are apart").isLessThanOrEqualTo(1);
            }
            if (boxes > 0) {
                kinds.add(change.kind());
            }
        }
        return kinds;
    }

    /** How many boxes of a change a request lies in. */
    private static int boxes(DecisionChange change, RequestSpace space, BitSet request) {
        int found = 0;
        for (var box : change.boxes()) {
            found += box.entrySet().stream().allMatch(one -> lies(space, request, one)) ? 1 : 0;
        }
        return found;
    }

    private static boolean lies(RequestSpace space, BitSet request, Map.Entry<String, List<String>> named) {
        var axis = space.axis(named.getKey());
        var values = axis.values(request);
        if (!(axis instanceof SingleValueAxis)) {
            return named.getValue().stream().allMatch(label -> {
                var word = label.startsWith("not ") ? label.substring(4) : label;
                boolean has = values.stream()
                        .anyMatch(at -> axis.atoms().get(at).label().equals(word));
                return has != label.startsWith("not ");
            });
        }
        int atom = atom(axis, request);
        var words = named.getKey().equals("time")
                ? List.of(axis.atoms().get(atom).label())
                : CubeEnumeration.words(axis.atoms().get(atom));
        return named.getKey().equals("time")
                ? named.getValue().stream()
                        .anyMatch(stretch ->
                                covers(stretch, axis.atoms().get(atom).values().getFirst()))
                : named.getValue().containsAll(words);
    }

    private static boolean covers(String stretch, String moment) {
        var words = stretch.split(" ", -1);
        var at = Instant.parse(moment);
        boolean in = true;
        for (int word = 0; word + 1 < words.length; word++) {
            in &= !words[word].equals("from") || !at.isBefore(Instant.parse(words[word + 1]));
            in &= !words[word].equals("until") || at.isBefore(Instant.parse(words[word + 1]));
        }
        return in;
    }

    private static int atom(AttributeAxis axis, BitSet request) {
        var values = axis.values(request);
        if (!values.isEmpty()) {
            return values.nextSetBit(0);
        }
        for (int at = 0; at < axis.atoms().size(); at++) {
            if (axis.atoms().get(at).isAbsent()) {
                return at;
            }
        }
        throw new IllegalStateException(axis.word() + " is never absent");
    }

    private static List<BitSet> of(RequestSpace space, BitSet request) {
        return CLASS.stream()
                .map(space::axis)
                .filter(axis -> axis != null)
                .map(axis -> axis.values(request))
                .toList();
    }

    private static BigInteger weight(RequestSpace space, BitSet request) {
        var weight = BigInteger.ONE;
        for (var word : CLASS) {
            var axis = space.axis(word);
            if (axis != null) {
                weight = weight.multiply(
                        BigInteger.valueOf(axis.atoms().get(atom(axis, request)).weight()));
            }
        }
        return weight;
    }
}
