package io.facegate.app;

import io.facegate.app.demo.DemoCommand;
import io.facegate.app.server.GalleryFolderTransfer;
import io.facegate.app.server.ServeCommand;
import io.facegate.app.tokens.IssuerCommand;
import io.facegate.app.tokens.LoginCommand;
import io.facegate.app.vendorcheck.VendorCheckCommand;
import io.facegate.app.vendors.VendorHelpTexts;
import io.facegate.call.BuildInfo;
import io.facegate.cli.CompletionCommand;
import io.facegate.cli.ExitCode;
import io.facegate.cli.ManCommand;
import io.facegate.cli.UsageErrors;
import io.facegate.cli.admin.LogoutCommand;
import io.facegate.cli.backup.BackupCommand;
import io.facegate.cli.backup.RestoreCommand;
import io.facegate.cli.caller.MeCommand;
import io.facegate.cli.ledger.AppealCommand;
import io.facegate.cli.ledger.AuthorisationCommand;
import io.facegate.cli.ledger.LedgerCommand;
import io.facegate.cli.lockdown.LockdownCommand;
import io.facegate.cli.policy.PolicyCommand;
import io.facegate.cli.reconcile.ReconcileCommand;
import io.facegate.cli.registry.EvidenceCommand;
import io.facegate.cli.registry.GatewayCommand;
import io.facegate.cli.registry.GrantCommand;
import io.facegate.cli.registry.KeyCommand;
import io.facegate.cli.registry.OrgCommand;
import io.facegate.cli.registry.PersonCommand;
import io.facegate.cli.registry.ProposalCommand;
import io.facegate.cli.registry.QuotaCommand;
import io.facegate.cli.registry.RegistryMoveCommand;
import io.facegate.cli.registry.RegistrySealCommand;
import io.facegate.cli.registry.ReviewCommand;
import io.facegate.cli.registry.ReviewerCommand;
import io.facegate.cli.registry.StopCommand;
import io.facegate.cli.report.ReportCommand;
import io.facegate.cli.vendor.VendorCommand;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The {@code facegate} command line. Every feature is a subcommand; only the serving ones start an HTTP server. */
@QuarkusMain
@Command(
        name = "facegate",
        versionProvider = Main.Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "A gateway in front of cloud face APIs: it checks who asks for what and why against declared policies,"
                    + " writes each decision into a tamper-evident ledger, and only then forwards or refuses."
        },
        footer = {
            "",
            "First steps:",
            "  facegate demo                         # see one call answered and one refused",
            "  facegate org add --help               # register an organisation",
            "  facegate key mint --help              # give it a key",
            "  facegate serve                        # take calls",
            "",
            "Exit codes: 0 done, 1 a fault, 2 usage, 3 a policy does not compile, 4 a policy test fails,"
                    + " 5 the ledger does not verify, 6 calls go round the gateway."
        })
public final class Main {
    private static final int LAST = 10_000;

    /** In the order in which the help lists them. */
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            ServeCommand.class,
            OrgCommand.class,
            KeyCommand.class,
            EvidenceCommand.class,
            PersonCommand.class,
            ProposalCommand.class,
            GrantCommand.class,
            StopCommand.class,
            QuotaCommand.class,
            ReviewerCommand.class,
            ReviewCommand.class,
            RegistrySealCommand.class,
            GatewayCommand.class,
            IssuerCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            PolicyCommand.class,
            VendorCommand.class,
            LedgerCommand.class,
            ReconcileCommand.class,
            LockdownCommand.class,
            ReportCommand.class,
            AppealCommand.class,
            AuthorisationCommand.class,
            MeCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            ManCommand.class);

    /** These read the whole command line. */
    private static final Set<Class<?>> OF_ALL_COMMANDS = Set.of(CompletionCommand.class, ManCommand.class);

    /** Version provider for {@code --version}. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"facegate " + BuildInfo.VERSION};
        }
    }

    /** Runs one command and exits with its code. */
    public static void main(String... args) {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(commandLineFor(args).execute(args));
    }

    /** The whole command line, also used by help pages and tests. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /**
     * The command line for these words: with one command, if the first word names it, else with all. To build all takes
     * half of the processor time of a short command.
     */
    public static CommandLine commandLineFor(String... words) {
        return COMMANDS.stream()
                .filter(command -> words.length > 0 && named(command, words[0]) && !OF_ALL_COMMANDS.contains(command))
                .findFirst()
                .map(command -> commandLine(List.of(command)))
                .orElseGet(Main::commandLine);
    }

    private static boolean named(Class<?> command, String word) {
        return command.getAnnotation(Command.class).name().equals(word);
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        var line = new CommandLine(new Main());
        commands.forEach(line::addSubcommand);
        // It runs a gateway, which commands of their own package cannot.
        var vendor = line.getSubcommands().get("vendor");
        if (vendor != null) {
            vendor.addSubcommand(new VendorCheckCommand());
        }
        // It takes the engine's galleries along.
        var registry = line.getSubcommands().get("registry");
        if (registry != null) {
            registry.addSubcommand(new RegistryMoveCommand(new GalleryFolderTransfer()));
        }
        line.setResourceBundle(new VendorHelpTexts())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setDefaultValueProvider(new EnvironmentDefaults(System.getenv()))
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler((failed, command, parsed) -> {
                    command.getErr().println("facegate: " + failed.getMessage());
                    return ExitCode.FAULT.number();
                });
        arrangeHelp(line);
        HelpFooter.install(line);
        HelpOptions.install(line);
        return line;
    }

    /** Lists --help and --version last, where options are not sorted by name. Drops the heading of an empty list. */
    private static void arrangeHelp(CommandLine command) {
        var spec = command.getCommandSpec();
        for (var option : List.copyOf(spec.options())) {
            if (option.usageHelp() || option.versionHelp()) {
                spec.remove(option);
                spec.addOption(OptionSpec.builder(option).order(LAST).build());
            }
        }
        if (spec.usageMessage().exitCodeList().isEmpty()) {
            spec.usageMessage().exitCodeListHeading("");
        }
        command.getSubcommands().values().forEach(Main::arrangeHelp);
    }
}
