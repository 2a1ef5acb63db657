package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.registry.Expiry;
import io.facegate.usecase.registry.RegistryFiles;
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
            "Lists verifications, purposes, evidence, keys, exemptions and client certificates of",
            "people that end soon, the next first.",
            "When one ends, what needs it is refused, without anybody doing anything."
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
        var found = new RegistryFiles(registry()).expiring(now, now.plus(Duration.ofDays(days)));
        output().printEntries(found.stream().map(one -> fields(one, now)).toList());
        return ExitCode.DONE;
    }

    private static Map<String, @Nullable Object> fields(Expiry one, Instant now) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("id", one.owner());
        line.put("kind", one.kind().code());
        line.put("name", one.name());
        line.put("until", one.at().toString());
        line.put("days", one.days(now));
        return line;
    }
}
