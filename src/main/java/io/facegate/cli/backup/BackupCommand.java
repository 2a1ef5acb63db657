package io.facegate.cli.backup;

import io.facegate.call.BuildInfo;
import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.FileErrorFormatter;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.AtomicFile;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.ledger.store.SqliteSettings;
import io.facegate.usecase.ledger.LedgerActs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate backup}: makes a consistent copy of the whole data folder. */
@Command(
        name = "backup",
        sortOptions = false,
        description = {
            "Copies the whole data folder into a new folder: ledger, registry, keys, galleries, owned resources,"
                    + " held answers, salts and policies. A gateway may run meanwhile.",
            "The copy is verified before the command reports success. It holds every secret key of the data folder,"
                    + " so guard it like that folder. If the ledger is in PostgreSQL, back up that database by its"
                    + " own means as well."
        },
        exitCodeList = {
            "0:done, and verified",
            "1:it could not be made, or an older one could not be removed",
            "2:usage, or there is no ledger",
            "5:the copied ledger or registry does not verify"
        },
        footer = {
            "",
            "Examples:",
            "  facegate backup /backup/2026-11-27 --by m.roe",
            "  facegate backup /backup/$(date +%%F) --keep 14",
            "  facegate restore /backup/2026-11-27 --data new-data"
        })
public final class BackupCommand extends FacegateCommand {
    @Parameters(paramLabel = "DIR", description = "The folder to make. It must be new or empty.")
    private Path place = Path.of("");

    @Option(
            names = "--keep",
            paramLabel = "N",
            description =
                    "Keeps the newest N backups of this data folder that stand beside DIR, the new one included, and"
                            + " removes older ones once the new one is verified. Everything else there stays. Default: all.")
    private @Nullable Integer keep;

    @Mixin
    private ActorOptions acting = new ActorOptions();

    @Override
    protected ExitCode run() {
        require(keep == null || keep >= 1, "--keep is " + keep + "; it must be 1 or more.");
        require(!Files.isRegularFile(settings.data()), "--data names the data folder here, not a file.");
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        require(LedgerKeyFile.exists(ledger.data()), "The data folder has no ledger.key. No gateway ever ran on it.");
        var problem = StagedFolder.problem(place);
        require(problem == null, problem + " Name a new folder.");
        try {
            require(!isWithin(ledger.data()), "A backup cannot go into the data folder itself.");
        } catch (IOException unreadable) {
            return fail(ExitCode.FAULT, "The backup was not made: " + FileErrorFormatter.sentence(unreadable));
        }
        try (var folder = StagedFolder.create(place)) {
            return makeBackup(ledger, folder);
        } catch (IOException | SQLException failed) {
            return fail(ExitCode.FAULT, "The backup was not made: " + FileErrorFormatter.sentence(failed));
        } catch (Fault.LedgerDown failed) {
            return fail(ExitCode.FAULT, "The backup was not made: " + failed.getMessage());
        }
    }

    private boolean isWithin(Path data) throws IOException {
        var there = place.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there.toRealPath().startsWith(data.toRealPath());
    }

    /** Records the backup in the ledger before any data is copied. */
    private ExitCode makeBackup(LedgerAddress ledger, StagedFolder folder) throws IOException, SQLException {
        var id = UUID.randomUUID().toString();
        var source = DataFolderId.readOrCreate(ledger.data());
        new LedgerActs(ledger, acting.person()).recordBackup(id);
        new FolderCopy(ledger, folder.path()).copyAll();
        var copy = LedgerAddress.ofFolder(folder.path(), ledger.database());
        var problem = BackupCheck.problem(folder.path(), copy);
        if (problem != null) {
            return fail(
                    ExitCode.LEDGER_DOES_NOT_VERIFY,
                    "The backup was not made: " + LedgerLocator.sanitize(problem)
                            + ". Run: facegate ledger verify, and facegate registry verify");
        }
        var tables = BackupManifest.listFiles(folder.path());
        var manifest = new BackupManifest(
                id,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                BuildInfo.VERSION,
                state(copy, source),
                tables);
        SqliteSettings.createPrivate(folder.path().resolve(BackupManifest.NAME));
        AtomicFile.write(folder.path().resolve(BackupManifest.NAME), manifest.encoded(folder.path()));
        folder.finish();
        printResult(ledger, manifest);
        return keep == null || removeOlder(ledger.data(), keep) ? ExitCode.DONE : ExitCode.FAULT;
    }

    private boolean removeOlder(Path data, int most) {
        try {
            var older = new BackupRetention(place, data).keep(most);
            older.removed().forEach(one -> output().printError("Removed: " + one));
            older.changed()
                    .forEach(one -> output().printError(one
                            + " is a backup of this ledger, and somebody changed it. It stays and does not count. To"
                            + " see what changed, run: facegate restore " + one + " --check."));
            return true;
        } catch (IOException failed) {
            output().printError("The backup is made and verifies, but the older ones could not all be removed: "
                    + FileErrorFormatter.sentence(failed));
            return false;
        }
    }

    private static Map<String, String> state(LedgerAddress copy, String source) throws SQLException {
        if (copy.database() != null) {
            return Map.of(
                    BackupManifest.SOURCE,
                    source,
                    "database",
                    copy.database().url().replaceFirst("\\?.*", ""));
        }
        try (var reader = copy.reader()) {
            var head = reader.head();
            return Map.of(
                    BackupManifest.SOURCE,
                    source,
                    "size",
                    Long.toString(head.size()),
                    "root",
                    HexFormat.of().formatHex(head.root()));
        }
    }

    private void printResult(LedgerAddress ledger, BackupManifest manifest) {
        if (output().isJson()) {
            var fields = CommandOutput.fields(
                    "id", manifest.id(), "files", manifest.files().size());
            if (ledger.database() == null) {
                fields.put("size", Long.valueOf(String.valueOf(manifest.ledger().get("size"))));
                fields.put("root", manifest.ledger().get("root"));
            }
            output().printJson(fields);
            return;
        }
        output().print(
                        ledger.database() == null
                                ? "The backup is made and verifies: "
                                        + manifest.ledger().get("size") + " records, "
                                        + manifest.files().size() + " files, in " + place
                                : "The backup is made: " + manifest.files().size() + " files, in " + place
                                        + ". It has no records, and no rows of a shared registry: these are in the"
                                        + " database. Back that up by its own means, after this.");
        output().print("It holds every secret key of the data folder. Guard it like that folder.");
    }
}
