package io.facegate.cli.ledger;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.usecase.ledger.LedgerActs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facegate ledger accept}: accepts the ledger as it is, after the signer's remembered state was lost. */
@Command(
        name = "accept",
        sortOptions = false,
        description = {
            "Accepts the ledger as it is after log.state was lost: the folder records again what its log signed, and"
                    + " a gateway can start. Without --by it only says what is wrong.",
            "Compare the ledger with a witness, a published log or noted checkpoints first: it may be an older copy. No"
                    + " gateway may run. The act is on record."
        },
        exitCodeList = {
            "0:done, or nothing is wrong",
            "1:it cannot be accepted",
            "5:something is wrong; nothing was done"
        },
        footer = {
            "",
            "Examples:",
            "  facegate ledger accept                     # what is wrong, if anything",
            "  facegate ledger accept --by m.roe --reason 'The disk lost log.state; the witness agrees.'"
        })
final class LedgerAcceptCommand extends FacegateCommand {
    @Mixin
    private ActorOptions acting = new ActorOptions();

    @Override
    protected ExitCode run() {
        var problem = LedgerActs.problem(settings.ledger());
        if (!acting.isNamed() || problem == null) {
            output().print(
                            problem == null
                                    ? "There is nothing to accept: log.state is there, or the log never signed"
                                            + " anything."
                                    : problem);
            return problem == null ? ExitCode.DONE : ExitCode.LEDGER_DOES_NOT_VERIFY;
        }
        long records = new LedgerActs(settings.ledger(), acting.person()).accept();
        output().print("Accepted, and on record: the ledger of " + records + " records is taken as it is.");
        return ExitCode.DONE;
    }
}
