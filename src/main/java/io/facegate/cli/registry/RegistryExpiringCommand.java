package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.usecase.overview.RecordedUpcomingEnds;
import io.facegate.usecase.overview.UpcomingEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facegate registry expiring}: what ends by itself. */
@Command(
        name = "expiring",
        description = {
            "Lists verifications, purposes, evidence, keys, exemptions, client certificates of",
            "people, and rules that end soon, the next first. Rules are those of the policies",
            "that a gateway of the ledger put in force last.",
            "When a registration ends, what needs it is refused, without anybody doing anything."
        })
final class RegistryExpiringCommand extends RegistrySubcommand {
    private static final int MOST_DAYS = 36_500;

    @Option(
            names = "--within",
            paramLabel = "DAYS",
            defaultValue = "30",
            description = "How many days ahead. Default: 30.")
    private int days;

    @Override
    protected ExitCode run() {
        require(days >= 1 && days <= MOST_DAYS, "--within takes a number of days from 1 to " + MOST_DAYS + '.');
        var now = Instant.now();
        var found = new RecordedUpcomingEnds(registry(), settings.ledger()).find(now, now.plus(Duration.ofDays(days)));
        output().printEntries(found.ends().stream().map(one -> fields(one, now)).toList());
        if (!found.unknown().isEmpty()) {
            output().printError("It is not known which rules end: the policies in force are not on record, or neither"
                    + " this data folder nor the registry keeps them.");
        }
        return ExitCode.DONE;
    }

    private static Map<String, @Nullable Object> fields(UpcomingEnd one, Instant now) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        if (!one.owner().isEmpty()) {
            line.put("id", one.owner());
        }
        line.put("kind", one.kind().code());
        line.put("name", one.name());
        line.put("until", one.at().toString());
        line.put("days", one.days(now));
        return line;
    }
}
