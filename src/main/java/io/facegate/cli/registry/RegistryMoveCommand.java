package io.facegate.cli.registry;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.GalleryTransfer;
import io.facegate.registry.RegistryAddress;
import io.facegate.usecase.registry.RegistryStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate registry move}: moves a registry from a data folder into a database, or back. */
@Command(
        name = "move",
        sortOptions = false,
        description = {
            "Moves the registry from a data folder into a PostgreSQL database, or back, with every row and its HMAC.",
            "Stop every gateway first. Every row is verified before and after, a record says that the registry is"
                    + " moved, and the old place is sealed. The folder must have registry.key, or registry.master where a"
                    + " master key wraps it. Run it again if it was interrupted."
        },
        footer = {
            "",
            "Examples:",
            "  facegate registry move --from facegate-data --to 'jdbc:postgresql://db/facegate?user=gateway' \\",
            "      --ledger 'jdbc:postgresql://db/facegate?user=gateway' --by m.roe",
            "  facegate registry move --from 'jdbc:postgresql://db/facegate?user=gateway' --to facegate-data \\",
            "      --ledger 'jdbc:postgresql://db/facegate?user=gateway' --by m.roe"
        })
public final class RegistryMoveCommand extends FacegateCommand {
    private final GalleryTransfer galleries;

    /** @param galleries takes them back to a data folder */
    public RegistryMoveCommand(GalleryTransfer galleries) {
        this.galleries = galleries;
    }

    @Option(names = "--from", paramLabel = "DIR|URL", required = true, description = "Where the registry is.")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "DIR|URL",
            required = true,
            description = "Where to move it; no registry may be there.")
    private String to = "";

    @Mixin
    private ActorOptions acting = new ActorOptions();

    @Override
    protected ExitCode run() {
        if (isUrl(from) == isUrl(to)) {
            throw usageError("Name one data folder and one database: --from one and --to the other.");
        }
        var folder = Path.of(isUrl(from) ? to : from);
        if (!Files.isDirectory(folder)) {
            throw usageError("There is no folder " + folder + '.');
        }
        var ledger = LedgerAddress.ofFolder(folder, settings.ledger().database());
        if (isUrl(to) && ledger.database() == null) {
            throw usageError("Name the shared ledger with --ledger URL. If it is still in the folder, move it first:"
                    + " facegate ledger move.");
        }
        if (!ledger.mayExist()) {
            throw usageError("There is no ledger in " + folder + ". Name the shared one with --ledger URL.");
        }
        var route = new RegistryStorage.Route(address("--from", from, folder), address("--to", to, folder));
        var moved = RegistryStorage.move(route, ledger, acting.person(), galleries);
        output().print(
                        CommandOutput.fields("rows", moved.rows(), "root", moved.root()),
                        "Moved: " + moved.rows() + " rows, root " + moved.root());
        return ExitCode.DONE;
    }

    private static boolean isUrl(String place) {
        return place.startsWith("jdbc:");
    }

    private RegistryAddress address(String option, String place, Path folder) {
        return isUrl(place)
                ? new RegistryAddress(folder, settings.registryDatabase(option, place))
                : RegistryAddress.ofFolder(folder);
    }
}
