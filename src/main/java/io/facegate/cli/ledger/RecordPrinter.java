package io.facegate.cli.ledger;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.usecase.ledger.RecordFields;
import io.facegate.usecase.ledger.RecordRenderer;

/** Prints records on the terminal: one line each, or with {@code --json} their own bytes. */
final class RecordPrinter {
    private final CommonOptions settings;
    private final RecordRenderer renderer;

    RecordPrinter(CommonOptions settings) {
        this.settings = settings;
        this.renderer = RecordRenderer.forTerminal(settings.ledger().data());
    }

    RecordRenderer renderer() {
        return renderer;
    }

    /** Prints a record. Returns true if it does not verify; then only that is printed. */
    boolean print(CheckedRecord record) {
        switch (record) {
            case VerifiedRecord entry ->
                settings.output()
                        .print(settings.output().isJson() ? RecordFields.verbatim(entry) : renderer.line(entry));
            case TamperedRecord tampered -> print(tampered);
        }
        return record instanceof TamperedRecord;
    }

    void print(TamperedRecord tampered) {
        var output = settings.output();
        output.print(
                CommandOutput.fields(
                        "tampered",
                        tampered.index(),
                        "number",
                        tampered.index() + 1,
                        "what",
                        tampered.cause().description()),
                output.highlight(RecordRenderer.describe(tampered)));
    }

    /** Prints the whole record, indented. */
    void printIndented(VerifiedRecord record) {
        renderer.fields(record).pretty().lines().forEach(settings.output()::print);
    }
}
