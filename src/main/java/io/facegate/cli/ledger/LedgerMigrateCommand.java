package io.facegate.cli.ledger;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.ledger.postgres.PostgresSchema;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facegate ledger migrate}: creates the tables of a PostgreSQL ledger. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Creates or updates the tables of the ledger in a PostgreSQL database, and grants the gateways' role its"
                    + " rights. That role has no right to change or remove an entry.",
            "Connect as the owner of the tables, a role that no gateway uses. Run it again after every update of"
                    + " Facegate. It changes nothing if the tables are up to date."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the database cannot be reached or the tables not made", "2:usage"},
        footer = {
            "",
            "Example:",
            "  facegate ledger migrate --ledger 'jdbc:postgresql://db/facegate?user=owner' --role gateway"
        })
public final class LedgerMigrateCommand implements Callable<Integer> {
    @Option(
            names = "--role",
            paramLabel = "NAME",
            required = true,
            description = "The role with which gateways connect.")
    private String role = "";

    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var database = settings.ledger().database();
        if (database == null) {
            throw new ParameterException(spec.commandLine(), "Name the database with --ledger URL.");
        }
        try {
            int done = PostgresSchema.migrate(database, role);
            settings.output()
                    .print(
                            CommandOutput.fields("migrations", done),
                            done == 0 ? "The ledger's tables are up to date." : "The ledger's tables are ready.");
            return ExitCode.DONE.number();
        } catch (SQLException failed) {
            settings.printError("The database of --ledger cannot be used: " + failed.getMessage());
            return ExitCode.FAULT.number();
        }
    }
}
