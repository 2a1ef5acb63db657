package io.facegate.policy.proof.model;

import io.facegate.policy.language.Effect;
import io.facegate.policy.proof.bdd.Bdd;
import java.util.List;

/** Rules with the requests they fire on, and the requests permitted as a result. */
public final class RuleSetModel {
    private final Bdd bdd;
    private final List<FiredRule> permits;
    private final List<FiredRule> refusals;
    private final List<FiredRule> obliges;
    private final int permitting;

    RuleSetModel(Bdd bdd, List<FiredRule> all) {
        this.bdd = bdd;
        permits = ofEffect(Effect.PERMIT, all);
        refusals = ofEffect(Effect.REFUSE, all);
        obliges = ofEffect(Effect.OBLIGE, all);
        permitting = bdd.orAll(permits.stream().map(FiredRule::requests).toList());
    }

    private static List<FiredRule> ofEffect(Effect effect, List<FiredRule> all) {
        return all.stream().filter(fired -> fired.rule().effect() == effect).toList();
    }

    /** The model with some variables fixed. */
    public RuleSetModel restrict(int known) {
        return new RuleSetModel(
                bdd,
                java.util.stream.Stream.of(permits, refusals, obliges)
                        .flatMap(List::stream)
                        .map(fired -> new FiredRule(fired.rule(), bdd.restrict(fired.requests(), known)))
                        .toList());
    }

    public List<FiredRule> permits() {
        return permits;
    }

    public List<FiredRule> refusals() {
        return refusals;
    }

    public List<FiredRule> obliges() {
        return obliges;
    }

    /** Requests on which some permit fires. */
    public int permitting() {
        return permitting;
    }

    /** The permitted requests of a set. */
    public int permitted(int among) {
        int left = bdd.and(among, permitting);
        return bdd.difference(left, refusing(left));
    }

    /** Requests of the set on which some refusal fires. Intersects with the set first to keep results small. */
    public int refusing(int among) {
        return bdd.orAll(refusals.stream()
                .map(refusal -> bdd.and(among, refusal.requests()))
                .filter(refused -> refused != Bdd.FALSE)
                .toList());
    }
}
