package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.LedgerClock.Reading;
import io.facegate.ledger.clock.NewestTime;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code facegate ledger clock}: compares this machine's clock with the ledger, and accepts it. */
@Command(
        name = "clock",
        mixinStandardHelpOptions = true,
        description = {
            "Compares this machine's clock with the newest record of the ledger.",
            "If the clock is more than a minute behind, every call is refused (clock_behind). If it is more than an"
                    + " hour ahead and a rule changes in between, calls that only the changed rule permits are refused"
                    + " (clock_unconfirmed)."
        },
        subcommands = LedgerClockCommand.Accept.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the ledger cannot be read", "2:usage"},
        footer = {
            "",
            "Examples:",
            "  facegate ledger clock",
            "  facegate ledger clock accept --by m.roe --reason 'checked against the time server'"
        })
final class LedgerClockCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var address = LedgerLocator.requireLedger(spec, settings.ledger());
        try {
            show(settings, NewestTime.read(address));
            return ExitCode.DONE.number();
        } catch (Fault.LedgerTampered tampered) {
            settings.printError(String.valueOf(tampered.getMessage()));
            return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
        } catch (Fault.LedgerDown | SQLException failed) {
            settings.printError(String.valueOf(failed.getMessage()));
            return ExitCode.FAULT.number();
        }
    }

    private static void show(CommonOptions settings, NewestTime.@Nullable Newest newest) {
        var reading = newest == null
                ? LedgerClock.uncompared().read()
                : LedgerClock.comparedWith(newest).read();
        if (settings.json()) {
            settings.output()
                    .printJson(CommandOutput.fields(
                            "state", reading.state().name().toLowerCase(Locale.ROOT),
                            "machine", reading.now().toString(),
                            "newest", newest == null ? null : newest.any().toString()));
            return;
        }
        settings.print("This machine:   " + reading.now());
        settings.print("Newest record:  " + (newest == null ? "none" : newest.any()));
        settings.print(sentence(reading));
    }

    private static String sentence(Reading reading) {
        return switch (reading.state()) {
            case AGREES -> "The clock agrees with the ledger.";
            case BEHIND ->
                "The clock is behind the ledger. A gateway refuses every call until the clock is set right. If the"
                        + " clock is right and the ledger's time is wrong, run: facegate ledger clock accept";
            case AHEAD ->
                "No record was written for more than an hour. If a rule changed in that time, a gateway refuses the"
                        + " calls that the change newly permits. If the clock is right, run: facegate ledger clock"
                        + " accept";
        };
    }

    @Command(
            name = "accept",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Confirms that this machine's clock is right. Check it against another source of time first.",
                "From then on, the ledger uses this time. The act is on record."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:the ledger cannot be written", "2:usage"},
            footer = {
                "",
                "Example:",
                "  facegate ledger clock accept --by m.roe --reason 'checked against the time server'"
            })
    static final class Accept implements Callable<Integer> {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            var address = LedgerLocator.requireLedger(spec, settings.ledger());
            try {
                var act = acting.act(NewestTime.ACCEPT, NewestTime.BY_A_PERSON);
                Ledger.administrate(address, act);
                settings.print("The ledger's time is now " + act.now() + ".");
                return ExitCode.DONE.number();
            } catch (Fault.LedgerDown failed) {
                settings.printError(String.valueOf(failed.getMessage()));
                return ExitCode.FAULT.number();
            }
        }
    }
}
