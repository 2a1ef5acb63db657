package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.testing.PolicyTestRunner;
import io.facegate.policy.testing.TestResult;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.WordList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ShippedPoliciesTest {
    private static final Path POLICIES = Path.of("policies");

    @TestFactory
    Iterable<DynamicTest> decideAsTheirTestsSay() {
        return PolicyTestRunner.run(POLICIES).stream()
                .map(result -> DynamicTest.dynamicTest(
                        result.testCase().file() + ": " + result.testCase().name(),
                        () -> assertThat(result).as(result.actual()).matches(TestResult::passed)))
                .toList();
    }

    @Test
    void everyPackHasTestsBesideIt() throws Exception {
        var files = PolicyFiles.read(POLICIES).keySet();
        assertThat(files.stream().filter(name -> !name.endsWith("_test.yaml") && !name.equals(PolicyReader.INVARIANTS)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(files).contains(name.replace(".yaml", "_test.yaml")));
    }

    /** A rule that leaves one type of place out names every other; a new word of the vocabulary must not slip through. */
    @Test
    void aRuleThatLeavesTheFederalAreaOutNamesEveryOtherPlace() throws Exception {
        var others = new HashSet<>(WordList.facts("place_type").words());
        others.remove("federal_area");
        var books = PolicyReader.read(PolicyFiles.read(POLICIES));
        var named = books.packs().stream()
                .flatMap(pack -> pack.rules().stream())
                .map(rule -> rule.match().words(Attribute.PLACE_TYPE))
                .filter(words -> words.size() > others.size() / 2)
                .toList();
        assertThat(named).isNotEmpty().allSatisfy(words -> assertThat(words).isEqualTo(others));
    }

    @Test
    void whatIsOverOrYetToComeIsNotCalledInForce() throws Exception {
        var rules = PolicyReader.read(PolicyFiles.read(POLICIES)).packs().stream()
                .flatMap(pack -> pack.rules().stream())
                .filter(rule -> rule.ruleText().citation() != null)
                .toList();
        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            var day = rule.ruleText().citation().checked().atStartOfDay(ZoneOffset.UTC);
            var last = rule.validity().versionKnownAt(Long.MAX_VALUE);
            long read = day.toInstant().toEpochMilli();
            if (last.until() <= read || last.from() > read) {
                assertThat(last.status()).as(rule.id()).isNotEqualTo(LegalStatus.IN_FORCE);
            }
        });
    }

    @Test
    void everyPackSaysThatItIsNoLegalAdvice() throws Exception {
        var files = PolicyFiles.read(POLICIES);
        assertThat(PolicyReader.read(files).packs())
                .isNotEmpty()
                .allSatisfy(pack -> assertThat(new String(files.get(pack.id() + ".yaml"), StandardCharsets.UTF_8))
                        .as(pack.id())
                        .contains("not legal advice"));
    }
}
