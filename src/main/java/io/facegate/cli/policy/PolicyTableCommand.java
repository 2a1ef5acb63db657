package io.facegate.cli.policy;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.policy.catalogue.PackRow;
import io.facegate.usecase.policy.PolicyFileEdits;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code policy table}: prints the packs as a table: whom each binds, its status, dates and source. */
@Command(
        name = "table",
        description = {
            "Print a table of the packs: whom each binds, its status and dates, its sources, and when they were"
                    + " last checked.",
            "With --write the table replaces the part between <!-- table --> and <!-- /table --> in README.md of"
                    + " the folder; the rest of the page stays."
        },
        exitCodeList = {
            "0:printed or written",
            "2:bad usage, no such folder, or no README.md with the markers",
            "3:the policies do not compile"
        },
        footer = {"", "Examples:", "  facegate policy table", "  facegate policy table --write"})
public final class PolicyTableCommand extends FacegateCommand {
    @Option(names = "--write", description = "Put the table into README.md of the folder.")
    private boolean write;

    @Override
    protected ExitCode run() {
        if (write) {
            write();
        } else if (output().isJson()) {
            PolicyFileEdits.packs(settings.policies()).forEach(row -> output().printJson(fields(row)));
        } else {
            output().print(PolicyFileEdits.table(settings.policies()).stripTrailing());
        }
        return ExitCode.DONE;
    }

    private void write() {
        try {
            require(
                    PolicyFileEdits.writeTable(settings.policies()),
                    PolicyFileEdits.readme(settings.policies()) + " has no place for the table; write "
                            + PolicyFileEdits.TABLE_BEGIN + " and " + PolicyFileEdits.TABLE_END + " where it belongs");
        } catch (IOException unwritable) {
            throw usageError("--write: " + unwritable.getMessage(), unwritable);
        }
    }

    private static Map<String, Object> fields(PackRow row) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("pack", row.pack().id());
        fields.put("title", row.pack().title());
        fields.put("binds", row.pack().binds());
        fields.put("status", row.status());
        fields.put("holds", row.windows());
        fields.put("mode", row.modes());
        fields.put("rules", row.pack().rules().size());
        fields.put("cases", row.cases());
        fields.put(
                "citations",
                row.citations().stream().map(citation -> citation.ref()).toList());
        fields.put("evidence", row.evidence());
        fields.put("checked", row.verificationDates());
        return fields;
    }
}
