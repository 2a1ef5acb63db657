package io.facegate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.facegate.registry.ChangeJournal;
import io.facegate.registry.RegistryWriter;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The registry is changed only by its use cases, which check the words and record the change in the ledger. */
class RegistryUseCasesTest {
    private static final JavaClasses ALL = HouseRulesTest.ALL;

    /** The classes that change the registry, beside what a call itself leaves there. */
    private static final Set<String> WRITERS = Set.of(
            "RegistryWriter",
            "BulkRegistration",
            "KeyRegister",
            "PersonRegister",
            "ProposalRegister",
            "ExemptionRegister",
            "StopRegister",
            "QuotaRegister",
            "EvidenceRegister",
            "IssuerRegister",
            "ReviewService",
            "SealRepair",
            "RegistryMove");

    /** What use cases take and return, where a registry is, and where a log's newest signed state is remembered. */
    private static final Set<String> VALUES = Set.of(
            "Approvals",
            "EvidenceEntry",
            "ExemptionEntry",
            "Expiry",
            "FoundKey",
            "GalleryTransfer",
            "HeldResponse",
            "KeyEntry",
            "KeyRequest",
            "DataKeyRotation",
            "KeySearchResult",
            "TranslatedRefusal",
            "MasterKeyReference",
            "MintedKey",
            "OrganisationReplacement",
            "ApprovalStatus",
            "Person",
            "PersonCertificate",
            "Proposal",
            "ProposalMade",
            "RegistryException",
            "RegistryVerification",
            "Reviewer",
            "Right",
            "Role",
            "SavedList",
            "Quota",
            "RegisteredQuotas",
            "StopEntry",
            "StopTarget",
            "PolicyActivation",
            "TwoPersonChange",
            "RegistryAddress",
            "RegistrySignedHeadStore");

    private static String name(JavaClass type) {
        var simple = type.getBaseComponentType();
        return simple.getName().substring(simple.getPackageName().length() + 1).split("\\$")[0];
    }

    private static boolean isOfRegistry(JavaClass type) {
        return HouseRulesTest.room(type).equals("registry");
    }

    private static ArchRule onlyUseCasesChange() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("io.facegate.registry..", "io.facegate.usecase..")
                .should()
                .dependOnClassesThat(
                        describe("change the registry", type -> isOfRegistry(type) && WRITERS.contains(name(type))));
    }

    private static ArchRule onlyValues(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat(describe(
                        "are stores of the registry", type -> isOfRegistry(type) && !VALUES.contains(name(type))));
    }

    @Test
    void onlyUseCasesChangeTheRegistry() {
        onlyUseCasesChange().check(ALL);
    }

    @Test
    void commandsAndPagesReachNoStoreOfTheRegistry() {
        onlyValues("io.facegate.cli..", "io.facegate.console..", "io.facegate.app.demo..")
                .check(ALL);
    }

    @Test
    void theListedClassesExist() {
        var known = ALL.stream()
                .filter(RegistryUseCasesTest::isOfRegistry)
                .map(RegistryUseCasesTest::name)
                .toList();
        assertThat(known).containsAll(WRITERS).containsAll(VALUES);
    }

    /** What a command could do: suspends an organisation, with a journal that records nothing. */
    static final class UnrecordedChange {
        void suspend(Path data, ChangeJournal silent, String id) {
            try (var registrar = RegistryWriter.open(data, silent)) {
                registrar.suspend(id);
            }
        }
    }

    @Test
    void bothRulesCanFail() {
        var planted = new ClassFileImporter().importClasses(UnrecordedChange.class);
        assertThatThrownBy(() -> onlyUseCasesChange().check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("RegistryWriter.suspend");
        assertThatThrownBy(() -> onlyValues("io.facegate").check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("RegistryWriter");
    }
}
