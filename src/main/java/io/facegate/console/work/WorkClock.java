package io.facegate.console.work;

import io.facegate.console.PageLanguage;
import java.time.Duration;
import java.time.Instant;

/** Says until when something waits, and since when. */
record WorkClock(PageLanguage speech, Instant now) {
    /** The moment, and how much time is left. */
    String until(Instant end) {
        return speech.time("time.minutes", end) + ' ' + left(Duration.between(now, end));
    }

    private String left(Duration left) {
        if (left.isNegative() || left.isZero()) {
            return speech.say("work.over");
        }
        return left.toDays() > 0
                ? speech.fill("work.left.days", left.toDays())
                : speech.fill("work.left.hours", Math.max(1, left.toHours()));
    }

    /** The moment, and how long ago it was. */
    String since(Instant begin) {
        var days = Math.max(0, Duration.between(begin, now).toDays());
        return speech.time("time.minutes", begin) + ' '
                + (days == 0 ? speech.say("work.today") : speech.fill("work.ago", days));
    }
}
