package io.facegate.usecase.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.language.Effect;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpcomingEndTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    private static Rule rule(String id, Validity validity) {
        var rule = Rule.of("pack/" + id, Effect.REFUSE, MatchCondition.EVERYTHING);
        return new Rule(
                rule.id(),
                rule.effect(),
                rule.match(),
                List.of(),
                validity,
                null,
                rule.mode(),
                rule.ruleText(),
                rule.obligations());
    }

    private static long in(int days) {
        return NOW.plus(Duration.ofDays(days)).toEpochMilli();
    }

    @Test
    void aRuleEndsByWhatIsKnownNow() {
        var prolonged = new Validity(
                List.of(
                        new Validity.Version(Long.MIN_VALUE, in(-100), in(10), LegalStatus.IN_FORCE),
                        new Validity.Version(in(-5), in(-100), in(400), LegalStatus.IN_FORCE)),
                false,
                false,
                null);
        var shortened = new Validity(
                List.of(
                        new Validity.Version(Long.MIN_VALUE, in(-100), in(400), LegalStatus.IN_FORCE),
                        new Validity.Version(in(-5), in(-100), in(10), LegalStatus.IN_FORCE),
                        new Validity.Version(in(5), in(-100), in(400), LegalStatus.IN_FORCE)),
                false,
                false,
                null);
        var set = new PolicySet(
                List.of(new PolicyPack(
                        "pack",
                        "",
                        "",
                        List.of(
                                rule("always", Validity.ALWAYS),
                                rule("soon", Validity.of(in(-10), in(20))),
                                rule("later", Validity.of(in(-10), in(31))),
                                rule("over", Validity.of(in(-10), in(-1))),
                                rule("not-yet", Validity.of(in(1), in(20))),
                                rule("prolonged", prolonged),
                                rule("shortened", shortened)))),
                "digest");
        assertThat(UpcomingEnd.ofRules(set, NOW))
                .extracting(UpcomingEnd::name)
                .containsExactlyInAnyOrder("pack/soon", "pack/shortened");
        assertThat(UpcomingEnd.ofRules(set, NOW, NOW.plus(Duration.ofDays(40))))
                .extracting(UpcomingEnd::name)
                .containsExactlyInAnyOrder("pack/soon", "pack/shortened", "pack/later");
    }
}
