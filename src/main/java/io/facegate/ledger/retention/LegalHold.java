package io.facegate.ledger.retention;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Legal hold: every record from a given one on is kept until the hold is lifted.
 *
 * @param name chosen by the person who ordered it; names no person
 * @param from the index of the first record that is kept
 * @param since when it was ordered
 */
public record LegalHold(String name, long from, Instant since) {
    /** The act that orders a hold. */
    public static final String ADD = "hold_add";

    /** The act that lifts a hold. */
    public static final String LIFT = "hold_lift";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** True if a hold can have this name. */
    public static boolean names(String name) {
        return NAME.matcher(name).matches();
    }

    /** The subject of the record that orders it. */
    public String subject() {
        return name + '/' + from;
    }

    /** Parses such a subject; null if it is malformed. */
    public static @Nullable LegalHold parse(String subject, Instant since) {
        int slash = subject.indexOf('/');
        return slash > 0 && subject.substring(slash + 1).matches("\\d{1,18}")
                ? new LegalHold(subject.substring(0, slash), Long.parseLong(subject.substring(slash + 1)), since)
                : null;
    }
}
