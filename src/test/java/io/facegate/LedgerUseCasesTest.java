package io.facegate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.ProjectionSearch;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Console and ledger commands read records and make the ledger's acts only through the use cases, which record who
 * looks before they return a record.
 */
class LedgerUseCasesTest {
    private static final JavaClasses ALL = HouseRulesTest.ALL;

    /** The words of the ledger: values that use cases take and return. None of them opens or changes anything. */
    private static final Set<String> VOCABULARY = Set.of(
            // A record, and what is known about it.
            "CheckedRecord",
            "VerifiedRecord",
            "TamperedRecord",
            "CheckedDecision",
            "DecisionDetails",
            "Narrative",
            "NarratedRule",
            "DecisionHistory",
            "ReviewState",
            "RuleStatement",
            "ObligationLine",
            "TimelineEvent",
            "TimelineWriter$Texts",
            "RecordField",
            // A search, and how far it reached.
            "RecordQuery",
            "SearchFacet",
            "SearchWords",
            "SearchIndexLag",
            "RecordCounts",
            "AuditState",
            // What a use case found or did.
            "ExportFormat",
            "OcsfVersion",
            "LegalHold",
            "Appeal",
            "AppealAct",
            "AppealStep",
            "AppealStatement",
            "CommittedText",
            "Authorisation",
            "AuthorisationAct",
            "AuthorisationDemand",
            "AuthorisationDuty",
            "AuthorisationFiling",
            "AuthorisationState",
            "AuthorisationStatement",
            "AuthorisationStatus",
            "AuthorisationStep",
            "AuthorisedUse",
            "OpenAppeals",
            "PrunePlan",
            "LedgerClock$State",
            "VerificationResult",
            "LedgerVerification",
            "MerkleTreeVerifier$Damage",
            "VerifierKey",
            "Checkpoint",
            "VerificationException",
            // Where a ledger is, or is published; these open it only where the second rule forbids it.
            "LedgerAddress",
            "LedgerDatabase",
            "PublicationTargets");

    private static final Set<String> ADDRESSES = Set.of("LedgerAddress", "LedgerDatabase", "PublicationTargets");

    private static final Set<String> OPENS =
            Set.of("reader", "store", "prepare", "connect", "connectExclusively", "open");

    private static ArchRule onlyWordsOfTheLedger(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat(describe(
                        "are of the ledger, and not among its words",
                        used -> HouseRulesTest.room(used).equals("ledger") && !isWord(used)));
    }

    private static boolean isWord(JavaClass type) {
        var name = type.getName().substring(type.getPackageName().length() + 1);
        return VOCABULARY.contains(name) || VOCABULARY.contains(name.split("\\$")[0]);
    }

    private static ArchRule nothingOpened(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .accessTargetWhere(describe(
                        "opens what an address leads to",
                        (JavaAccess<?> access) ->
                                ADDRESSES.contains(access.getTargetOwner().getSimpleName())
                                        && OPENS.contains(access.getTarget().getName())));
    }

    @Test
    void consoleAndLedgerCommandsKnowOnlyTheWordsOfTheLedger() {
        onlyWordsOfTheLedger("io.facegate.console..", "io.facegate.cli.ledger..")
                .check(ALL);
    }

    @Test
    void consoleAndLedgerCommandsOpenNoStore() {
        nothingOpened("io.facegate.console..", "io.facegate.cli.ledger..").check(ALL);
    }

    private static ArchRule onlyUseCasesAct() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("io.facegate.ledger..", "io.facegate.usecase..")
                .should()
                .accessTargetWhere(describe(
                        "writes an act into a ledger that it names",
                        (JavaAccess<?> access) -> access.getTargetOwner().isEquivalentTo(Ledger.class)
                                && Set.of("administrate", "accept")
                                        .contains(access.getTarget().getName())));
    }

    @Test
    void onlyUseCasesMakeActsBesideARunningGateway() {
        onlyUseCasesAct().check(ALL);
    }

    /** What a command or a page could do if nobody looked: reads records, and nobody records that. */
    static final class UnrecordedView {
        long records(LedgerAddress ledger) throws SQLException {
            try (var reader = ledger.reader()) {
                return reader.head().size();
            }
        }

        void act(LedgerAddress ledger, Ledger.Administrative act) {
            Ledger.administrate(ledger, act);
        }

        ProjectionSearch archive(LedgerAddress ledger) {
            return ProjectionSearch.open(ledger);
        }
    }

    @Test
    void eachRuleCanFail() {
        var planted = new ClassFileImporter().importClasses(UnrecordedView.class);
        assertThatThrownBy(() -> onlyUseCasesAct().check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Ledger.administrate");
        assertThatThrownBy(() -> onlyWordsOfTheLedger("io.facegate").check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ProjectionSearch");
        assertThatThrownBy(() -> nothingOpened("io.facegate").check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("LedgerAddress.reader()");
    }
}
