package io.facegate.cli.backup;

import io.facegate.call.BuildInfo;
import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileProblem;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.AtomicFile;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facegate backup}: makes a consistent copy of the whole data folder. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Copies the whole data folder into a new folder: ledger, registry, keys, galleries, owned resources,"
                    + " held answers, salts and policies. A gateway may run meanwhile.",
            "The copy is verified before the command reports success. It holds every secret key of the data folder,"
                    + " so guard it like that folder. If the ledger is in PostgreSQL, back up that database by its"
                    + " own means as well."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and verified",
            "1:it could not be made",
            "2:usage, or there is no ledger",
            "5:the copied ledger or registry does not verify"
        },
        footer = {
            "",
            "Examples:",
            "  facegate backup /backup/2026-11-27 --by m.roe",
            "  facegate restore /backup/2026-11-27 --data new-data"
        })
public final class BackupCommand implements Callable<Integer> {
    private static final String ACT = "backup";

    @Parameters(paramLabel = "DIR", description = "The folder to make. It must be new or empty.")
    private Path place = Path.of("");

    @Mixin
    private ActorOptions acting = new ActorOptions();

    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        demand(!Files.isRegularFile(settings.data()), "--data names the data folder here, not a file.");
        var ledger = LedgerLocator.demand(spec, settings.ledger());
        demand(LedgerKeyFile.in(ledger.data()), "The data folder has no ledger.key. No gateway ever ran on it.");
        var problem = StagedFolder.problem(place);
        demand(problem == null, problem + " Name a new folder.");
        try {
            demand(!isWithin(ledger.data()), "A backup cannot go into the data folder itself.");
        } catch (IOException unreadable) {
            settings.complain("The backup was not made: " + FileProblem.said(unreadable));
            return ExitCode.FAULT.number();
        }
        try (var folder = StagedFolder.at(place)) {
            return made(ledger, folder);
        } catch (IOException | SQLException failed) {
            settings.complain("The backup was not made: " + FileProblem.said(failed));
        } catch (Fault.LedgerDown failed) {
            settings.complain("The backup was not made: " + failed.getMessage());
        }
        return ExitCode.FAULT.number();
    }

    private boolean isWithin(Path data) throws IOException {
        var there = place.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there.toRealPath().startsWith(data.toRealPath());
    }

    private void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    /** Records the backup in the ledger before any data is copied. */
    private int made(LedgerAddress ledger, StagedFolder folder) throws IOException, SQLException {
        var id = UUID.randomUUID().toString();
        Ledger.administrate(ledger, acting.act(ACT, id));
        new FolderCopy(ledger, folder.path()).make();
        var copy = LedgerAddress.in(folder.path(), ledger.database());
        var problem = BackupCheck.problem(folder.path(), copy);
        if (problem != null) {
            settings.complain("The backup was not made: " + LedgerLocator.harmless(problem)
                    + ". Run: facegate ledger verify, and facegate registry verify");
            return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
        }
        var tables = BackupManifest.filesOf(folder.path());
        var manifest = new BackupManifest(
                id, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), BuildInfo.VERSION, state(copy), tables);
        SqliteSettings.createPrivate(folder.path().resolve(BackupManifest.NAME));
        AtomicFile.write(folder.path().resolve(BackupManifest.NAME), manifest.encoded(folder.path()));
        folder.finish();
        say(ledger, manifest);
        return ExitCode.DONE.number();
    }

    private static Map<String, String> state(LedgerAddress copy) throws SQLException {
        if (copy.database() != null) {
            return Map.of("database", copy.database().url().replaceFirst("\\?.*", ""));
        }
        try (var reader = copy.reader()) {
            var head = reader.head();
            return Map.of(
                    "size", Long.toString(head.size()), "root", HexFormat.of().formatHex(head.root()));
        }
    }

    private void say(LedgerAddress ledger, BackupManifest manifest) {
        if (settings.json()) {
            settings.print("{\"id\":\"" + manifest.id() + "\",\"files\":"
                    + manifest.files().size()
                    + (ledger.database() == null
                            ? ",\"size\":" + manifest.ledger().get("size") + ",\"root\":\""
                                    + manifest.ledger().get("root") + '"'
                            : "")
                    + '}');
            return;
        }
        settings.print(
                ledger.database() == null
                        ? "The backup is made and verifies: "
                                + manifest.ledger().get("size") + " records, "
                                + manifest.files().size() + " files, in " + place
                        : "The backup is made: " + manifest.files().size() + " files, in " + place
                                + ". It has no records: they are in the database. Back that up by its own means,"
                                + " after this.");
        settings.print("It holds every secret key of the data folder. Guard it like that folder.");
    }
}
