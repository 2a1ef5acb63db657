package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.record.RecordField;
import io.facegate.usecase.ledger.LedgerActs;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        try {
            var erased = new LedgerActs(ledger, acting.person()).erase(id);
            if (erased.isEmpty()) {
                settings.printError("No salt of that record is kept: it was erased before, or the record has no"
                        + " personal fields.");
                return ExitCode.USAGE.number();
            }
            printErased(erased.stream().map(RecordField::key).toList());
            return ExitCode.DONE.number();
        } catch (Fault.LedgerDown | SQLException | IOException failed) {
            settings.printError("It is not certain that anything was erased: " + failed.getMessage());
            return ExitCode.FAULT.number();
        }
    }

    private void printErased(List<String> fields) {
        settings.print(
                settings.json()
                        ? fields.stream()
                                .collect(Collectors.joining(
                                        "\",\"", "{\"record\":\"" + id + "\",\"erased\":[\"", "\"]}"))
                        : "Erased from record " + id + ": " + String.join(", ", fields) + '.');
    }
}
