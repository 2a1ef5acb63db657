package io.facegate.ledger.retention;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An order to keep every record from one on, until it is lifted.
 *
 * @param name what whoever ordered it calls it; it names no person
 * @param from the index of the first record that is kept
 * @param since when it was ordered
 */
public record LegalHold(String name, long from, Instant since) {
    /** The act that orders one. */
    public static final String ADD = "hold_add";

    /** The act that lifts one. */
    public static final String LIFT = "hold_lift";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** Whether a hold can be called that. */
    public static boolean names(String name) {
        return NAME.matcher(name).matches();
    }

    /** What the record that orders it says it is about. */
    public String subject() {
        return name + '/' + from;
    }

    /** Reads such a subject; null when it is none. */
    public static @Nullable LegalHold of(String subject, Instant since) {
        int slash = subject.indexOf('/');
        return slash > 0 && subject.substring(slash + 1).matches("\\d{1,18}")
                ? new LegalHold(subject.substring(0, slash), Long.parseLong(subject.substring(slash + 1)), since)
                : null;
    }
}
