package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.usecase.ledger.ViewAudit;

/** The work of a ledger command. A failure is one sentence on standard error, and an exit code. */
@FunctionalInterface
interface LedgerWork {
    ExitCode run();

    /** Runs the work. Whatever fails of the ledger is a fault. */
    static int run(CommonOptions settings, LedgerWork work) {
        try {
            return work.run().number();
        } catch (ViewAudit.Unrecorded unable) {
            settings.printError(AuditedRead.sentence(unable));
        } catch (Fault.LedgerDown unable) {
            settings.printError(String.valueOf(unable.getMessage()));
        }
        return ExitCode.FAULT.number();
    }

    /**
     * Runs work that stops at a record that does not verify.
     *
     * @param undone the sentence before the one about that record, such as "Nothing is proved. "; or empty
     */
    static int runVerified(CommonOptions settings, String undone, LedgerWork work) {
        return run(settings, () -> {
            try {
                return work.run();
            } catch (Fault.LedgerTampered tampered) {
                settings.printError(undone + tampered.getMessage());
                return ExitCode.LEDGER_DOES_NOT_VERIFY;
            }
        });
    }
}
