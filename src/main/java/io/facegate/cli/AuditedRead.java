package io.facegate.cli;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import picocli.CommandLine.Option;

/** Option for the person who reads records. The view is recorded in the ledger before anything is shown. */
public final class AuditedRead {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description =
                    "Who looks or publishes; the record of it only commits to the name. Default: your name on this machine.")
    private String by = "";

    public String by() {
        return by;
    }

    /**
     * Records a view.
     *
     * @throws Fault.LedgerDown if it cannot be recorded; then nothing may be shown
     */
    public void record(LedgerAddress ledger, Ledger.Administrative view) {
        try {
            Ledger.administrate(ledger, view);
        } catch (Fault.LedgerDown unable) {
            throw new Fault.LedgerDown(
                    "Nothing is shown, for who looks at records is put on record first, and that cannot"
                            + " be done here: " + unable.getMessage()
                            + " To look into a copy or a medium that is only read, copy"
                            + " the folder to where you can write, and name that with --data. ledger verify needs no record.");
        }
    }
}
