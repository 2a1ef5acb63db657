package io.facegate.cli.registry;

import io.facegate.registry.RegistryException.Unacceptable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Parses a moment: {@code 90d}, {@code 12h} or {@code 30m} from now, a date, or an instant. */
final class MomentArgument {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([dhm])");

    private MomentArgument() {}

    /**
     * Parses a value.
     *
     * @param option the option that it belongs to
     */
    static Instant parse(String option, String text, Instant now) {
        var span = SPAN.matcher(text);
        if (span.matches()) {
            long count = Long.parseLong(span.group(1));
            var length = switch (span.group(2)) {
                case "d" -> Duration.ofDays(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofMinutes(count);
            };
            return now.plus(length).truncatedTo(ChronoUnit.SECONDS);
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text).truncatedTo(ChronoUnit.SECONDS)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException neither) {
            throw new Unacceptable(option + " takes 90d, 12h, 30m, 2027-01-31 (00:00 UTC) or 2027-01-31T12:00:00Z.");
        }
    }
}
