package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.trial.Result;
import io.facegate.policy.trial.Trial;
import java.nio.file.Path;
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
        var files = io.facegate.policy.reading.Folder.read(POLICIES).keySet();
        assertThat(files.stream().filter(name -> !name.endsWith("_test.yaml")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(files).contains(name.replace(".yaml", "_test.yaml")));
    }
}
