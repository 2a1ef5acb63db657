package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Evaluates each capability of one call by itself, once, and composes the decisions on several of them. */
final class ComposingDecider implements CapabilityDecider {
    private static final Capability[] CAPABILITIES = Capability.values();

    private final PolicyEvaluator evaluator;
    private final Caller caller;
    private final List<EvaluationContext> sides;
    private final Evaluation none;
    private final Map<Capability, Evaluation> strict = new EnumMap<>(Capability.class);
    private final Map<Capability, Evaluation> mild = new EnumMap<>(Capability.class);

    ComposingDecider(PolicyEvaluator evaluator, Caller caller, FaceCall call, Instant now) {
        this.evaluator = evaluator;
        this.caller = caller;
        this.sides = EvaluationContext.forChain(caller, call, now.toEpochMilli());
        this.none = evaluator.evaluation(now, false);
    }

    @Override
    public Decision decide(FaceCall call) {
        if (PolicyEvaluator.isUnseen(call)) {
            var mildest = decide(call, true);
            if (mildest instanceof Decision.Refuse) {
                return mildest;
            }
        }
        return decide(call, false);
    }

    @Override
    public Decision decideFavourably(FaceCall call) {
        return decide(call, true);
    }

    private Decision decide(FaceCall call, boolean mildly) {
        long capabilities = PolicyEvaluator.capabilities(call.facts());
        var refused = evaluator.refusedUnevaluated(caller, call, capabilities);
        return refused == null ? evaluator.decision(composed(capabilities, mildly)) : refused;
    }

    private Evaluation composed(long capabilities, boolean mildly) {
        var evaluated = mildly ? mild : strict;
        var each = new ArrayList<Evaluation>(Long.bitCount(capabilities));
        for (long left = capabilities; left != 0; left &= left - 1) {
            long bit = Long.lowestOneBit(left);
            var capability = CAPABILITIES[Long.numberOfTrailingZeros(bit)];
            each.add(evaluated.computeIfAbsent(capability, one -> evaluate(bit, mildly)));
        }
        return each.size() == 1 ? each.getFirst() : Evaluation.compose(each, sides);
    }

    private Evaluation evaluate(long capability, boolean mildly) {
        var evaluation = new Evaluation(none, mildly);
        for (var side : sides) {
            evaluation.evaluate(side, capability);
        }
        return evaluation;
    }
}
