package io.facegate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.explain.ExplainedCall;
import io.facegate.policy.explain.Explanation;
import io.facegate.policy.format.FormattedFolder;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyFiles;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commands and pages read, check, format, prove, compare and replay policies only through the use cases. */
class PolicyUseCasesTest {
    private static final JavaClasses ALL = HouseRulesTest.ALL;

    private static final String[] SURFACES = {"io.facegate.cli..", "io.facegate.console..", "io.facegate.app.demo.."};

    /** The packages of words: what a policy can say, and the lists that it is checked against. */
    private static final Set<String> WORDS =
            Set.of("io.facegate.policy.language", "io.facegate.policy.vocabulary", "io.facegate.policy.schema");

    /** Values that the use cases take and return. None of them reads, compiles or writes policies. */
    private static final Set<String> VALUES = Set.of(
            "Decision",
            "Counterfactual",
            "ExplainedCall",
            "Explanation",
            "PackRow",
            "InvariantOutcome",
            "InvariantProof",
            "LintFinding",
            "PolicyAnalysis",
            "UncoveredCapabilities",
            "BddBudgetExceeded",
            "ChangeReason",
            "DecisionChange",
            "PlannedChange",
            "PolicyDiff",
            "PolicyTimeline",
            "CheckedExample",
            "ExampleCall",
            "CoveragePoint",
            "RuleCoverage",
            "TestCase",
            "TestParty",
            "TestQuestion",
            "TestReport",
            "TestResult",
            // What a replay found.
            "ExactReplay",
            "RecordedDecision",
            "ReplayObstacle",
            "WhatIfReplay",
            // The policies in force, which a page only hands to a use case.
            "PolicyEngine");

    /** Of these values, the methods that compute one from a policy set. */
    private static final Set<String> COMPUTING = Set.of(
            "analyze", "assess", "compare", "compute", "explain", "decide", "decideForVendors", "load", "replay");

    private static String name(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1).split("\\$")[0];
    }

    private static boolean isOfPolicies(JavaClass type) {
        return HouseRulesTest.room(type).equals("policy")
                || type.getPackageName().equals("io.facegate.ledger.replay");
    }

    private static ArchRule onlyValues(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat(describe(
                        "read, compile, prove, write or replay policies",
                        type -> isOfPolicies(type)
                                && !WORDS.contains(type.getPackageName())
                                && !VALUES.contains(name(type))));
    }

    private static ArchRule nothingComputed(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .accessTargetWhere(describe(
                        "computes a result from policies",
                        (JavaAccess<?> access) -> isOfPolicies(access.getTargetOwner())
                                && VALUES.contains(name(access.getTargetOwner()))
                                && COMPUTING.contains(access.getTarget().getName())));
    }

    @Test
    void commandsAndPagesKnowOnlyTheWordsAndValuesOfPolicies() {
        onlyValues(SURFACES).check(ALL);
    }

    @Test
    void commandsAndPagesComputeNothingFromPolicies() {
        nothingComputed(SURFACES).check(ALL);
    }

    @Test
    void theListedClassesExist() {
        var known = ALL.stream()
                .filter(PolicyUseCasesTest::isOfPolicies)
                .map(PolicyUseCasesTest::name)
                .toList();
        assertThat(known).containsAll(VALUES);
    }

    /** What a command could do: format a folder, explain a call, and replay without a record of the view. */
    static final class OwnPolicies {
        Set<String> format(Path folder) {
            return FormattedFolder.format(PolicyFiles.read(folder)).changed().keySet();
        }

        Explanation explain(PolicySet set, ExplainedCall call) {
            return Explanation.explain(set, call);
        }

        Object replay(Path data, String digest) {
            return PolicyHistory.ofFolder(data).find(digest);
        }

        PolicyEngine load(Path folder) {
            return PolicyEngine.load(folder);
        }
    }

    @Test
    void bothRulesCanFail() {
        var planted = new ClassFileImporter().importClasses(OwnPolicies.class);
        assertThatThrownBy(() -> onlyValues("io.facegate").check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("FormattedFolder.format")
                .hasMessageContaining("PolicyFiles.read")
                .hasMessageContaining("PolicyHistory.ofFolder");
        assertThatThrownBy(() -> nothingComputed("io.facegate").check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Explanation.explain")
                .hasMessageContaining("PolicyEngine.load");
    }
}
