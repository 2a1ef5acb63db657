package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.RegistryLines;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate key rotate}: a new key like an old one, which ends later. */
@Command(
        name = "rotate",
        description = {
            "Mints a key like another one, with its label, and prints it as one JSON object, this once.",
            "The old key stays valid for the overlap, so that programs can take the new one, and then ends."
        })
final class KeyRotateCommand extends GatewayChangeSubcommand {
    private static final int MOST_DAYS = 366;

    @Parameters(paramLabel = "ID", description = "The old key's accessKeyId.")
    private String id = "";

    @Option(
            names = "--overlap",
            required = true,
            paramLabel = "DAYS",
            description = "For how many days the old key stays valid; 0 ends it at once.")
    private int days;

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            description = "When the new key ends: 90d, a date or an instant. Default: as the old one was to end.")
    private @Nullable String expires;

    @Override
    protected ExitCode run() {
        require(days >= 0 && days <= MOST_DAYS, "--overlap takes a number of days from 0 to " + MOST_DAYS + '.');
        var until = expires == null ? null : MomentArgument.parse("--expires", expires, Instant.now());
        var gateway = gateway();
        if (gateway != null) {
            var fields = new HashMap<String, Object>();
            fields.put("overlapDays", days);
            if (until != null) {
                fields.put("expires", until.toString());
            }
            return print(gateway.send("POST", path("organisations", organisationOf(id), "keys", id, "rotate"), fields));
        }
        var minted = new OrganisationKeys(registry()).rotate(id, Duration.ofDays(days), until);
        output().printJson(RegistryLines.toFields(minted));
        return done("The key " + id + " ends in " + days + " days.");
    }
}
