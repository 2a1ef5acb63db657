package io.facegate.gateway.permissions;

import io.facegate.call.FaceCall;
import io.facegate.call.NearestChange;
import io.facegate.call.PreconditionFailure;
import io.facegate.gateway.permissions.OperationPermission.Depends;
import io.facegate.gateway.permissions.OperationPermission.Permitted;
import io.facegate.gateway.permissions.OperationPermission.Refused;
import io.facegate.gateway.permissions.OperationPermission.Verdict;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import io.facegate.policy.DecisionBounds;
import io.facegate.policy.OpenFacts;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.vocabulary.Attribute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides general calls of one caller. What is said to be permitted, or refused, holds for every call of that kind:
 * both bounds of the decision say so, with every capability that may be added. All else depends on the call.
 *
 * @param open what calls of this caller may settle either way
 * @param routed policy words of the providers that routes may lead a call to
 * @param enforceability whether obligations of this caller's permits can be met
 * @param earlier the time at which permits must hold too, as the clock is not confirmed; null if it is right
 */
record PermissionEvaluator(
        PolicyEngine policies,
        Caller caller,
        OpenFacts open,
        List<String> routed,
        PermitEnforceability enforceability,
        Instant now,
        @Nullable Instant earlier) {
    private static final String POLICY_ERROR = "policy_error";

    Verdict decide(HypotheticalCall call) {
        var facts = open(call, open);
        if (call.capabilities().isEmpty()) {
            // Nothing can be said of a call before its capabilities are known, unless it is refused whatever it asks.
            var unavoidable = policies.decide(caller, call.plain(), now);
            return isRefusedUnseen(unavoidable)
                    ? verdict(call, unavoidable)
                    : new Depends(call.dependsOn(), null, null);
        }
        var plain = policies.decideBounds(caller, call.plain(), facts, now);
        if (plain.isRefused() && !isUndecided(plain)) {
            return verdict(call, plain.mildest());
        }
        var on = dependencies(call, plain, facts);
        if (on.isEmpty() && plain.isPermitted() && plain.strictest() instanceof Decision.Permit permit) {
            return permitted(call, permit, plain);
        }
        var decided = policies.decide(caller, call.plain(), now);
        if (on.isEmpty()) {
            on.add("several_facts");
        }
        @Nullable Verdict verdict = verdict(call, decided);
        if (verdict instanceof Depends(var more, var without, var _)) {
            on.addAll(more);
            verdict = without;
        }
        return new Depends(List.copyOf(on), verdict, nearestChange(call, decided));
    }

    /** The refusal of every such call, which has a failure that is known before it. */
    Verdict refuse(HypotheticalCall call, PreconditionFailure why) {
        return verdict(call, policies.decide(caller, call.plain().withPreconditionFailure(why), now));
    }

    private static boolean isRefusedUnseen(Decision decision) {
        return decision instanceof Decision.Refuse refuse
                && !refuse.refusal().code().equals("no_rule_permits")
                && refuse.rule().startsWith("facegate/");
    }

    /** A neutral call is decided under its provider's name of the operation, which the caller does not choose. */
    private static OpenFacts open(HypotheticalCall call, OpenFacts facts) {
        return call.isNeutral() ? facts.with(EnumSet.of(Attribute.OPERATION)) : facts;
    }

    private Set<String> dependencies(HypotheticalCall call, DecisionBounds plain, OpenFacts facts) {
        var on = new LinkedHashSet<>(call.dependsOn());
        if (!call.ifSeveral().isEmpty() && differs(plain, call.whole(true, false), facts)) {
            on.add(HypotheticalCall.FACE_COUNT);
        }
        if (!call.together().isEmpty() && differs(plain, call.whole(false, true), facts)) {
            on.add("earlier_calls");
        }
        if (earlier != null && !isSame(plain, policies.decideBounds(caller, call.plain(), facts, earlier))) {
            on.add("clock");
        }
        if (call.translatable() && routed.stream().anyMatch(other -> differsAt(plain, call, other, facts))) {
            on.add("route");
        }
        if (!plain.isPermitted()) {
            on.addAll(openDependencies(call, facts));
        }
        return on;
    }

    private boolean differs(DecisionBounds plain, FaceCall other, OpenFacts facts) {
        return !isSame(plain, policies.decideBounds(caller, other, facts, now));
    }

    private boolean differsAt(DecisionBounds plain, HypotheticalCall call, String other, OpenFacts facts) {
        return !other.equals(call.provider())
                && differs(plain, call.plainFor(other), facts.with(EnumSet.of(Attribute.OPERATION)));
    }

    private static boolean isSame(DecisionBounds one, DecisionBounds other) {
        return one.isPermitted() == other.isPermitted()
                && one.isRefused() == other.isRefused()
                && one.possibleObligations().equals(other.possibleObligations());
    }

    /** The facts that alone change whether the call is permitted; else all that rules may read. */
    private List<String> openDependencies(HypotheticalCall call, OpenFacts facts) {
        var on = new ArrayList<String>();
        for (var attribute : Attribute.values()) {
            if (facts.isOpen(attribute)
                    && isUndetermined(policies.decideBounds(caller, call.plain(), facts.withOnly(attribute), now))) {
                on.add(attribute.word());
            }
        }
        if (isUndetermined(
                policies.decideBounds(caller, call.plain(), new OpenFacts(Set.of(), facts.credential()), now))) {
            on.add("pictures");
        }
        return on;
    }

    private static boolean isUndetermined(DecisionBounds bounds) {
        return !bounds.isPermitted() && !bounds.isRefused();
    }

    private static boolean isUndecided(DecisionBounds bounds) {
        return bounds.mildest() instanceof Decision.Refuse refuse
                && refuse.refusal().code().equals(POLICY_ERROR);
    }

    private @Nullable NearestChange nearestChange(HypotheticalCall call, Decision decided) {
        return decided instanceof Decision.Refuse ? policies.findNearestChange(caller, call.plain(), now) : null;
    }

    private Verdict permitted(HypotheticalCall call, Decision.Permit permit, DecisionBounds bounds) {
        var permitted = new Permitted(
                permit.rule(), permit.reason().source(), bounds.certainObligations(), bounds.possibleObligations());
        return enforceability.check(call, permit, permitted);
    }

    private Verdict verdict(HypotheticalCall call, Decision decision) {
        return switch (decision) {
            case Decision.Permit permit -> {
                var same = permit.obligations();
                yield enforceability.check(
                        call,
                        permit,
                        new Permitted(permit.rule(), permit.reason().source(), same, same));
            }
            case Decision.Refuse refuse -> new Refused(refuse.refusal());
        };
    }
}
