package io.facegate.usecase.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.narrative.RuleStatement;
import io.facegate.ledger.narrative.RuleStatement.Reading;
import io.facegate.policy.language.Citation;
import io.facegate.policy.vocabulary.Language;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The words for when, and in what, the source of a rule was read. */
class SourceCheckTest {
    private static RuleStatement rule(@Nullable Reading reading) {
        return new RuleStatement("a/b", "No.", "An act", null, reading, "", null);
    }

    private static Reading in(String evidence) {
        return new Reading(LocalDate.of(2026, 11, 24), evidence);
    }

    @Test
    void eachWayOfReadingASourceHasWordsOfItsOwn() {
        for (var language : Language.values()) {
            assertThat(Citation.EVIDENCE.stream()
                            .map(how -> SourceCheck.words(rule(in(how)), language))
                            .distinct())
                    .hasSameSizeAs(Citation.EVIDENCE)
                    .allSatisfy(words -> assertThat(words).containsIgnoringCase("24 nov"));
        }
        assertThat(SourceCheck.words(rule(in("secondary")), Language.EN))
                .isEqualTo("(last read on 24 November 2026, in reports about it)");
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        assertThat(SourceCheck.words(rule(null), Language.EN)).isNull();
    }
}
