package io.facegate.cli;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.replay.KeptPolicies;
import io.facegate.ledger.store.Batch;
import io.facegate.ledger.telling.Narratives;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facegate ledger tail}: the newest records. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints the newest records, the oldest of them first.",
            "In plain form a decision is a line of time, kind, verdict, who, capabilities, purpose, rule, id, and below it"
                    + " a sentence that says why; an outcome is a line of time, kind, status, code, id of its decision."
                    + " With --json each line is the record's own bytes, as hashed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the ledger cannot be read", "2:usage, or there is no ledger in the folder"},
        footer = {
            "",
            "Examples:",
            "  facegate ledger tail",
            "  facegate ledger tail -n 100 --json | jq 'select(.verdict == \"refuse\") | .rule'",
            "  facegate ledger tail --follow"
        })
final class LedgerTail implements Callable<Integer> {
    private static final int BATCHES = 16;
    private static final long PAUSE_MILLIS = 200;

    @Option(names = "-n", paramLabel = "N", defaultValue = "10", description = "How many records. Default: 10.")
    private int count;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on printing records as they are written, until interrupted.")
    private boolean follow;

    @Mixin
    private Spoken spoken = new Spoken();

    @Mixin
    private Settings settings = new Settings();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private @Nullable Narratives narratives;

    @Override
    public Integer call() {
        var address = LedgerFiles.demand(spec, settings.ledger());
        if (count < 0) {
            throw new ParameterException(spec.commandLine(), "-n takes a number that is not negative.");
        }
        try {
            print(address);
            return ExitCode.DONE.number();
        } catch (SQLException unreadable) {
            settings.complain("The ledger cannot be read: " + unreadable.getMessage());
            return ExitCode.FAULT.number();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return ExitCode.DONE.number();
        }
    }

    private void print(LedgerAddress address) throws SQLException, InterruptedException {
        try (var ledger = address.reader()) {
            long next = Math.max(0, ledger.head().size() - count);
            while (true) {
                long before = next;
                for (var batch : ledger.around(next, BATCHES)) {
                    print(batch, next);
                    next = Math.max(next, batch.first() + batch.count());
                }
                if (next == before) {
                    if (!follow) {
                        return;
                    }
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        }
    }

    private void print(Batch batch, long from) {
        batch.each((place, start, end) -> {
            if (batch.first() + place >= from) {
                var line = new String(batch.lines(), start, end - start, StandardCharsets.UTF_8);
                settings.print(settings.json() ? line : RecordLine.of(line));
                if (!settings.json()) {
                    explain(line);
                }
            }
            return true;
        });
    }

    private void explain(String line) {
        var said = narratives().sentence(line.getBytes(StandardCharsets.UTF_8));
        if (said != null) {
            settings.print("    " + LedgerFiles.harmless(said));
        }
    }

    private Narratives narratives() {
        var made = narratives;
        if (made == null) {
            made = new Narratives(spoken.language(), UnaryOperator.identity(), KeptPolicies.none());
            narratives = made;
        }
        return made;
    }
}
