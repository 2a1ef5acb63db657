package io.facegate.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.registry.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which older backups a new one removes, and what it never removes. */
class BackupCommandTest {
    @TempDir
    private Path folder;

    private final Shell shell = new Shell();
    private Path data = Path.of("");
    private Path backups = Path.of("");

    @BeforeEach
    void register() throws IOException {
        data = folder.resolve("data");
        backups = folder.resolve("backups");
        register(data);
    }

    private void register(Path where) {
        run(
                0,
                where,
                "org",
                "add",
                "--id",
                "hope",
                "--name",
                "Hope",
                "--type",
                "nonprofit",
                "--purpose",
                "missing_child");
    }

    private void run(int expected, Path where, String... words) {
        assertThat(shell.run(where, words)).as(shell.out() + shell.err()).isEqualTo(expected);
    }

    private void backup(Path where, String name) {
        run(0, where, "backup", backups.resolve(name).toString());
    }

    private void backupKeeping(String name, String most) {
        run(0, data, "backup", backups.resolve(name).toString(), "--keep", most);
    }

    /** As if it had been made at that time: the list is written again under the key. */
    private void dated(String name, String time) throws IOException {
        var place = backups.resolve(name);
        var made = BackupManifest.readVerified(place);
        var moved = new BackupManifest(made.id(), time, made.build(), made.ledger(), made.files());
        Files.write(place.resolve(BackupManifest.NAME), moved.encoded(place));
    }

    private void made(String... names) throws IOException {
        for (int day = 0; day < names.length; day++) {
            backup(data, names[day]);
            dated(names[day], "2026-11-0" + (day + 1) + "T00:00:00Z");
        }
    }

    @Test
    void theNewestStayAndOlderOnesGo() throws IOException {
        made("c", "a", "b");
        backupKeeping("new", "2");
        assertThat(shell.err()).contains("Removed: ").contains("/a").contains("/c");
        assertThat(backups.toFile().list()).containsExactlyInAnyOrder("b", "new");
        run(0, folder.resolve("restored"), "restore", backups.resolve("b").toString(), "--check");
    }

    @Test
    void withoutTheOptionAllStay() throws IOException {
        made("a", "b");
        backup(data, "new");
        assertThat(backups.toFile().list()).containsExactlyInAnyOrder("a", "b", "new");
    }

    /** A backup of another ledger, a folder that only looks like one, a data folder, a file and a link. */
    @Test
    void whatIsNoBackupOfThisLedgerStays() throws IOException {
        made("a");
        var other = folder.resolve("other");
        register(other);
        backup(other, "of-another");
        run(0, backups.resolve("restored"), "restore", backups.resolve("a").toString());
        Files.createDirectories(backups.resolve("looks/inner"));
        Files.writeString(backups.resolve("looks/backup.json"), Files.readString(backups.resolve("a/backup.json")));
        Files.writeString(backups.resolve("file"), "x");
        Files.createSymbolicLink(backups.resolve("link"), folder.resolve("elsewhere"));
        Files.move(backups.resolve("a"), folder.resolve("elsewhere"));
        made("older");

        backupKeeping("new", "1");
        assertThat(backups.toFile().list())
                .containsExactlyInAnyOrder("of-another", "restored", "looks", "file", "link", "new");
        assertThat(folder.resolve("elsewhere/backup.json")).exists();
    }

    /** It does not count among the kept: whoever relies on two backups has two that can be restored. */
    @Test
    void oneThatWasChangedStaysAndDoesNotCount() throws IOException {
        made("a", "b", "c");
        Files.writeString(backups.resolve("c/registry.key"), "changed");
        backupKeeping("new", "2");
        assertThat(shell.err())
                .contains(
                        "/c is a backup of this ledger, and somebody changed it. It stays and does not count. To see what")
                .contains("facegate restore ", "/c --check.");
        assertThat(backups.toFile().list()).containsExactlyInAnyOrder("b", "c", "new");
    }

    /** What is not in the list was put there by somebody: it would be deleted with the backup. */
    @Test
    void oneThatHoldsMoreStays() throws Exception {
        made("a", "b", "c", "d", "e");
        Files.writeString(backups.resolve("a/notes"), "x");
        Files.createDirectories(backups.resolve("b/mine/empty"));
        Files.createSymbolicLink(backups.resolve("c/link"), folder);
        Files.setPosixFilePermissions(
                Files.createDirectory(backups.resolve("d/closed")), PosixFilePermissions.fromString("---------"));
        backupKeeping("new", "1");
        assertThat(shell.err()).contains("/a is a backup", "/b is a backup", "/c is a backup", "/d is a backup");
        assertThat(backups.toFile().list()).containsExactlyInAnyOrder("a", "b", "c", "d", "new");
        run(0, folder.resolve("restored"), "restore", backups.resolve("a").toString(), "--check");
        assertThat(shell.err()).contains("Not in the backup's list, and not restored: notes");
    }

