package io.facegate.cli.registry;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.usecase.registry.RegistryStorage;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facegate registry migrate}: creates the tables of a shared registry. */
@Command(
        name = "migrate",
        sortOptions = false,
        description = {
            "Creates or updates the tables of the registry in a PostgreSQL database, and grants the gateways' role its"
                    + " rights. That role has no right to remove an organisation, a key, evidence or an issuer.",
            "Connect as the owner of the tables, a role that no gateway uses. Run it again after every update,"
                    + " once every gateway runs the new version. The same database may hold the ledger too."
        },
        footer = {
            "",
            "Example:",
            "  facegate registry migrate --registry 'jdbc:postgresql://db/facegate?user=owner' --role gateway"
        })
final class RegistryMigrateCommand extends FacegateCommand {
    @Option(
            names = "--role",
            paramLabel = "NAME",
            required = true,
            description = "The role with which gateways connect.")
    private String role = "";

    @Override
    protected ExitCode run() {
        var url = settings.registryUrl();
        if (url == null) {
            throw usageError("Name the database with --registry URL.");
        }
        try {
            int done = RegistryStorage.migrate(settings.registryDatabase("--registry", url), role);
            output().print(
                            CommandOutput.fields("migrations", done),
                            done == 0 ? "The registry's tables are up to date." : "The registry's tables are ready.");
            return ExitCode.DONE;
        } catch (SQLException failed) {
            return fail(ExitCode.FAULT, "The database of --registry cannot be used: " + failed.getMessage());
        }
    }
}
