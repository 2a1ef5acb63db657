package io.facegate.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.Policies;
import io.facegate.policy.language.Book;
import io.facegate.policy.language.Match;
import io.facegate.policy.proof.change.Diff;
import io.facegate.policy.proof.model.Limits;
import io.facegate.policy.proof.model.Stage;
import io.facegate.policy.vocabulary.Attribute;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies of many rules are proved in work that grows as they do, and on a small stack. */
class ManyRulesTest {
    private static final Limits LIMITS = Limits.usual(Instant.parse("2026-11-27T12:00:00Z"));
    private static final long SMALL_STACK = 256 * 1024;

    /** A diagram is as deep as its policies have values; the recursion that it once was ended at a few hundred rules. */
    @ParameterizedTest
    @EnumSource
    void everyShapeIsProvedOnASmallStack(ManyRules shape) throws InterruptedException {
        var book = shape.book(shape == ManyRules.LOCAL_WINDOWS ? 100 : 1_000);
        var failed = new AtomicReference<Throwable>();
        var proofs = new AtomicReference<List<Proof>>(List.of());
        var thread = new Thread(
                null,
                () -> {
                    proofs.set(new Prover(book, LIMITS).proofs());
                    Policies.of(book);
                },
                "small-stack",
                SMALL_STACK);
        thread.setUncaughtExceptionHandler((unused, wrong) -> failed.set(wrong));
        thread.start();
        thread.join();
        assertThat(failed.get()).isNull();
        assertThat(proofs.get()).hasSize(5).extracting(Proof::word).isSubsetOf("proved", "refuted");
    }

    /**
     * Four times as many rules are at most six times the work, counted in comparisons of nodes. Only conditions that cannot
     * be read take four variables each, and with them the square.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOCAL_WINDOWS")
    void theWorkGrowsAsTheRulesDo(ManyRules shape) {
        long few = steps(shape.book(250));
        long many = steps(shape.book(1_000));
        assertThat(many)
                .as("steps of 1,000 rules, " + few + " of 250")
                .isLessThan((shape == ManyRules.UNREADABLE ? 16 : 6) * few + 100_000);
    }

    @Test
    void theDifferenceOfTwoLargeSetsIsFound() {
        var diff = Diff.of(ManyRules.TENANTS.book(1_000), ManyRules.TENANTS.book(1_001), LIMITS);
        assertThat(diff.toString()).contains("t-1000");
    }

    /** Steps of a space in which every rule is, and of what an invariant asks of it. */
    private static long steps(Book book) {
        var stage = new Prover(book, LIMITS).exact();
        int all = stage.conditions().domain(axis -> 1);
        stage.ruling().permitted(all);
        return stage.bdd().steps();
    }

    /** What is proved of large sets is not only fast: of tenants whose rules are known, exactly those are permitted. */
    @Test
    void eachTenantIsPermittedByItsOwnRuleAlone() {
        Stage stage = new Prover(ManyRules.TENANTS.book(300), LIMITS).exact();
        var axis = java.util.Objects.requireNonNull(stage.space().axis("organisation_id"));
        int loyalty = stage.conditions()
                .of(Match.of(Map.of(Attribute.PURPOSE, Set.of("loyalty"))))
                .surely();
        int permitted = stage.ruling()
                .permitted(stage.bdd().and(loyalty, stage.conditions().domain(one -> 1)));
        int fired = 0;
        for (int at = 0; at < axis.atoms().size(); at++) {
            boolean tenant = axis.atoms().get(at).values().getFirst().startsWith("t-");
            assertThat(stage.bdd().apart(axis.one(at), permitted)).isEqualTo(!tenant);
            fired += tenant ? 1 : 0;
        }
        assertThat(fired).isEqualTo(300);
    }
}
