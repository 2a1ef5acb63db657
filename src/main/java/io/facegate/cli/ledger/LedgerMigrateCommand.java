package io.facegate.cli.ledger;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.usecase.ledger.LedgerActs;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facegate ledger migrate}: creates the tables of a PostgreSQL ledger. */
@Command(
        name = "migrate",
        sortOptions = false,
        description = {
            "Creates or updates the tables of the ledger in a PostgreSQL database, and grants the gateways' role its"
                    + " rights. That role has no right to change or remove an entry.",
            "Connect as the owner of the tables, a role that no gateway uses. Run it again after every update,"
                    + " once every gateway runs the new version. It changes nothing if the tables are up to date."
        },
        exitCodeList = {"0:done", "1:the database cannot be reached or the tables not made", "2:usage"},
        footer = {
            "",
            "Example:",
            "  facegate ledger migrate --ledger 'jdbc:postgresql://db/facegate?user=owner' --role gateway"
        })
public final class LedgerMigrateCommand extends FacegateCommand {
    @Option(
            names = "--role",
            paramLabel = "NAME",
            required = true,
            description = "The role with which gateways connect.")
    private String role = "";

    @Override
    protected ExitCode run() {
        var database = settings.ledger().database();
        if (database == null) {
            throw usageError("Name the database with --ledger URL.");
        }
        try {
            int done = LedgerActs.migrate(database, role);
            output().print(
                            CommandOutput.fields("migrations", done),
                            done == 0 ? "The ledger's tables are up to date." : "The ledger's tables are ready.");
            return ExitCode.DONE;
        } catch (SQLException failed) {
            return fail(ExitCode.FAULT, "The database of --ledger cannot be used: " + failed.getMessage());
        }
    }
}
