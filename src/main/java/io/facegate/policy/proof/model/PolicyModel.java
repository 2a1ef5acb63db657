package io.facegate.policy.proof.model;

import io.facegate.policy.language.Effect;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.space.ConditionBounds;
import io.facegate.policy.proof.space.RequestSpace;

/** Symbolic model of a policy set: the requests on which each rule fires, and so the permitted ones. */
public final class PolicyModel {
    /** How to model rules by local time if places are not modelled one by one. */
    public enum Reading {
        /** A refusal holds while it may hold; a permit only while it surely holds. */
        STRICT,
        /** The reverse. */
        LENIENT
    }

    private final Bdd bdd;
    private final ConditionModel conditions;
    private final ValidityModel times;
    private final PolicySet policySet;
    private final RuleSetModel ruling;
    private final Reading reading;

    public PolicyModel(RequestSpace space, PolicySet policySet, Reading reading) {
        this.reading = reading;
        this.bdd = space.bdd();
        this.conditions = new ConditionModel(space);
        this.times = new ValidityModel(space);
        this.policySet = policySet;
        this.ruling = new RuleSetModel(
                bdd,
                policySet.rules().stream()
                        .map(rule -> new FiredRule(rule, fires(rule)))
                        .toList());
    }

    private int fires(Rule rule) {
        int settled = rule.mode() == RuleMode.ENFORCE ? times.inEffect(rule, policySet.overrides()) : Bdd.FALSE;
        if (settled == Bdd.FALSE) {
            return Bdd.FALSE;
        }
        var bounds = conditions.model(rule.match());
        if (rule.when() != null) {
            bounds = and(bounds, conditions.model(rule.when().formula()));
        }
        var time = times.model(rule);
        bounds = and(bounds, reading == Reading.STRICT ? time : time.swapped());
        int on = rule.effect() == Effect.PERMIT
                ? bounds.certain()
                : bdd.difference(
                        bounds.possible(), conditions.modelAny(rule.unless()).certain());
        return bdd.and(on, settled);
    }

    private ConditionBounds and(ConditionBounds one, ConditionBounds other) {
        return new ConditionBounds(bdd.and(one.certain(), other.certain()), bdd.and(one.possible(), other.possible()));
    }

    PolicySet policySet() {
        return policySet;
    }

    ConditionModel conditions() {
        return conditions;
    }

    /** The rule set model. */
    public RuleSetModel ruleSet() {
        return ruling;
    }
}
