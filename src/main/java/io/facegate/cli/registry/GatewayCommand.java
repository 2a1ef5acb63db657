package io.facegate.cli.registry;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.usecase.registry.GatewayJoin;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facegate gateway}: prepares the data folders of several gateways. */
@Command(
        name = "gateway",
        description = "Prepares the data folder of another gateway of the same registry and ledger.",
        footer = {"", "Example:", "  facegate gateway join --from facegate-data --to second-data"},
        subcommands = GatewayCommand.Join.class)
public final class GatewayCommand extends RegistryCommand {
    @Command(
            name = "join",
            description = {
                "Writes the key files that another gateway needs into its data folder, readable by their owner only.",
                "Where AWS KMS or Azure Key Vault wraps the registry's data key, no secret of the registry is copied: only"
                        + " registry.master, which names the master key.",
                "The others are secrets: carry the folder to the other machine over a protected channel. Everything"
                        + " else that a gateway needs it makes itself. Nothing is overwritten."
            })
    static final class Join extends FacegateCommand {
        @Option(
                names = "--from",
                paramLabel = "DIR",
                required = true,
                description = "The data folder of a gateway that has the keys.")
        private Path from = Path.of("");

        @Option(
                names = "--to",
                paramLabel = "DIR",
                required = true,
                description = "The data folder of the other gateway. It is made if it does not exist.")
        private Path to = Path.of("");

        @Option(
                names = "--mounted",
                description = "The key files are mounted by a container platform: they may be links that the"
                        + " container's group can read. Copies log.skey too if it is there.")
        private boolean mounted;

        @Override
        protected ExitCode run() {
            for (var each : mounted ? GatewayJoin.joinMounted(from, to) : GatewayJoin.join(from, to)) {
                output().print(
                                CommandOutput.fields("file", each.file().toString(), "written", each.written()),
                                (each.written() ? "Wrote " : "Already there: ") + each.file() + ", which "
                                        + each.guards() + (each.secret() ? ". Keep it secret." : ". It is no secret."));
            }
            return done("The gateway of this folder can start with the same --ledger and --registry. To let it sign"
                    + " the log too, copy log.skey.");
        }
    }
}
