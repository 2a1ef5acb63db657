package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.testing.RuleCoverage;
import io.facegate.testkit.ReducedTries;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

@AddLifecycleHook(ReducedTries.class)
class CoveragePropertyTest {
    /** What counts as exercised by one call is what the engine says of it. */
    @Property(tries = 1000)
    void coverageAgreesWithTheEngine(@ForAll long seed) {
        var world = new Worlds(seed);
        var rules = world.rules(60);
        var policies = PolicyEngine.of(new PolicySet(packs(rules), "digest"));
        for (int call = 0; call < 5; call++) {
            var caller = world.caller();
            var asked = world.call();
            var now = world.now();
            var decision = policies.decide(caller, asked, now, now);
            if (isDoubted(decision)) {
                continue;
            }
            var coverage = new RuleCoverage(rules);
            coverage.recordCall(rules, caller, asked, now, now);
            var noted = decision.nonDeciding();
            var settled = rules.stream()
                    .filter(rule -> {
                        var status = rule.validity()
                                .versionKnownAt(now.toEpochMilli())
                                .status();
                        return status != LegalStatus.DISPUTED && status != LegalStatus.NEVER_ENACTED;
                    })
                    .map(Rule::id)
                    .toList();
            assertThat(exercised(coverage, "fires"::equals).stream().filter(settled::contains))
                    .containsExactlyInAnyOrderElementsOf(Stream.of(decision.matched(), noted.shadow(), noted.warned())
                            .flatMap(List::stream)
                            .filter(settled::contains)
                            .toList());
            var refusals = rules.stream()
                    .filter(rule -> rule.refuses() && settled.contains(rule.id()))
                    .map(Rule::id)
                    .toList();
            assertThat(exercised(coverage, what -> what.matches("unless \\d+ \\(.*")).stream()
                            .filter(refusals::contains))
                    .containsExactlyInAnyOrderElementsOf(
                            noted.excepted().stream().filter(refusals::contains).toList());
        }
    }

    private static boolean isDoubted(Decision decision) {
        return decision instanceof Decision.Refuse refuse
                && refuse.refusal().rule().startsWith("facegate/")
                && !refuse.refusal().rule().equals("facegate/no_rule_permits");
    }

    private static List<String> exercised(RuleCoverage coverage, Predicate<String> what) {
        return coverage.rules().stream()
                .filter(rule -> coverage.points(rule).stream()
                        .filter(point -> what.test(point.description()))
                        .anyMatch(point -> !coverage.uncovered(rule).contains(point)))
                .toList();
    }

    private static List<PolicyPack> packs(List<Rule> rules) {
        Map<String, List<Rule>> byPack =
                rules.stream().collect(Collectors.groupingBy(Rule::pack, TreeMap::new, Collectors.toList()));
        return byPack.entrySet().stream()
                .map(entry -> new PolicyPack(entry.getKey(), "A test", "Everybody.", entry.getValue()))
                .toList();
    }
}
