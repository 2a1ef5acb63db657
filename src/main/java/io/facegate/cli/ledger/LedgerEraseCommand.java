package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.record.Salt;
import io.facegate.ledger.store.SaltFile;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facegate ledger erase}: makes the personal fields of one record unreadable for ever. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Erases the salts of one record. Nobody can then find out, even by guessing, which case, gallery or"
                    + " person the record commits to. The record and every proof stay. This cannot be undone.",
            "The erasure, its record and who did it are themselves recorded."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the ledger cannot be written", "2:usage, or there is nothing to erase"},
        footer = {"", "Example:", "  facegate ledger erase 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --by m.roe"})
final class LedgerEraseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The record's id.")
    private String id = "";

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
            List<Salt> there;
            try (var salts = SaltFile.read(settings.data())) {
                there = salts.findByRecord(id);
            }
            if (there.isEmpty()) {
                settings.printError("No salt of that record is kept: it was erased before, or the record has no"
                        + " personal fields.");
                return ExitCode.USAGE.number();
            }
            Ledger.administrate(settings.ledger(), acting.act("erase", id));
            try (var file = SaltFile.open(settings.data())) {
                file.erase(List.of(id));
            }
            printErased(there);
            return ExitCode.DONE.number();
        } catch (Fault.LedgerDown | SQLException | IOException failed) {
            settings.printError("It is not certain that anything was erased: " + failed.getMessage());
            return ExitCode.FAULT.number();
        }
    }

    private void printErased(List<Salt> erased) {
        var fields = erased.stream().map(salt -> salt.field().key()).toList();
        settings.output()
                .print(
                        CommandOutput.fields("record", id, "erased", fields),
                        "Erased from record " + id + ": " + String.join(", ", fields) + '.');
    }
}
