package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.move.LedgerTransfer;
import io.facegate.ledger.postgres.LedgerDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facegate ledger move}: moves the ledger from a data folder into a database, or back. */
@Command(
        name = "move",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Moves the ledger from a data folder into a PostgreSQL database, or back, with every byte and every proof.",
            "Stop every gateway first. Open decisions are closed, a record says that the ledger is moved, and the"
                    + " old place is sealed against writing. Every record is hashed again before and after the move."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:it was not moved, and goes on where it is", "2:usage"},
        footer = {
            "",
            "Examples:",
            "  facegate ledger move --from facegate-data --to 'jdbc:postgresql://db/facegate?user=gateway'",
            "  facegate ledger move --from 'jdbc:postgresql://db/facegate?user=gateway' --to new-data",
            "  facegate ledger move --from facegate-data --undo    after a move that was interrupted"
        })
public final class LedgerMoveCommand implements Callable<Integer> {
    private static final String BUILD = "cli";

    @Option(names = "--from", paramLabel = "DIR|URL", required = true, description = "Where the ledger is.")
    private String from = "";

    @Option(names = "--to", paramLabel = "DIR|URL", description = "Where to move it; no ledger may be there.")
    private @Nullable String to;

    @Option(names = "--undo", description = "Remove the seal that an interrupted move left behind.")
    private boolean undo;

    @Mixin
    private ActorOptions acting = new ActorOptions();

    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            if (undo) {
                LedgerTransfer.undo(
                        isUrl(from) ? database(from, settings.data()) : folder(from), BUILD, acting::withActor);
                settings.output()
                        .print(
                                CommandOutput.fields("undone", true),
                                "The ledger stays where it is and can be used again.");
            } else {
                var moved = move().move(BUILD, acting::withActor);
                settings.output()
                        .print(
                                CommandOutput.fields("size", moved.size(), "root", moved.root()),
                                "Moved: " + moved.size() + " records, root " + moved.root());
            }
            return ExitCode.DONE.number();
        } catch (Fault.LedgerDown refused) {
            settings.printError(String.valueOf(refused.getMessage()));
            return ExitCode.FAULT.number();
        }
    }

    private LedgerTransfer move() {
        if (to == null || isUrl(from) == isUrl(to)) {
            throw new ParameterException(
                    spec.commandLine(), "Name one data folder and one database: --from one and --to the other.");
        }
        return isUrl(to)
                ? new LedgerTransfer(folder(from), database(to, Path.of(from)))
                : new LedgerTransfer(database(from, Path.of(to)), folder(to));
    }

    private static boolean isUrl(String place) {
        return place.startsWith("jdbc:");
    }

    private LedgerAddress folder(String place) {
        var folder = Path.of(place);
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), "There is no folder " + place + '.');
        }
        return LedgerAddress.ofFolder(folder);
    }

    private LedgerAddress database(String place, Path folder) {
        LedgerDatabase database = settings.database(place.equals(from) ? "--from" : "--to", place);
        return LedgerAddress.ofFolder(folder, database);
    }
}
