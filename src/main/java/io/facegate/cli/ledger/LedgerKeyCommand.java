package io.facegate.cli.ledger;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.BreakGlassOption;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.usecase.ledger.LedgerActs;
import io.facegate.usecase.ledger.LogKeys;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate ledger key}: the signing key of the log's checkpoints. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "Shows the public key that verifies the log, and gives the log its next key.",
        subcommands = {LedgerKeyCommand.Show.class, LedgerKeyCommand.Rotate.class},
        footer = {
            "",
            "Examples:",
            "  facegate ledger key show > log.vkey   # the file that verifiers need, once",
            "  facegate ledger key rotate            # from now on, a new key signs"
        })
public final class LedgerKeyCommand {
    /** Prints the public key. */
    @Command(
            name = "show",
            sortOptions = false,
            description = {
                "Prints the log's public key in one line, in the format of C2SP signed notes: name, hash and key. It"
                        + " is the first key of the log. If the key was rotated, the proofs of the later keys follow."
                        + " The whole output is the file for ledger verify --key."
            },
            exitCodeList = {"0:done", "1:the key cannot be read", "2:usage, or there is no ledger"},
            footer = {"", "Example:", "  facegate ledger key show > log.vkey"})
    static final class Show extends FacegateCommand {
        @Option(names = "--newest", description = "Print only the key that signs now.")
        private boolean newest;

        @Override
        protected ExitCode run() {
            var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
            try {
                var keys = LogKeys.read(ledger);
                output().print(
                                CommandOutput.fields("key", keys.newest(), "log", keys.log()),
                                (newest ? keys.newest() : keys.chain()).stripTrailing());
                return ExitCode.DONE;
            } catch (IOException unreadable) {
                return fail(ExitCode.FAULT, "The log's key cannot be read: " + unreadable);
            }
        }
    }

    /** Rotates the key. */
    @Command(
            name = "rotate",
            description = {
                "Makes a new key, which signs from now on, whether or not a gateway runs. A record names the new"
                        + " key, and the old key signs that record last, so everybody who trusts the old key can"
                        + " trust the new one."
            },
            exitCodeList = {"0:done", "1:the key could not be rotated", "2:usage, or there is no ledger"},
            footer = {"", "Example:", "  facegate ledger key rotate --data /var/lib/facegate"})
    static final class Rotate extends FacegateCommand {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private BreakGlassOption glass = new BreakGlassOption();

        @Override
        protected ExitCode run() {
            var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
            var next = new LedgerActs(ledger, requireAllowed(acting.person(), "log_key_rotate", glass)).rotateKey();
            output().print(CommandOutput.fields("key", next.encoded(), "log", next.name()), next.encoded());
            return ExitCode.DONE;
        }
    }
}
