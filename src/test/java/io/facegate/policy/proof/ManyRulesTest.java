package io.facegate.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.change.PolicyDiff;
import io.facegate.policy.proof.model.AnalysisContext;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.proof.model.CompatibleRuleIndex;
import io.facegate.policy.vocabulary.Attribute;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies of many rules are proved in work that grows as they do, and on a small stack. */
class ManyRulesTest {
    private static final AnalysisLimits LIMITS = AnalysisLimits.defaults(Instant.parse("2026-11-27T12:00:00Z"));
    private static final long SMALL_STACK = 256 * 1024;

    /** More of them: {@code mvn test -Dtest=ManyRulesTest -Dfacegate.rules=5000}, as docs/proof.md says. */
    private static final int RULES = Integer.getInteger("facegate.rules", 400);

    /** A diagram is as deep as its policies have values; the recursion that it once was ended at a few hundred rules. */
    @ParameterizedTest
    @EnumSource
    void everyShapeIsProvedOnASmallStack(ManyRules shape) throws InterruptedException {
        var policySet = shape.policySet(RULES);
        var failed = new AtomicReference<Throwable>();
        var proofs = new AtomicReference<List<InvariantProof>>(List.of());
        var thread = new Thread(
                null,
                () -> {
                    proofs.set(new InvariantProver(policySet, LIMITS).proofs());
                    PolicyEngine.of(policySet);
                },
                "small-stack",
                SMALL_STACK);
        thread.setUncaughtExceptionHandler((unused, wrong) -> failed.set(wrong));
        thread.start();
        thread.join();
        assertThat(failed.get()).isNull();
        assertThat(proofs.get()).hasSize(5).extracting(InvariantProof::word).isSubsetOf("proved", "refuted");
    }

    /**
     * Four times as many rules are at most six times the work, counted in comparisons of nodes. Only conditions that cannot
     * be read take four variables each, and with them the square.
     */
    @ParameterizedTest
    @EnumSource
    void theWorkGrowsAsTheRulesDo(ManyRules shape) {
        long few = steps(shape.policySet(100));
        long many = steps(shape.policySet(400));
        assertThat(many)
                .as("steps of 400 rules, " + few + " of 100")
                .isLessThan((shape == ManyRules.UNREADABLE ? 16 : 6) * few + 100_000);
    }

    /** Rules by the local time of their place were drawn once for each place, and a few hundred days were too many. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_ANY,
            names = {"LOCAL_WINDOWS", "LOCAL_DAYS", "LOCAL_COUNTRIES"})
    void aThousandLocalDaysTakeFewNodes(ManyRules shape) {
        var stage = new InvariantProver(shape.policySet(1000), LIMITS).exactContext();
        assertThat(stage.bdd().size()).isLessThan(2_000_000);
    }

    /** Each pair of rules was once compared with every other; those of other tenants are now left out by their words. */
    @Test
    void onlyRulesThatMayMeetAreCompared() {
        var stage = new InvariantProver(ManyRules.TENANTS.policySet(200), LIMITS).exactContext();
        var index = new CompatibleRuleIndex(stage, stage.ruleSet().permits());
        assertThat(stage.ruleSet().permits())
                .filteredOn(permit -> !permit.rule().id().startsWith("base/"))
                .allSatisfy(permit -> assertThat(index.compatibleWith(permit))
                        .contains(permit)
                        .hasSizeLessThan(3));
    }

    /** What the index leaves out never fires with the rule on one request. */
    @ParameterizedTest
    @EnumSource(names = {"MIXED", "WORDS", "CITY_LISTS", "OPERATIONS", "LOCAL_COUNTRIES"})
    void whatTheIndexLeavesOutIsApart(ManyRules shape) {
        var stage = new InvariantProver(shape.policySet(100), LIMITS).exactContext();
        var rules = Stream.of(stage.ruleSet().permits(), stage.ruleSet().refusals())
                .flatMap(List::stream)
                .toList();
        var index = new CompatibleRuleIndex(stage, rules);
        int domain = stage.conditions().domain(axis -> 1);
        for (var one : rules) {
            var near = index.compatibleWith(one);
            int on = stage.bdd().and(one.requests(), domain);
            assertThat(rules.stream().filter(other -> !near.contains(other)))
                    .allSatisfy(other -> assertThat(stage.bdd().areDisjoint(on, other.requests()))
                            .isTrue());
        }
    }

    @Test
    void theDifferenceOfTwoLargeSetsIsFound() {
        var diff = PolicyDiff.compare(ManyRules.TENANTS.policySet(400), ManyRules.TENANTS.policySet(401), LIMITS);
        assertThat(diff.toString()).contains("t-400");
    }

    /** Steps of a space in which every rule is, and of what an invariant asks of it. */
    private static long steps(PolicySet policySet) {
        var stage = new InvariantProver(policySet, LIMITS).exactContext();
        int all = stage.conditions().domain(axis -> 1);
        stage.ruleSet().permitted(all);
        return stage.bdd().steps();
    }

    /** What is proved of large sets is not only fast: of tenants whose rules are known, exactly those are permitted. */
    @Test
    void eachTenantIsPermittedByItsOwnRuleAlone() {
        AnalysisContext stage = new InvariantProver(ManyRules.TENANTS.policySet(150), LIMITS).exactContext();
        var axis = java.util.Objects.requireNonNull(stage.space().axis("organisation_id"));
        int loyalty = stage.conditions()
                .model(MatchCondition.of(Map.of(Attribute.PURPOSE, Set.of("loyalty"))))
                .certain();
        int permitted = stage.ruleSet()
                .permitted(stage.bdd().and(loyalty, stage.conditions().domain(one -> 1)));
        int fired = 0;
        for (int at = 0; at < axis.atoms().size(); at++) {
            boolean tenant = axis.atoms().get(at).values().getFirst().startsWith("t-");
            assertThat(stage.bdd().areDisjoint(axis.singleAtom(at), permitted)).isEqualTo(!tenant);
            fired += tenant ? 1 : 0;
        }
        assertThat(fired).isEqualTo(150);
    }
}
