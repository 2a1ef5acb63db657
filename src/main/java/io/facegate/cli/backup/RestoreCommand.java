package io.facegate.cli.backup;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileProblem;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facegate restore}: verifies a backup and makes a data folder from it. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a data folder from a backup, after checking every file against the backup's list, the ledger, and"
                    + " the registry against the ledger. The data folder must be new or empty.",
            "Records written after the backup are missing. If a later state of the log was published or witnessed, a"
                    + " gateway with the same --publish or --witnesses does not start on the restored folder, because"
                    + " a second history would begin. Use these options, and the newest backup."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:it could not be copied",
            "2:usage, or the data folder is not empty",
            "5:the backup was changed, or does not verify; nothing was restored"
        },
        footer = {
            "",
            "Examples:",
            "  facegate restore /backup/2026-11-27 --data new-data --by m.roe --reason 'The disk was lost.'"
        })
public final class RestoreCommand implements Callable<Integer> {
    private static final String ACT = "restore";

    @Parameters(paramLabel = "DIR", description = "The backup.")
    private Path backup = Path.of("");

    @Mixin
    private ActorOptions acting = new ActorOptions();

    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        demand(Files.isDirectory(backup), "There is no folder " + backup + '.');
        var problem = StagedFolder.problem(settings.data());
        demand(
                problem == null,
                problem + " A backup is restored only into a new data folder. Name another with --data DIR, or stop"
                        + " the gateway and move the old one away.");
        acting.details();
        acting.by();
        try (var folder = StagedFolder.at(settings.data())) {
            return restored(folder);
        } catch (IOException | SQLException failed) {
            settings.complain("The backup was not restored: " + FileProblem.said(failed));
            return ExitCode.FAULT.number();
        }
    }

    private void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private int restored(StagedFolder folder) throws IOException, SQLException {
        var manifest = sound();
        if (manifest == null) {
            return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
        }
        copy(manifest, folder.path());
        var database = settings.ledger().database();
        boolean inDatabase = manifest.ledger().containsKey("database");
        demand(
                inDatabase == (database != null),
                inDatabase
                        ? "This is the folder of a gateway whose ledger is in a database: name it with --ledger URL."
                        : "This backup has its ledger in it: leave --ledger out.");
        var copied = LedgerAddress.in(folder.path(), database);
        var problem = changed(manifest, folder.path());
        problem = problem == null ? BackupCheck.problem(folder.path(), copied) : problem;
        if (problem != null) {
            return refused(problem);
        }
        folder.finish();
        return onRecord(manifest) ? ExitCode.DONE.number() : ExitCode.FAULT.number();
    }

    /** Returns the backup's manifest if it is authentic. */
    private @Nullable BackupManifest sound() throws IOException {
        if (!LedgerKeyFile.in(backup)) {
            refused("it has no " + LedgerKeyFile.NAME);
            return null;
        }
        try {
            return BackupManifest.in(backup);
        } catch (IOException changed) {
            refused(String.valueOf(changed.getMessage()));
            return null;
        }
    }

    private int refused(String why) {
        settings.complain("The backup was changed, and nothing was restored: " + LedgerLocator.harmless(why) + '.');
        return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
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

    private static @Nullable String changed(BackupManifest manifest, Path copied) throws IOException {
        var there = BackupManifest.filesOf(copied);
        for (var each : manifest.files().entrySet()) {
            if (!each.getValue().equals(there.get(each.getKey()))) {
                return each.getKey() + (there.containsKey(each.getKey()) ? " was changed" : " is missing");
            }
        }
        return null;
    }

    /** Records the restore in the restored ledger. */
    private boolean onRecord(BackupManifest manifest) {
        settings.print(
                settings.json()
                        ? "{\"id\":\"" + manifest.id() + "\",\"time\":\"" + manifest.time() + "\"}"
                        : "Restored the backup of " + manifest.time() + " into " + settings.data() + ": "
                                + manifest.ledger().getOrDefault("size", "no") + " records.");
        if (!settings.json()) {
            settings.print("Records written after it are missing. If a later state of the log was published or"
                    + " witnessed, no gateway with that --publish or --witnesses starts on this folder.");
        }
        try {
            Ledger.administrate(settings.ledger(), acting.act(ACT, manifest.id()));
            return true;
        } catch (Fault.LedgerDown unwritten) {
            settings.complain(
                    "The data folder was restored, but this could not be recorded: " + unwritten.getMessage());
            return false;
        }
    }
}
