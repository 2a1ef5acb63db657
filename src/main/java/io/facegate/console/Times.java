package io.facegate.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as a person reads them, always in UTC. */
final class Times {
    private static final DateTimeFormatter DAY = at("d MMM uuuu");
    private static final DateTimeFormatter CLOCK = at("HH:mm:ss");
    private static final DateTimeFormatter LONG = at("d MMMM uuuu 'at' HH:mm:ss 'UTC'");
    private static final DateTimeFormatter SHORT = at("HH:mm 'UTC'");

    private Times() {}

    static String day(Instant moment) {
        return DAY.format(moment);
    }

    static String seconds(Instant moment) {
        return CLOCK.format(moment);
    }

    static String whole(Instant moment) {
        return LONG.format(moment);
    }

    static String clock(Instant moment) {
        return SHORT.format(moment);
    }

    private static DateTimeFormatter at(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }
}
