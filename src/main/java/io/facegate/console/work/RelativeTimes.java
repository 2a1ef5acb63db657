package io.facegate.console.work;

import io.facegate.console.LastDay;
import io.facegate.console.PageLanguage;
import java.time.Duration;
import java.time.Instant;

/** Says until when something waits, and since when. */
record RelativeTimes(PageLanguage speech, Instant now) {
    /** The moment, and how much time is left, in brackets. */
    String until(Instant end) {
        return moment(end) + " (" + left(end) + ')';
    }

    /** The moment, and how long ago it was, in brackets. */
    String since(Instant begin) {
        return moment(begin) + " (" + ago(begin) + ')';
    }

    String moment(Instant at) {
        return speech.time("time.minutes", at);
    }

    /** How many days of the calendar something counts yet. */
    String daysLeft(Instant end) {
        long days = LastDay.before(end).left(now);
        return !now.isBefore(end)
                ? speech.say("work.over")
                : days == 0 ? speech.say("overview.ends.today") : speech.fill("overview.ends.left", days);
    }

    /** How much time is left, and never more than there is. */
    String left(Instant end) {
        var left = Duration.between(now, end);
        if (left.isNegative() || left.isZero()) {
            return speech.say("work.over");
        }
        if (left.toHours() == 0) {
            return speech.say("work.left.less");
        }
        if (left.toDays() == 0) {
            return speech.fill("work.left.hours", left.toHours());
        }
        return left.toHoursPart() == 0
                ? speech.fill("work.left.days", left.toDays())
                : speech.fill("work.left.both", left.toDays(), left.toHoursPart());
    }

    String ago(Instant begin) {
        var days = Math.max(0, Duration.between(begin, now).toDays());
        return days == 0 ? speech.say("work.today") : speech.fill("work.ago", days);
    }
}
