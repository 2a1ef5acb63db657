package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.LogKeyRotation;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.note.KeyChain;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facegate ledger key}: the signing key of the log's checkpoints. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "Shows the public key that verifies the log, and gives the log its next key.",
        subcommands = {LedgerKeyCommand.Show.class, LedgerKeyCommand.Rotate.class},
        footer = {
            "",
            "Examples:",
            "  facegate ledger key show > log.vkey   the file that verifiers need, once",
            "  facegate ledger key rotate            from now on, a new key signs"
        })
public final class LedgerKeyCommand {
    /** Prints the public key. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Prints the log's public key in one line, in the format of C2SP signed notes: name, hash and key. It"
                        + " is the first key of the log. If the key was rotated, the proofs of the later keys follow."
                        + " The whole output is the file for ledger verify --key."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:the key cannot be read", "2:usage, or there is no ledger"},
            footer = {"", "Example:", "  facegate ledger key show > log.vkey"})
    static final class Show implements Callable<Integer> {
        @Option(names = "--newest", description = "Print only the key that signs now.")
        private boolean newest;

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            LedgerLocator.requireLedger(spec, settings.ledger());
            try {
                var name = LogKey.name(settings.ledger(), null);
                var now = new LogKey(settings.data()).chain().newest();
                var chain = newest
                        ? now.encoded()
                        : Files.readString(settings.data().resolve(LogKey.CHAIN));
                settings.output().print(CommandOutput.fields("key", now.encoded(), "log", name), chain.stripTrailing());
                return ExitCode.DONE.number();
            } catch (Fault.LedgerDown unable) {
                settings.printError(String.valueOf(unable.getMessage()));
            } catch (IOException unreadable) {
                settings.printError("The log's key cannot be read: " + unreadable);
            }
            return ExitCode.FAULT.number();
        }
    }

    /** Rotates the key. */
    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a new key, which signs from now on, whether or not a gateway runs. A record names the new"
                        + " key, and the old key signs that record last, so everybody who trusts the old key can"
                        + " trust the new one."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:the key could not be rotated", "2:usage, or there is no ledger"},
            footer = {"", "Example:", "  facegate ledger key rotate --data /var/lib/facegate"})
    static final class Rotate implements Callable<Integer> {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            LedgerLocator.requireLedger(spec, settings.ledger());
            try {
                var next = LogKeyRotation.rotate(settings.ledger(), key -> acting.act(KeyChain.ACT, key));
                settings.output()
                        .print(CommandOutput.fields("key", next.encoded(), "log", next.name()), next.encoded());
                return ExitCode.DONE.number();
            } catch (Fault.LedgerDown unable) {
                settings.printError(String.valueOf(unable.getMessage()));
                return ExitCode.FAULT.number();
            }
        }
    }
}
