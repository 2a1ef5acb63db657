package io.facegate.console.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.console.PageLanguage;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.policy.PolicyAnalyses;
import io.facegate.usecase.policy.PolicyLibrary;
import io.facegate.usecase.policy.PolicyTestRun;
import io.facegate.usecase.policy.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests beside policies are run as they stand in the folder, and a failed one is said to have failed. */
class PolicyTestResultsViewTest {
    @TempDir
    Path folder;

    @TempDir
    Path data;

    @BeforeEach
    void twoRulesAndThreeTests() throws Exception {
        Files.writeString(folder.resolve("shop.yaml"), """
                pack: shop
                title: Shop
                binds: The shop.
                rules:
                  - {id: detect, effect: permit, match: {capability: detect}}
                  - {id: verify, effect: permit, match: {capability: verify}}
                """);
        Files.writeString(folder.resolve("shop_test.yaml"), """
                packs: [shop]
                given: {caller: bank, purpose: attendance, now: 2026-07-01T00:00:00Z}
                cases:
                  - {name: locates a face, capabilities: [detect], expect: permit, rule: shop/detect}
                  - {name: compares two, capabilities: [verify], expect: refuse, rule: shop/verify}
                  - {name: searches nobody, capabilities: [identify], expect: refuse}
                """);
    }

    private Progress<Optional<PolicyTestRun>> run(String digest) {
        var engine = PolicyEngine.of(PolicyReader.load(folder));
        try (var analyses =
                new PolicyAnalyses(new PolicyLibrary(() -> engine, data, folder, true), InstantSource.system())) {
            Await.until(() -> !(analyses.tests(digest) instanceof Progress.Running<?>));
            return analyses.tests(digest);
        }
    }

    private PolicyTestResultsView view(Language language) {
        var digest = PolicyReader.load(folder).digest();
        return PolicyTestResultsView.of(PolicySpeech.of(new PageLanguage(language, "/console/policies")), run(digest));
    }

    @Test
    void aFailedTestIsSaidAndStandsFirst() {
        var all = view(Language.EN);
        assertThat(all.summary()).isEqualTo("1 of 3 test cases failed. Tell the operator of the gateway.");
        assertThat(all.rows().getFirst().name()).isEqualTo("compares two");
        assertThat(all.ofPack("shop").cases()).hasSize(3);
        assertThat(all.ofPack("other").cases()).isEmpty();
        assertThat(all.ofRule("shop/detect").summary()).isEqualTo("One test case passed.");
        assertThat(all.ofRule("shop/verify").failed()).isEqualTo(1);
        assertThat(view(Language.FR).summary()).startsWith("Un cas de test sur 3 a échoué");
    }

    @Test
    void testsOfOtherPoliciesAreNotKnown() {
        var page = new PageLanguage(Language.EN, "/console/policies");
        var view = PolicyTestResultsView.of(PolicySpeech.of(page), run("0".repeat(64)));
        assertThat(view.known()).isFalse();
        assertThat(view.ofRule("shop/detect").untold()).contains("other policies than those in force");
    }
}
