package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.Refusal;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.language.Validity;
import io.facegate.policy.vocabulary.Attribute;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Index of all rules: bit sets of candidates by attribute value. */
final class RuleIndex {
    private final List<Rule> rules;
    private final Refusal[] refusals;
    private final DisputeOverrides disputes;
    private final AttributeIndex[] lanes;
    private final Map<Capability, long[]> capabilities = new EnumMap<>(Capability.class);
    private final long[] all;
    /** Rules that fire wherever their words match: no validity window, exception, residual condition or dispute. */
    private final long[] plain;

    private final long[] permits;
    private final long[] refuses;
    private final long[] asking;

    RuleIndex(PolicySet policySet) {
        rules = List.copyOf(policySet.rules());
        refusals =
                rules.stream().map(rule -> BuiltinRefusals.refusal(rule, false)).toArray(Refusal[]::new);
        disputes = new DisputeOverrides(rules, policySet.overrides());
        lanes = Arrays.stream(Attribute.values())
                .filter(attribute -> attribute != Attribute.CAPABILITY && AttributeIndex.isNamed(attribute, rules))
                .map(attribute -> new AttributeIndex(attribute, rules))
                .toArray(AttributeIndex[]::new);
        var lane = new AttributeIndex(Attribute.CAPABILITY, rules);
        for (var capability : Capability.values()) {
            capabilities.put(capability, lane.candidates(capability.code(), 0));
        }
        all = RuleBits.select(rules, rule -> true);
        plain = RuleBits.select(rules, RuleIndex::isPlain);
        permits = RuleBits.select(rules, Rule::permits);
        refuses = RuleBits.select(rules, Rule::refuses);
        asking = RuleBits.select(rules, rule -> !rule.obligations().isEmpty());
    }

    private static boolean isPlain(Rule rule) {
        return rule.validity().equals(Validity.ALWAYS)
                && rule.mode() == RuleMode.ENFORCE
                && rule.unless().isEmpty()
                && rule.when() == null
                && !rule.match().hasResidue();
    }

    long[] plainRules() {
        return plain;
    }

    long[] permits() {
        return permits;
    }

    long[] refusalRules() {
        return refuses;
    }

    /** Rules with obligations. */
    long[] obligingRules() {
        return asking;
    }

    List<Rule> rules() {
        return rules;
    }

    DisputeOverrides disputeOverrides() {
        return disputes;
    }

    /** Writes, from the given word on, the rules that match all attributes but the capability; all for calls in general. */
    void candidates(EvaluationContext side, long[] bits, int from) {
        System.arraycopy(all, 0, bits, from, all.length);
        if (side.isGeneral()) {
            return;
        }
        for (var lane : lanes) {
            lane.narrow(bits, from, side);
        }
    }

    /** Rules that match a capability. */
    long[] candidates(Capability capability) {
        return capabilities.getOrDefault(capability, all);
    }

    /** The refusal that a rule returns to the caller. */
    Refusal refusal(int rule) {
        return refusals[rule];
    }
}
