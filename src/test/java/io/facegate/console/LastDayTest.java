package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.vocabulary.Language;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Ends as last days: an end at the start of a day is told as the day before, and days are those of the calendar. */
class LastDayTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-12-23T00:00:00Z");

    @Test
    void anEndAtTheStartOfADayIsTheDayBefore() {
        assertThat(LastDay.before(MIDNIGHT).words(new PageLanguage(Language.EN, "/console")))
                .isEqualTo("22 Dec 2026");
        assertThat(LastDay.before(MIDNIGHT.plusSeconds(1)).words(new PageLanguage(Language.FR, "/console")))
                .isEqualTo("23 déc. 2026");
    }

    @Test
    void daysAreThoseOfTheCalendarInUtc() {
        var last = LastDay.before(MIDNIGHT);
        assertThat(last.left(Instant.parse("2026-11-28T00:00:00Z"))).isEqualTo(24);
        assertThat(last.left(Instant.parse("2026-11-28T23:59:59Z"))).isEqualTo(24);
        assertThat(last.left(Instant.parse("2026-12-22T23:00:00Z"))).isZero();
    }
}
