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
        int settled = rule.mode() == RuleMode.ENFORCE ? times.settled(rule, policySet.overrulings()) : Bdd.FALSE;
        if (settled == Bdd.FALSE) {
            return Bdd.FALSE;
        }
        var bounds = conditions.of(rule.match());
        if (rule.when() != null) {
            bounds = and(bounds, conditions.of(rule.when().formula()));
        }
        var time = times.of(rule);
        bounds = and(bounds, reading == Reading.STRICT ? time : time.turned());
        int on = rule.effect() == Effect.PERMIT
                ? bounds.surely()
                : bdd.but(bounds.perhaps(), conditions.any(rule.unless()).surely());
        return bdd.and(on, settled);
    }

    private ConditionBounds and(ConditionBounds one, ConditionBounds other) {
        return new ConditionBounds(bdd.and(one.surely(), other.surely()), bdd.and(one.perhaps(), other.perhaps()));
    }

    PolicySet policySet() {
        return policySet;
    }

    ConditionModel conditions() {
        return conditions;
    }

    /** The rule set model. */
    public RuleSetModel ruling() {
        return ruling;
    }
}
