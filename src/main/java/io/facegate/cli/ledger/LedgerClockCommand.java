package io.facegate.cli.ledger;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.BreakGlassOption;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.clock.LedgerClock.State;
import io.facegate.usecase.ledger.ClockComparison;
import io.facegate.usecase.ledger.LedgerActs;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facegate ledger clock}: compares this machine's clock with the ledger, and accepts it. */
@Command(
        name = "clock",
        description = {
            "Compares this machine's clock with the newest record of the ledger.",
            "If the clock is more than a minute behind, every call is refused (clock_behind). If it is more than an"
                    + " hour ahead and a rule changes in between, calls that only the changed rule permits are refused"
                    + " (clock_unconfirmed)."
        },
        subcommands = LedgerClockCommand.Accept.class,
        exitCodeList = {"0:done", "1:the ledger cannot be read", "2:usage"},
        footer = {
            "",
            "Examples:",
            "  facegate ledger clock",
            "  facegate ledger clock accept --by m.roe --reason 'checked against the time server'"
        })
final class LedgerClockCommand extends FacegateCommand {
    @Override
    protected ExitCode run() {
        var address = LedgerLocator.requireLedger(spec, settings.ledger());
        var time = ClockComparison.read(address);
        output().print(
                        CommandOutput.fields(
                                "state", time.state().name().toLowerCase(Locale.ROOT),
                                "machine", time.machine().toString(),
                                "newest",
                                        time.newest() == null
                                                ? null
                                                : time.newest().toString()),
                        "This machine:   " + time.machine() + "\nNewest record:  "
                                + (time.newest() == null ? "none" : time.newest()) + "\n"
                                + sentence(time.state()));
        return ExitCode.DONE;
    }

    private static String sentence(State state) {
        return switch (state) {
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
            sortOptions = false,
            description = {
                "Confirms that this machine's clock is right. Check it against another source of time first.",
                "From then on, the ledger uses this time. The act is on record."
            },
            exitCodeList = {"0:done", "1:the ledger cannot be written", "2:usage"},
            footer = {
                "",
                "Example:",
                "  facegate ledger clock accept --by m.roe --reason 'checked against the time server'"
            })
    static final class Accept extends FacegateCommand {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private BreakGlassOption glass = new BreakGlassOption();

        @Override
        protected ExitCode run() {
            var address = LedgerLocator.requireLedger(spec, settings.ledger());
            var now = new LedgerActs(address, requireAllowed(acting.person(), "clock_accept", glass)).acceptClock();
            output().print("The ledger's time is now " + now + ".");
            return ExitCode.DONE;
        }
    }
}
