package io.facegate.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The period that two options name: moments, or days of UTC, the last of which is included whole. */
public record UtcTime(CommandSpec spec) {
    private static final String FROM = "--from";

    /** The start that an option names; null if it is not given. */
    public @Nullable Instant start(String option, @Nullable String text) {
        return parse(option, text, 0);
    }

    /** The exclusive end that an option names; null if it is not given. */
    public @Nullable Instant end(String option, @Nullable String text) {
        return parse(option, text, 1);
    }

    /** Refuses a period that ends before it starts; both options are named as they were given. */
    public void requireOrder(@Nullable String from, String untilOption, @Nullable String until) {
        var start = start(FROM, from);
        var end = end(untilOption, until);
        if (start != null && end != null && !start.isBefore(end)) {
            throw new ParameterException(
                    spec.commandLine(),
                    FROM + " " + from + " is not before " + untilOption + " " + until + ": turn them round.");
        }
    }

    private @Nullable Instant parse(String option, @Nullable String text, int daysLater) {
        try {
            return text == null
                    ? null
                    : text.length() == 10
                            ? LocalDate.parse(text)
                                    .plusDays(daysLater)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                            : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException malformed) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": '" + text + "' is not a time; expected 2026-11-24 or 2026-11-24T08:00:00Z."
                            + ImpossibleDate.sentence(text));
        }
    }
}