    /** A copy of a backup that became the data folder still has the list. */
    @Test
    void theDataFolderAndWhatHoldsItStay() throws Exception {
        data = backups.resolve("all/data");
        register(data);
        backup(data, "a");
        dated("a", "2026-11-01T00:00:00Z");
        var files = BackupManifest.readVerified(backups.resolve("a"));
        for (var place : List.of(data, backups.resolve("all"))) {
            Files.copy(
                    backups.resolve("a/ledger.key"), place.resolve("ledger.key"), StandardCopyOption.REPLACE_EXISTING);
            var none = new BackupManifest(
                    files.id(), files.time(), files.build(), files.ledger(), BackupManifest.listFiles(place));
            Files.write(place.resolve(BackupManifest.NAME), none.encoded(place));
        }
        backupKeeping("new", "1");
        assertThat(shell.err()).doesNotContain("/all is a backup");
        assertThat(backups.toFile().list()).containsExactlyInAnyOrder("all", "new");
        run(0, data, "backup", backups.resolve("all/beside").toString(), "--keep", "1");
        assertThat(shell.err()).doesNotContain("/data is a backup");
        assertThat(data.resolve("ledger.db")).exists();
    }

    /** Gateways of one ledger share its key, and may back up beside each other. */
    @Test
    void thoseOfAnotherFolderWithTheSameKeyStay() throws Exception {
        made("a");
        var other = folder.resolve("other");
        run(0, other, "restore", backups.resolve("a").toString());
        backup(other, "of-another");
        made("b");
        backupKeeping("new", "1");
        assertThat(backups.toFile().list()).containsExactlyInAnyOrder("of-another", "new");
        assertThat(data.resolve(DataFolderId.NAME)).exists();
        assertThat(backups.resolve("new").resolve(DataFolderId.NAME)).doesNotExist();
    }

    @Test
    void oneThatDoesNotNameItsFolderStays() throws Exception {
        made("a");
        var place = backups.resolve("a");
        var made = BackupManifest.readVerified(place);
        var ledger = new TreeMap<>(made.ledger());
        ledger.remove(BackupManifest.SOURCE);
        var older = new BackupManifest(made.id(), made.time(), made.build(), ledger, made.files());
        Files.write(place.resolve(BackupManifest.NAME), older.encoded(place));
        backupKeeping("new", "1");
        assertThat(backups.toFile().list()).containsExactlyInAnyOrder("a", "new");
    }

    @Test
    void whatAnEarlierDeletionLeftIsDeleted() throws Exception {
        made("a");
        Files.move(backups.resolve("a"), backups.resolve(".deleting-a"));
        Files.delete(backups.resolve(".deleting-a/backup.json"));
        var other = Files.createDirectory(backups.resolve(".deleting-other"));
        Files.write(other.resolve("ledger.key"), new byte[32]);
        Files.createDirectory(backups.resolve(".deleting-none"));
        backupKeeping("new", "5");
        assertThat(shell.err()).contains("Removed: ").contains("/.deleting-a");
        assertThat(backups.toFile().list()).containsExactlyInAnyOrder(".deleting-other", ".deleting-none", "new");
    }

    @Test
    void oneWhoseListWasChangedStays() throws IOException {
        made("a");
        var list = backups.resolve("a/backup.json");
        Files.writeString(list, Files.readString(list).replace("2026-11-01", "2026-10-01"));
        backupKeeping("new", "1");
        assertThat(backups.toFile().list()).containsExactlyInAnyOrder("a", "new");
    }

    /** The older ones are all there is if the new one is not made. */
    @Test
    void nothingIsRemovedIfTheNewOneDoesNotVerify() throws IOException {
        made("a", "b");
        Files.writeString(data.resolve("registry.db"), "broken");
        assertThat(shell.run(data, "backup", backups.resolve("new").toString(), "--keep", "1"))
                .isNotZero();
        assertThat(backups.toFile().list()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void atLeastOneIsKept() throws IOException {
        made("a");
        run(2, data, "backup", backups.resolve("new").toString(), "--keep", "0");
        assertThat(shell.err()).contains("--keep is 0; it must be 1 or more.");
        assertThat(backups.toFile().list()).containsExactlyInAnyOrder("a");
    }
}
