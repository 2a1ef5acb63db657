package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.replay.PolicyHistory.ArchivedSet;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The metric of rules that end follows the set in force, which is read once. */
class RuleExpiryMeterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    private static PolicySet ending(int... days) {
        var rules = new ArrayList<Rule>();
        for (int day : days) {
            var rule = Rule.of("pack/r" + day, Effect.REFUSE, MatchCondition.EVERYTHING);
            var until = NOW.plus(Duration.ofDays(day)).plusSeconds(60).toEpochMilli();
            rules.add(new Rule(
                    rule.id(),
                    rule.effect(),
                    rule.match(),
                    List.of(),
                    Validity.of(Long.MIN_VALUE, until),
                    null,
                    rule.mode(),
                    rule.ruleText(),
                    rule.obligations()));
        }
        rules.add(Rule.of("pack/always", Effect.PERMIT, MatchCondition.EVERYTHING));
        return new PolicySet(List.of(new PolicyPack("pack", "", "", rules)), "digest");
    }

    @Test
    void theNextEndOfTheSetInForceCounts() {
        var inForce = new AtomicReference<>("soon");
        var read = new ArrayList<String>();
        PolicyHistory history = digest -> {
            read.add(digest);
            return switch (digest) {
                case "soon" -> available(ending(400, 13, 20));
                case "lasting" -> available(ending());
                default -> PolicyHistory.empty().find(digest);
            };
        };
        var meter = new RuleExpiryMeter(inForce::get, history);

        assertThat(meter.days(NOW)).isEqualTo(13);
        assertThat(meter.days(NOW.plus(Duration.ofDays(14)))).as("the next one").isEqualTo(6);
        inForce.set("lasting");
        assertThat(meter.days(NOW)).isNaN();
        inForce.set("gone");
        assertThat(meter.days(NOW)).isNaN();
        assertThat(read).containsExactly("soon", "lasting", "gone");
    }

    @Test
    void aSetThatIsMissingIsLookedForAgain() {
        var archived = new AtomicReference<ArchivedSet>(PolicyHistory.empty().find("late"));
        var meter = new RuleExpiryMeter(() -> "late", _ -> archived.get());
        assertThat(meter.days(NOW)).isNaN();
        archived.set(available(ending(13)));
        assertThat(meter.days(NOW)).isEqualTo(13);
    }

    private static ArchivedSet available(PolicySet set) {
        return new ArchivedSet.Available(set, PolicyEngine.of(set));
    }
}
