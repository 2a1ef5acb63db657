package io.facegate.policy.proof;

import io.facegate.policy.language.Invariant;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.model.Heard;
import io.facegate.policy.proof.model.Stage;
import io.facegate.policy.proof.space.Projection;
import io.facegate.policy.vocabulary.Attribute;
import java.util.ArrayList;
import java.util.List;

/** Whether a call gains by leaving something out, or by acting for one organisation more. */
final class Omissions {
    private final Stage stage;
    private final Bdd bdd;

    Omissions(Stage stage) {
        this.stage = stage;
        this.bdd = stage.bdd();
    }

    /** No call gains by leaving out all it has of one of some attributes. */
    Outcome omission(Invariant.Omission claim) {
        int excepted = stage.conditions().any(claim.except()).perhaps();
        var found = new ArrayList<Heard>();
        for (var attribute : Attribute.values()) {
            var axis = claim.attributes().contains(attribute) ? stage.space().axis(attribute.word()) : null;
            if (axis != null) {
                int all = new Projection(stage.space()).cube(List.of(axis));
                var calls = gaining(all, axis.absent(), bdd.not(excepted));
                if (isWrong(calls)) {
                    return new Outcome.Disagreed(calls);
                }
                found.addAll(calls);
            }
        }
        return found.isEmpty() ? new Outcome.Proved(false) : new Outcome.Refuted(found);
    }

    /** No call gains by being made for somebody more. */
    Outcome chain() {
        var principals = stage.space().axis(Attribute.ON_BEHALF_OF.word());
        if (principals != null) {
            for (int at = 0; at < principals.atoms().size(); at++) {
                int some = bdd.variable(principals.first() + at);
                var calls = gaining(some, some, bdd.not(some));
                if (!calls.isEmpty()) {
                    return isWrong(calls) ? new Outcome.Disagreed(calls) : new Outcome.Refuted(calls);
                }
            }
        }
        return new Outcome.Proved(false);
    }

    /** The first call must be permitted and the other refused, or the analysis is wrong. */
    private static boolean isWrong(List<Heard> calls) {
        return !calls.isEmpty()
                && !(calls.size() == 2
                        && calls.getFirst().permitted()
                        && !calls.getLast().permitted());
    }

    /**
     * Looks for a request that is refused, and permitted once it is changed: the changed one and then the other.
     *
     * @param variables that are changed
     * @param changed what they are then
     * @param before what they are before
     */
    private List<Heard> gaining(int variables, int changed, int before) {
        int domain = bdd.and(before, stage.conditions().domain(axis -> 1));
        int suspect = Bdd.FALSE;
        for (var refusal : stage.ruling().refusals()) {
            int less = bdd.but(refusal.on(), bdd.given(refusal.on(), changed));
            suspect = bdd.or(suspect, bdd.and(domain, less));
        }
        for (var permit : stage.ruling().permits()) {
            int more = bdd.but(bdd.given(permit.on(), changed), permit.on());
            suspect = bdd.or(
                    suspect, bdd.but(bdd.and(domain, more), stage.ruling().permitting()));
        }
        int gained = suspect == Bdd.FALSE ? Bdd.FALSE : permittedThen(suspect, changed);
        return gained == Bdd.FALSE ? List.of() : heard(gained, variables, changed);
    }

    private int permittedThen(int suspect, int changed) {
        int left = bdd.and(suspect, bdd.given(stage.ruling().permitting(), changed));
        for (var refusal : stage.ruling().refusals()) {
            left = bdd.but(left, bdd.given(refusal.on(), changed));
        }
        return left;
    }

    private List<Heard> heard(int gained, int variables, int changed) {
        int after = bdd.and(changed, bdd.some(gained, variables));
        return stage.examples().pair(after, gained, variables).stream()
                .map(stage::hear)
                .toList();
    }
}
