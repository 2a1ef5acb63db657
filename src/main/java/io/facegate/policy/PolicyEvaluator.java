package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.call.NearestChange;
import io.facegate.call.Pictures;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.OrganisationType;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Policy evaluator: decides calls with an index of rules. Deny overrides permit; without a permit, deny. */
public final class PolicyEvaluator implements PolicyEngine {
    private final RuleIndex index;
    private final ChangeTimes boundaries;
    private final String digest;
    private final Set<Attribute> counted;

    public PolicyEvaluator(PolicySet policySet) {
        this.index = new RuleIndex(policySet);
        this.boundaries = new ChangeTimes(policySet);
        this.digest = policySet.digest();
        this.counted = Attribute.COUNTED.stream()
                .filter(attribute -> index.rules().stream()
                        .flatMap(rule -> Stream.concat(Stream.of(rule.match()), rule.unless().stream()))
                        .anyMatch(condition -> condition.names(attribute)))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean reads(Set<Attribute> attributes) {
        return !Collections.disjoint(counted, attributes);
    }

    @Override
    public Decision decide(Caller caller, FaceCall call, Instant now, Instant known) {
        if (isUnseen(call)) {
            // A certain refusal is a better reason than one that depends on unknown facts.
            var mild = decide(caller, call, now, known, true);
            if (mild instanceof Decision.Refuse) {
                return mild;
            }
        }
        return decide(caller, call, now, known, false);
    }

    @Override
    public Decision decideFavourably(Caller caller, FaceCall call, Instant now) {
        return decide(caller, call, now, now, true);
    }

    @Override
    public DecisionBounds decideBounds(Caller caller, FaceCall call, OpenFacts open, Instant now) {
        return new DecisionBounds(
                decideGenerally(caller, call, open, now, false), decideGenerally(caller, call, open, now, true));
    }

    private Decision decideGenerally(Caller caller, FaceCall call, OpenFacts open, Instant now, boolean mildly) {
        long capabilities = capabilities(call.facts());
        var refused = refusedUnevaluated(caller, call, capabilities);
        if (refused != null) {
            return refused;
        }
        var evaluation = new Evaluation(index, now.toEpochMilli(), false, mildly);
        for (var side : EvaluationContext.forChain(caller, call, now.toEpochMilli())) {
            evaluation.evaluate(side.withOpen(open), capabilities);
        }
        return decision(evaluation);
    }

    private Decision decide(Caller caller, FaceCall call, Instant now, Instant known, boolean mildly) {
        long capabilities = capabilities(call.facts());
        var refused = refusedUnevaluated(caller, call, capabilities);
        if (refused != null) {
            return refused;
        }
        boolean alone = caller.principals().isEmpty() && Long.bitCount(capabilities) == 1;
        var evaluation = new Evaluation(index, known.toEpochMilli(), alone, mildly);
        long moment = now.toEpochMilli();
        evaluation.evaluate(EvaluationContext.of(caller, call, moment), capabilities);
        for (int at = 0; at < caller.principals().size(); at++) {
            evaluation.evaluate(EvaluationContext.of(caller, caller.principals().get(at), call, moment), capabilities);
        }
        return decision(evaluation);
    }

    @Override
    public CapabilityDecider decisions(Caller caller, FaceCall call, Instant now) {
        return new ComposingDecider(this, caller, call, now);
    }

    /** The evaluation of one capability of a call. */
    Evaluation evaluation(Instant known, boolean mildly) {
        return new Evaluation(index, known.toEpochMilli(), false, mildly);
    }

    /** The refusal of a call that is refused whatever the rules say; null for others. */
    @Nullable
    Decision refusedUnevaluated(Caller caller, FaceCall call, long capabilities) {
        var doubt = findPreconditionFailure(caller, call);
        if (doubt != null) {
            return BuiltinRefusals.preconditionFailed(doubt, caller, digest);
        }
        return capabilities == 0
                ? new Decision.Refuse(
                        BuiltinRefusals.noRulePermits("capability: absent"),
                        List.of(),
                        Decision.NonDecidingRules.NOTHING,
                        digest)
                : null;
    }

    @Override
    public @Nullable NearestChange findNearestChange(Caller caller, FaceCall call, Instant now) {
        return new RegistrationSearch(this, index.rules(), caller, call, now).find();
    }

    @Override
    public boolean changesBetween(Instant after, Instant until) {
        return boundaries.between(after, until);
    }

    @Override
    public @Nullable Instant nextChange(Caller caller, FaceCall call, Instant after) {
        var zones = EvaluationContext.forChain(caller, call, after.toEpochMilli()).stream()
                .flatMap(side -> side.zones().stream())
                .distinct()
                .toList();
        return boundaries.next(after, zones);
    }

    @Override
    public String digest() {
        return digest;
    }

    /** The decision that an evaluation leads to. */
    Decision decision(Evaluation evaluation) {
        var grounds = evaluation.grounds();
        if (grounds != null) {
            return new Decision.Refuse(grounds, evaluation.matched(), evaluation.nonDeciding(), digest);
        }
        var permit = evaluation.permit();
        return new Decision.Permit(
                permit.rule().id(),
                permit,
                evaluation.demands(),
                evaluation.matched(),
                evaluation.nonDeciding(),
                digest);
    }

    /** True if the call references pictures by URL that were not fetched. */
    static boolean isUnseen(FaceCall call) {
        return call.facts().references().contains(FaceCall.Reference.WEB_PICTURE)
                && call.pictures().equals(Pictures.UNCOUNTED);
    }

    private static @Nullable PreconditionFailure findPreconditionFailure(Caller caller, FaceCall call) {
        if (caller.preconditionFailure() != null) {
            return caller.preconditionFailure();
        }
        if (call.preconditionFailure() != null) {
            return call.preconditionFailure();
        }
        var failure = caller.organisation().findFailure();
        for (int at = 0; failure == null && at < caller.principals().size(); at++) {
            failure = caller.principals().get(at).findFailure();
        }
        if (failure != null) {
            return failure;
        }
        var last = caller.principals().isEmpty()
                ? caller.organisation()
                : caller.principals().getLast();
        return OrganisationType.CONTRACTOR.code().equals(last.type()) ? PreconditionFailure.PRINCIPAL_MISSING : null;
    }

    /**
     * Bit mask of the capabilities to decide on, by ordinal; includes those of a crowd that was not counted. Ordinal
     * order keeps the capability named in a refusal independent of hash order.
     */
    @SuppressWarnings("EnumOrdinal") // ordinals are used within one evaluation only
    static long capabilities(FaceCall.Facts facts) {
        long all = 0;
        for (var capability : facts.capabilities()) {
            all |= 1L << capability.ordinal();
        }
        if (facts.crowd() != null) {
            for (var capability : facts.ifSeveral()) {
                all |= 1L << capability.ordinal();
            }
        }
        return all;
    }
}
