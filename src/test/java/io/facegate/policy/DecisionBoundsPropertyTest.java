package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.testkit.TestCaller;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is said of calls in general holds for each call, whatever it states and whatever evidence it shows. */
class DecisionBoundsPropertyTest {
    private static final int TRIES = 1000;
    private static final OpenFacts OPEN = new OpenFacts(
            EnumSet.of(
                    Attribute.THRESHOLD,
                    Attribute.REFERENCE,
                    Attribute.EVIDENCE,
                    Attribute.PLACE_TYPE,
                    Attribute.ACTION,
                    Attribute.OUTPUT_IN,
                    Attribute.USE_AGE,
                    Attribute.JURISDICTION),
            true);
    /** The broken control: evidence and what it attests are not open. */
    private static final OpenFacts WITHOUT_EVIDENCE =
            new OpenFacts(Set.of(Attribute.THRESHOLD, Attribute.REFERENCE), true);

    @Property(tries = TRIES)
    void everyCallIsDecidedWithinTheBounds(@ForAll long seed) {
        assertThat(firstOutside(seed, OPEN)).isNull();
    }

    @org.junit.jupiter.api.Test
    void aBoundThatLeavesOutEvidenceIsFoundToBeWrong() {
        String found = null;
        for (long seed = 0; seed < 3 * TRIES && found == null; seed++) {
            found = firstOutside(seed, WITHOUT_EVIDENCE);
        }
        assertThat(found).isNotNull();
    }

    @org.junit.jupiter.api.Test
    void theBoundsSayMoreThanThatItDepends() {
        int permitted = 0;
        int refused = 0;
        for (long seed = 0; seed < TRIES; seed++) {
            var world = new Worlds(seed);
            var policies = policies(world);
            var bounds = policies.decideBounds(closed(world.caller()), plain(world.call()), OPEN, world.now());
            permitted += bounds.isPermitted() ? 1 : 0;
            refused += bounds.isRefused() ? 1 : 0;
        }
        assertThat(permitted).isGreaterThan(TRIES / 100);
        assertThat(refused).isGreaterThan(TRIES / 4);
    }

    private static String firstOutside(long seed, OpenFacts open) {
        var world = new Worlds(seed);
        var policies = policies(world);
        var caller = world.caller();
        var call = world.call();
        var now = world.now();
        var bounds = policies.decideBounds(closed(caller), plain(call), open, now);
        for (int tries = 0; tries < 12; tries++) {
            var other = variant(caller, world.caller(), world);
            var asked = variant(call, world.call());
            var decision = policies.decide(other, asked, now);
            if (isOutside(bounds, decision)) {
                return seed + ": " + bounds + " but " + decision;
            }
        }
        return null;
    }

    private static boolean isOutside(DecisionBounds bounds, Decision decision) {
        return switch (decision) {
            case Decision.Refuse _ -> bounds.isPermitted();
            case Decision.Permit permit ->
                bounds.isRefused() || (bounds.isPermitted() && !within(bounds, permit.obligations()));
        };
    }

    /** Merging what is certain changes nothing, and merging what is possible adds nothing. */
    private static boolean within(DecisionBounds bounds, Obligations obligations) {
        return obligations.mergeWith(bounds.certainObligations()).equals(obligations)
                && bounds.possibleObligations().mergeWith(obligations).equals(bounds.possibleObligations());
    }

    private static PolicyEngine policies(Worlds world) {
        var rules = world.rules(14);
        return PolicyEngine.of(new PolicySet(IndexPropertyTest.packs(rules), world.overrulings(rules), "digest"));
    }

    private static Caller closed(Caller caller) {
        return TestCaller.of(caller.organisation())
                .actingFor(caller.principals())
                .purpose(caller.purpose())
                .in(caller.places())
                .by(caller.method(), caller.key())
                .build();
    }

    private static FaceCall plain(FaceCall call) {
        return new FaceCall(
                call.provider(),
                call.operation(),
                FaceCall.Facts.of(call.facts().effectiveCapabilities()),
                new io.facegate.call.NormalizedRequest.VendorSpecific("A question."),
                java.util.Map.of(),
                null);
    }

    /** The same caller with evidence, a credential and a place of another. */
    private static Caller variant(Caller caller, Caller other, Worlds world) {
        var places = caller.places().size() > 1 && world.upTo(2) == 0
                ? List.of(caller.places().get(world.upTo(caller.places().size())))
                : caller.places();
        return TestCaller.of(caller.organisation())
                .actingFor(caller.principals())
                .purpose(caller.purpose())
                .in(places)
                .attested(other.context())
                .by(other.method(), caller.key())
                .build();
    }

    /** The same operation with what another call states. */
    private static FaceCall variant(FaceCall call, FaceCall other) {
        return new FaceCall(
                call.provider(),
                call.operation(),
                FaceCall.Facts.of(call.facts().effectiveCapabilities())
                        .referringTo(other.facts().references())
                        .withThreshold(other.facts().threshold()),
                other.request(),
                other.params(),
                null);
    }

    @Property(tries = TRIES)
    void nothingChangesBeforeTheNextChange(@ForAll long seed) {
        var world = new Worlds(seed);
        var policies = policies(world);
        var caller = closed(world.caller());
        var call = world.call();
        if (caller.delegationChain().stream()
                .map(Organisation::facts)
                .anyMatch(facts -> facts.containsKey("started"))) {
            return;
        }
        var now = Instant.ofEpochMilli(world.now().toEpochMilli());
        var next = policies.nextChange(caller, call, now);
        for (int millis = 1; millis < 24; millis++) {
            var later = now.plusMillis(millis);
            if (next != null && !later.isBefore(next)) {
                break;
            }
            assertThat(Calls.rule(policies.decide(caller, call, later)))
                    .isEqualTo(Calls.rule(policies.decide(caller, call, now)));
        }
    }
}
