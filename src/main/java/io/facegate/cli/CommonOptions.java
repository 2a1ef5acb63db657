package io.facegate.cli;

import io.facegate.integrity.PostgresAddress;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistrySignedHeadStore;
import io.facegate.usecase.registry.SaltStorageFactory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options shared by all commands. */
@EnvironmentVariables
public final class CommonOptions {
    /** Help lists these options after those of the command itself. */
    private static final int LAST = 1000;

    @Option(
            order = LAST,
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "facegate-data",
            description =
                    "The data folder: ledger, registry, galleries, keys. Default: $${FACEGATE_DATA} or facegate-data.")
    private Path data = Path.of("facegate-data");

    @Option(
            order = LAST + 1,
            names = "--policies",
            paramLabel = "DIR",
            defaultValue = "policies",
            description = "The folder of policy packs. Default: $${FACEGATE_POLICIES} or policies.")
    private Path policies = Path.of("policies");

    @Option(
            order = LAST + 2,
            names = "--ledger",
            paramLabel = "URL",
            description = "The database with the shared ledger of several gateways,"
                    + " jdbc:postgresql://HOST/NAME?user=ROLE. Default: $${FACEGATE_LEDGER}; without it, the ledger"
                    + " is a file in the data folder.")
    private @Nullable String ledger;

    @Option(
            order = LAST + 3,
            names = "--ledger-password",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description =
                    "The file with the password of that database. Default: $${FACEGATE_LEDGER_PASSWORD}, otherwise"
                            + " ~/.pgpass.")
    private @Nullable Path ledgerPassword;

    @Option(
            order = LAST + 4,
            names = "--registry",
            paramLabel = "URL",
            description = "The database with the registry that several gateways share, as for --ledger, which it needs."
                    + " Default: $${FACEGATE_REGISTRY}; without it, the registry is a file in the data folder.")
    private @Nullable String registry;

    @Option(
            order = LAST + 5,
            names = "--registry-password",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description =
                    "The file with the password of that database. Default: $${FACEGATE_REGISTRY_PASSWORD}, otherwise"
                            + " ~/.pgpass.")
    private @Nullable Path registryPassword;

    @Option(
            order = LAST + 6,
            names = "--json",
            description = "Print one JSON value per line on standard output, for scripts.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Why a gateway cannot run with these options, or null. */
    public @Nullable String problem() {
        var unfit = folderProblem();
        if (unfit == null && isGiven(ledger)) {
            unfit = passwordProblem("--ledger-password", ledgerPassword);
        }
        if (unfit == null && isGiven(registry)) {
            unfit = isGiven(ledger)
                    ? passwordProblem("--registry-password", registryPassword)
                    : "--registry needs --ledger: gateways that share a registry must share the ledger that its"
                            + " changes are recorded in.";
        }
        return unfit;
    }

    private static boolean isGiven(@Nullable String url) {
        return url != null && !url.isEmpty();
    }

    private static @Nullable String passwordProblem(String option, @Nullable Path file) {
        return file == null ? null : SecretFileArgument.passwordProblem(option, file);
    }

    /** Why the data folder is missing and cannot be created, or null. */
    private @Nullable String folderProblem() {
        if (data.toString().isEmpty()) {
            return "--data is empty. Name a folder; . is the working folder.";
        }
        var there = data.toAbsolutePath();
        var above = there.getParent();
        while (above != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = above;
            above = there.getParent();
        }
        return Files.isDirectory(there)
                ? null
                : "--data: " + there + " is not a folder. Name a folder; it is made if it does not exist.";
    }

    /** The data folder; a usage error if it is unusable. */
    public Path data() {
        rejectIf(folderProblem());
        return data;
    }

    /** The ledger's address; a usage error if it is unusable. {@code --data} may name a ledger file itself. */
    public LedgerAddress ledger() {
        var address = ledger == null || ledger.isEmpty()
                ? LedgerAddress.ofFolder(data)
                : LedgerAddress.ofFolder(data(), database("--ledger", ledger));
        if (!isGiven(registry)) {
            return address.withMemory(new RegistrySignedHeadStore(data));
        }
        return isGiven(ledger) ? SaltStorageFactory.in(registry(), address) : address;
    }

    /** The registry's address; a usage error if it is unusable. */
    public RegistryAddress registry() {
        var url = registry;
        if (url == null || url.isEmpty()) {
            return RegistryAddress.ofFolder(data());
        }
        rejectIf(folderProblem());
        rejectIf(
                isGiven(ledger)
                        ? null
                        : "--registry needs --ledger: the changes of a shared registry are recorded in a shared"
                                + " ledger.");
        return new RegistryAddress(data, registryDatabase("--registry", url));
    }

    /** The database at the URL of an option that names a registry, with the configured password file. */
    public PostgresAddress registryDatabase(String option, String url) {
        var problem = PostgresAddress.problem(url, "--registry-password");
        rejectIf(problem == null ? null : option + " is not the address of a database: " + problem + '.');
        rejectIf(passwordProblem("--registry-password", registryPassword));
        return new PostgresAddress(url, registryPassword);
    }

    /** The URL of the registry's database, or null. */
    public @Nullable String registryUrl() {
        return isGiven(registry) ? registry : null;
    }

    /** The database at the URL of an option, with the configured password file. */
    public LedgerDatabase database(String option, String url) {
        return database(option, url, passwordProblem("--ledger-password", ledgerPassword), ledgerPassword);
    }

    /** The same database as its tables' owner. Without a password file, {@code ~/.pgpass} applies. */
    public LedgerDatabase asOwner(String url, @Nullable Path password) {
        return database("--owner", url, passwordProblem("--owner-password", password), password);
    }

    private LedgerDatabase database(
            String option, String url, @Nullable String unfitPassword, @Nullable Path password) {
        var problem = LedgerDatabase.problem(url);
        rejectIf(problem == null ? null : option + " is not the address of a database: " + problem + '.');
        rejectIf(unfitPassword);
        return new LedgerDatabase(url, password);
    }

    private void rejectIf(@Nullable String problem) {
        if (problem != null) {
            throw new ParameterException(spec.commandLine(), problem);
        }
    }

    public Path policies() {
        return policies;
    }

    /** Where results and messages go. */
    public CommandOutput output() {
        return new CommandOutput(spec, json);
    }
}
