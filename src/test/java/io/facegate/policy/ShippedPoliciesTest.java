package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.reading.Folder;
import io.facegate.policy.reading.Library;
import io.facegate.policy.trial.Result;
import io.facegate.policy.trial.Trial;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Words;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ShippedPoliciesTest {
    private static final Path POLICIES = Path.of("policies");

    @TestFactory
    Iterable<DynamicTest> decideAsTheirTestsSay() {
        return Trial.run(POLICIES).stream()
                .map(result -> DynamicTest.dynamicTest(
                        result.asked().file() + ": " + result.asked().name(),
                        () -> assertThat(result).as(result.actual()).matches(Result::passed)))
                .toList();
    }

    @Test
    void everyPackHasTestsBesideIt() throws Exception {
        var files = Folder.read(POLICIES).keySet();
        assertThat(files.stream().filter(name -> !name.endsWith("_test.yaml")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(files).contains(name.replace(".yaml", "_test.yaml")));
    }

    /** A rule that leaves one type of place out names every other; a new word of the vocabulary must not slip through. */
    @Test
    void aRuleThatLeavesTheFederalAreaOutNamesEveryOtherPlace() throws Exception {
        var others = new HashSet<>(Words.facts("place_type").words());
        others.remove("federal_area");
        var books = Library.of(Folder.read(POLICIES));
        var named = books.packs().stream()
                .flatMap(pack -> pack.rules().stream())
                .map(rule -> rule.match().words(Attribute.PLACE_TYPE))
                .filter(words -> words.size() > others.size() / 2)
                .toList();
        assertThat(named).isNotEmpty().allSatisfy(words -> assertThat(words).isEqualTo(others));
    }
}
