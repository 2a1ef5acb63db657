package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.BreakGlassOption;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.record.RecordField;
import io.facegate.usecase.ledger.LedgerActs;
import java.io.IOException;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code facegate ledger erase}: makes the personal fields of one record unreadable for ever. */
@Command(
        name = "erase",
        sortOptions = false,
        description = {
            "Erases the salts of one record. Nobody can then find out, even by guessing, which case, gallery or"
                    + " person the record commits to. The record and every proof stay. This cannot be undone.",
            "The erasure, its record and who did it are themselves recorded."
        },
        exitCodeList = {"0:done", "1:the ledger cannot be written", "2:usage, or there is nothing to erase"},
        footer = {"", "Example:", "  facegate ledger erase 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --by m.roe"})
final class LedgerEraseCommand extends FacegateCommand {
    @Parameters(paramLabel = "ID", description = "The record's id.")
    private String id = "";

    @Mixin
    private ActorOptions acting = new ActorOptions();

    @Mixin
    private BreakGlassOption glass = new BreakGlassOption();

    @Override
    protected ExitCode run() {
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        try {
            var erased = new LedgerActs(ledger, requireAllowed(acting.person(), "erase", glass)).erase(id);
            if (erased.isEmpty()) {
                return fail(
                        ExitCode.USAGE,
                        "No salt of that record is kept: it was erased before, or the record has no"
                                + " personal fields.");
            }
            var fields = erased.stream().map(RecordField::key).toList();
            output().print(
                            CommandOutput.fields("record", id, "erased", fields),
                            "Erased from record " + id + ": " + String.join(", ", fields) + '.');
            return ExitCode.DONE;
        } catch (Fault.LedgerDown | SQLException | IOException failed) {
            return fail(ExitCode.FAULT, "It is not certain that anything was erased: " + failed.getMessage());
        }
    }
}
