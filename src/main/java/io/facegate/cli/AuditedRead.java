package io.facegate.cli;

import io.facegate.usecase.ledger.ViewAudit;
import picocli.CommandLine.Option;

/** Option for the person who reads records. The view is recorded in the ledger before anything is shown. */
public final class AuditedRead {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "The name of the person who runs this. The record holds only a commitment to it."
                    + " Default: your user on this machine.")
    private String by = "";

    public String reader() {
        return by;
    }

    /** Why nothing is shown, and what to do. */
    public static String sentence(ViewAudit.Unrecorded unable) {
        return unable.getMessage()
                + " To look into a copy on a read-only medium, copy the folder to a writable place and"
                + " name that with --data. ledger verify needs no record.";
    }
}
