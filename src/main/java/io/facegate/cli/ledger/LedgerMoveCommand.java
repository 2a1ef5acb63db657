package io.facegate.cli.ledger;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.usecase.ledger.LedgerActs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate ledger move}: moves the ledger from a data folder into a database, or back. */
@Command(
        name = "move",
        sortOptions = false,
        description = {
            "Moves the ledger from a data folder into a PostgreSQL database, or back, with every byte and every proof.",
            "Stop every gateway first. Open decisions are closed, a record says that the ledger is moved, and the"
                    + " old place is sealed against writing. Every record is hashed again before and after the move."
        },
        exitCodeList = {"0:done", "1:it was not moved, and goes on where it is", "2:usage"},
        footer = {
            "",
            "Examples:",
            "  facegate ledger move --from facegate-data --to 'jdbc:postgresql://db/facegate?user=gateway'",
            "  facegate ledger move --from 'jdbc:postgresql://db/facegate?user=gateway' --to new-data",
            "  facegate ledger move --from facegate-data --undo    # after a move that was interrupted"
        })
public final class LedgerMoveCommand extends FacegateCommand {
    @Option(names = "--from", paramLabel = "DIR|URL", required = true, description = "Where the ledger is.")
    private String from = "";

    @Option(names = "--to", paramLabel = "DIR|URL", description = "Where to move it; no ledger may be there.")
    private @Nullable String to;

    @Option(names = "--undo", description = "Remove the seal that an interrupted move left behind.")
    private boolean undo;

    @Mixin
    private ActorOptions acting = new ActorOptions();

    @Override
    protected ExitCode run() {
        if (undo) {
            acts(isUrl(from) ? database(from, settings.data()) : folder(from)).undoMove();
            output().print(CommandOutput.fields("undone", true), "The ledger stays where it is and can be used again.");
        } else {
            var moved = move();
            output().print(
                            CommandOutput.fields("size", moved.size(), "root", moved.root()),
                            "Moved: " + moved.size() + " records, root " + moved.root());
        }
        return ExitCode.DONE;
    }

    private LedgerActs.Moved move() {
        if (to == null || isUrl(from) == isUrl(to)) {
            throw usageError("Name one data folder and one database: --from one and --to the other.");
        }
        return isUrl(to)
                ? acts(folder(from)).moveTo(database(to, Path.of(from)))
                : acts(database(from, Path.of(to))).moveTo(folder(to));
    }

    private LedgerActs acts(LedgerAddress ledger) {
        return new LedgerActs(ledger, acting.person());
    }

    private static boolean isUrl(String place) {
        return place.startsWith("jdbc:");
    }

    private LedgerAddress folder(String place) {
        var folder = Path.of(place);
        if (!Files.isDirectory(folder)) {
            throw usageError("There is no folder " + place + '.');
        }
        return LedgerAddress.ofFolder(folder);
    }

    private LedgerAddress database(String place, Path folder) {
        return LedgerAddress.ofFolder(folder, settings.database(place.equals(from) ? "--from" : "--to", place));
    }
}
