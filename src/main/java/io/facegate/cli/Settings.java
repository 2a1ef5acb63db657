package io.facegate.cli;

import io.facegate.cli.files.SecretFile;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.Database;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every command takes. */
public final class Settings {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:FACEGATE_DATA:-facegate-data}",
            description =
                    "The data folder: ledger, registry, galleries, keys. Default: $${FACEGATE_DATA} or facegate-data.")
    private Path data = Path.of("facegate-data");

    @Option(
            names = "--policies",
            paramLabel = "DIR",
            defaultValue = "${env:FACEGATE_POLICIES:-policies}",
            description = "The folder of policy packs. Default: $${FACEGATE_POLICIES} or policies.")
    private Path policies = Path.of("policies");

    @Option(
            names = "--ledger",
            paramLabel = "URL",
            defaultValue = "${env:FACEGATE_LEDGER}",
            description = "The database that holds the ledger of many gateways, jdbc:postgresql://HOST/NAME?user=ROLE."
                    + " Default: $${FACEGATE_LEDGER}, or else the ledger is a file of the data folder.")
    private @Nullable String ledger;

    @Option(
            names = "--ledger-password",
            paramLabel = "FILE",
            converter = SecretFile.class,
            defaultValue = "${env:FACEGATE_LEDGER_PASSWORD}",
            description =
                    "The file with the password for it. Default: $${FACEGATE_LEDGER_PASSWORD}, or else ~/.pgpass.")
    private @Nullable Path ledgerPassword;

    @Option(names = "--json", description = "One JSON value a line on standard output, for scripts.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    public Path data() {
        return data;
    }

    /** Where the ledger is; a usage error when that cannot be. */
    public LedgerAddress ledger() {
        return LedgerAddress.in(data, ledger == null || ledger.isEmpty() ? null : database(ledger));
    }

    /** The database of that address, with the password that was named. */
    public Database database(String url) {
        return database(url, ledgerPassword);
    }

    /** The same with the password in that file, or null for {@code ~/.pgpass}. */
    public Database database(String url, @Nullable Path password) {
        var problem = Database.problem(url);
        if (problem != null) {
            throw new ParameterException(spec.commandLine(), "A database's address cannot be this: " + problem + '.');
        }
        return new Database(url, password);
    }

    public Path policies() {
        return policies;
    }

    public boolean json() {
        return json;
    }

    /** Prints one line to standard output. */
    public void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    /** Prints one line to standard error. */
    public void complain(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
