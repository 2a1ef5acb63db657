package io.facegate.cli.registry;

import io.facegate.cli.DurationArgument;
import io.facegate.cli.ImpossibleDate;
import io.facegate.registry.RegistryException.Unacceptable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Parses a moment: {@code 90d}, {@code 12h} or {@code 30m} from now, a date, or an instant. */
final class MomentArgument {
    private MomentArgument() {}

    /**
     * Parses a value.
     *
     * @param option the option that it belongs to
     */
    static Instant parse(String option, String text, Instant now) {
        var length = DurationArgument.parse(text);
        if (length != null) {
            return now.plus(length).truncatedTo(ChronoUnit.SECONDS);
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text).truncatedTo(ChronoUnit.SECONDS)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException neither) {
            throw new Unacceptable(option + " takes 90d, 12h, 30m, 2027-01-31 (00:00 UTC) or 2027-01-31T12:00:00Z."
                    + ImpossibleDate.sentence(text));
        }
    }
}
