package io.facegate.cli.backup;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.FileErrorFormatter;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.ledger.store.SqliteSettings;
import io.facegate.usecase.ledger.LedgerActs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate restore}: verifies a backup, and makes a data folder from it unless asked for the check only. */
@Command(
        name = "restore",
        sortOptions = false,
        description = {
            "Makes a data folder from a backup, after checking every file against the backup's list, the ledger, and"
                    + " the registry against the ledger. The data folder must be new or empty.",
            "Records written after the backup are missing. If a later state of the log was published or witnessed, a"
                    + " gateway with the same --publish or --witnesses does not start on the restored folder, because"
                    + " a second history would begin. Use these options, and the newest backup."
        },
        exitCodeList = {
            "0:done, or with --check: it can be restored",
            "1:it could not be copied",
            "2:usage, or the data folder is not empty",
            "5:the backup was changed, or does not verify; nothing was restored"
        },
        footer = {
            "",
            "Examples:",
            "  facegate restore /backup/2026-11-27 --data new-data --check",
            "  facegate restore /backup/2026-11-27 --data new-data --by m.roe --reason 'The disk was lost.'"
        })
public final class RestoreCommand extends FacegateCommand {
    @Parameters(paramLabel = "DIR", description = "The backup.")
    private Path backup = Path.of("");

    @Option(
            names = "--check",
            description = "Makes every check, and restores and records nothing. The copy that is checked is made beside"
                    + " the data folder, and deleted: the disk needs room for it.")
    private boolean isCheck;

    @Mixin
    private ActorOptions acting = new ActorOptions();

    @Override
    protected ExitCode run() {
        require(Files.isDirectory(backup), "There is no folder " + backup + '.');
        var problem = StagedFolder.problem(settings.data());
        require(
                problem == null,
                problem + " A backup is restored only into a new data folder. Name another with --data DIR, or stop"
                        + " the gateway and move the old one away.");
        acting.person();
        try (var folder = isCheck ? StagedFolder.trial(settings.data()) : StagedFolder.create(settings.data())) {
            return restore(folder);
        } catch (IOException | SQLException failed) {
            var what = isCheck ? "The backup could not be checked: " : "The backup was not restored: ";
            return fail(ExitCode.FAULT, what + FileErrorFormatter.sentence(failed));
        }
    }

    private ExitCode restore(StagedFolder folder) throws IOException, SQLException {
        var manifest = readAuthentic();
        if (manifest == null) {
            return ExitCode.LEDGER_DOES_NOT_VERIFY;
        }
        copy(manifest, folder.path());
        var database = settings.ledger().database();
        boolean inDatabase = manifest.ledger().containsKey("database");
        require(
                inDatabase == (database != null),
                inDatabase
                        ? "This is the folder of a gateway whose ledger is in a database: name it with --ledger URL."
                        : "This backup has its ledger in it: leave --ledger out.");
        var copied = LedgerAddress.ofFolder(folder.path(), database);
        var problem = manifest.problemOf(folder.path());
        problem = problem == null ? BackupCheck.problem(folder.path(), copied) : problem;
        if (problem != null) {
            return refuse(problem);
        }
        if (isCheck) {
            printChecked(manifest);
            printUnlisted(manifest);
            return ExitCode.DONE;
        }
        folder.finish();
        return recordRestore(manifest) ? ExitCode.DONE : ExitCode.FAULT;
    }

    /** Returns the backup's manifest if it is authentic. */
    private @Nullable BackupManifest readAuthentic() throws IOException {
        if (!LedgerKeyFile.exists(backup)) {
            refuse("it has no " + LedgerKeyFile.NAME);
            return null;
        }
        try {
            return BackupManifest.readVerified(backup);
        } catch (IOException changed) {
            refuse(String.valueOf(changed.getMessage()));
            return null;
        }
    }

    private ExitCode refuse(String why) {
        return fail(
                ExitCode.LEDGER_DOES_NOT_VERIFY,
                "The backup was changed, and nothing was restored: " + LedgerLocator.sanitize(why) + '.');
    }

    /** Copies only the files in the manifest. Accepts plain names only, so that no path leads out of the folder. */
    private void copy(BackupManifest manifest, Path to) throws IOException {
        for (var name : manifest.files().keySet()) {
            var file = to.resolve(name).normalize();
            if (!file.startsWith(to) || !Files.isRegularFile(backup.resolve(name))) {
                continue;
            }
            Files.createDirectories(
                    Objects.requireNonNull(file.getParent()),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            SqliteSettings.createPrivate(file);
            DatabaseCopy.copy(backup.resolve(name), file);
        }
    }

    private void printChecked(BackupManifest manifest) {
        int files = manifest.files().size();
        output().print(
                        CommandOutput.fields("id", manifest.id(), "time", manifest.time(), "files", files),
                        "The backup of " + manifest.time() + " verifies, and can be restored into " + settings.data()
                                + ": " + manifest.ledger().getOrDefault("size", "no") + " records, " + files
                                + " files. Nothing was changed.");
    }

    /** Restoring leaves it out, and backup --keep takes a backup that has it for changed. */
    private void printUnlisted(BackupManifest manifest) throws IOException {
        for (var name : manifest.unlisted(backup)) {
            output().printError("Not in the backup's list, and not restored: " + LedgerLocator.sanitize(name));
        }
    }

    /** Records the restore in the restored ledger. */
    private boolean recordRestore(BackupManifest manifest) {
        output().print(
                        CommandOutput.fields("id", manifest.id(), "time", manifest.time()),
                        "Restored the backup of " + manifest.time() + " into " + settings.data() + ": "
                                + manifest.ledger().getOrDefault("size", "no") + " records.");
        if (!output().isJson()) {
            output().print("Records written after it are missing. If a later state of the log was published or"
                    + " witnessed, no gateway with that --publish or --witnesses starts on this folder.");
        }
        try {
            new LedgerActs(settings.ledger(), acting.person()).recordRestore(manifest.id());
            return true;
        } catch (Fault.LedgerDown unwritten) {
            output().printError(
                            "The data folder was restored, but this could not be recorded: " + unwritten.getMessage());
            return false;
        }
    }
}
