package io.facegate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.facegate.ledger.store.RecordBatch;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Bytes of records reach people only through {@code VerifiedRecords}. */
class VerifiedReadersTest {
    private static final JavaClasses ALL = HouseRulesTest.ALL;

    /** Who may see bytes that nobody verified: those who store, move, verify, or list them with the verified hash. */
    private static final String[] STORES = {
        "io.facegate.ledger.store..", "io.facegate.ledger.postgres..", "io.facegate.ledger.move.."
    };

    private static ArchRule rule(String... alsoAllowed) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(STORES)
                .and()
                .doNotHaveFullyQualifiedName("io.facegate.ledger.reading.VerifiedRecords")
                .and(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "are not listed", type -> !Arrays.asList(alsoAllowed).contains(type.getName())))
                .should()
                .callMethod(RecordBatch.class, "lines");
    }

    @Test
    void nobodyElseReadsBytesOfRecords() {
        rule(
                        // Verifies.
                        "io.facegate.ledger.audit.LedgerVerification$Run",
                        // Lists a record by what it says only where its bytes have the proven hash.
                        "io.facegate.ledger.search.SearchProjection",
                        // Hands bytes to those who prove them: Prover, HttpLogSource and Publication.
                        "io.facegate.ledger.tiles.StoreLogSource",
                        // Finds what breaks a rule of pruning, for verify.
                        "io.facegate.ledger.retention.PruneAudit",
                        // Finds what must not be pruned, as PrunePlan.
                        "io.facegate.ledger.authorisation.OpenDuties",
                        // Hashes every record into the tree, and compares it with the head.
                        "io.facegate.ledger.reading.RecordedRootsFollower",
                        // Verifies what it found.
                        "io.facegate.ledger.reading.NewestAct",
                        // Decide by what records say; their callers give them a VerifiedReader.
                        "io.facegate.ledger.reading.NewestRoots",
                        "io.facegate.ledger.reading.BackwardRootsScan",
                        "io.facegate.ledger.retention.HoldsAndPrunes$Reading",
                        "io.facegate.ledger.retention.HoldsAndPrunes",
                        "io.facegate.ledger.retention.FirstRecordOfKind",
                        "io.facegate.ledger.retention.PrunePlan$Scan")
                .check(ALL);
    }

    @Test
    void theRuleCanFail() {
        assertThatThrownBy(() -> rule().check(ALL)).isInstanceOf(AssertionError.class);
    }

    @Test
    void onlyTheirReaderMakesVerifiedRecords() throws Exception {
        var entry = Class.forName("io.facegate.ledger.reading.VerifiedRecord");
        Assertions.assertThat(entry.getDeclaredConstructors())
                .noneMatch(made -> Modifier.isPublic(made.getModifiers()) || Modifier.isProtected(made.getModifiers()));
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.facegate.ledger.reading.VerifiedRecords")
                .should()
                .callConstructorWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "is of Entry",
                        call -> call.getTargetOwner().getName().equals("io.facegate.ledger.reading.VerifiedRecord")))
                .check(ALL);
    }
}
