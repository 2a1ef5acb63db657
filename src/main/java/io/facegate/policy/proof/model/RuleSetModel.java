package io.facegate.policy.proof.model;

import io.facegate.policy.language.Effect;
import io.facegate.policy.proof.bdd.Bdd;
import java.util.List;

/** Rules with the requests that each fires on, and so the requests that are permitted. */
public final class RuleSetModel {
    private final Bdd bdd;
    private final List<FiredRule> permits;
    private final List<FiredRule> refusals;
    private final List<FiredRule> obliges;
    private final int permitting;

    RuleSetModel(Bdd bdd, List<FiredRule> all) {
        this.bdd = bdd;
        permits = of(Effect.PERMIT, all);
        refusals = of(Effect.REFUSE, all);
        obliges = of(Effect.OBLIGE, all);
        permitting = bdd.any(permits.stream().map(FiredRule::on).toList());
    }

    private static List<FiredRule> of(Effect effect, List<FiredRule> all) {
        return all.stream().filter(fired -> fired.rule().effect() == effect).toList();
    }

    /** The same rules where some variables are known. */
    public RuleSetModel given(int known) {
        return new RuleSetModel(
                bdd,
                java.util.stream.Stream.of(permits, refusals, obliges)
                        .flatMap(List::stream)
                        .map(fired -> new FiredRule(fired.rule(), bdd.given(fired.on(), known)))
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

    /** The requests that some permit fires on. */
    public int permitting() {
        return permitting;
    }

    /** The requests among these that are permitted. */
    public int permitted(int among) {
        int left = bdd.and(among, permitting);
        return bdd.but(left, refusing(left));
    }

    /** The requests among these that some refusal fires on; what fires on others is left out at once, so it stays small. */
    public int refusing(int among) {
        return bdd.any(refusals.stream()
                .map(refusal -> bdd.and(among, refusal.on()))
                .filter(refused -> refused != Bdd.FALSE)
                .toList());
    }
}
