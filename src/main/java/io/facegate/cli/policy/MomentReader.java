package io.facegate.cli.policy;

import io.facegate.cli.ImpossibleDate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Parses moments: an instant, or a local time or date in a time zone. A date means its first instant. */
public final class MomentReader {
    private final CommandSpec spec;
    private final ZoneId zone;

    public MomentReader(CommandSpec spec, String zone) {
        this.spec = spec;
        try {
            this.zone = ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--zone: '" + zone + "' is not a time zone; expected one such as America/New_York");
        }
    }

    /** The moment given by an option. */
    public Instant parse(String option, String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : text.matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException malformed) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": '" + text + "' is not a time; expected one such as 2020-06-10T07:00:00Z or"
                            + " 2020-06-10." + ImpossibleDate.sentence(text));
        }
    }
}
