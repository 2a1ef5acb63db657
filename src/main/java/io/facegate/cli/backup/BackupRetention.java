package io.facegate.cli.backup;

import io.facegate.ledger.store.LedgerKeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Removes older backups of the same data folder that stand beside a new one. Whatever is not such a backup stays, and so
 * does one that was changed: it does not count, so that the backups that are kept can be restored.
 */
final class BackupRetention {
    /** Beginning of the name of a folder that is being deleted; it is no backup any more. */
    private static final String DELETING = ".deleting-";

    private final Path made;
    private final Path data;
    private final byte[] key;
    private final String source;

    /**
     * @param made the new backup, which was verified
     * @param data the data folder that it is of
     */
    BackupRetention(Path made, Path data) throws IOException {
        this.made = made.toRealPath();
        this.data = data.toRealPath();
        this.key = LedgerKeyFile.read(data);
        this.source = DataFolderId.readOrCreate(data);
    }

    /** A backup of this data folder. */
    private record Backup(Path folder, BackupManifest manifest, Instant time) {}

    /**
     * What became of the older backups.
     *
     * @param changed those that stay because they are not as they were made
     */
    record Removal(List<Path> removed, List<Path> changed) {}

    /** Keeps the newest of them, the new one included, and removes those that are older than all of these. */
    Removal keep(int most) throws IOException {
        var removed = new ArrayList<Path>();
        var changed = new ArrayList<Path>();
        int kept = 1;
        var beside = foldersBeside();
        for (var older : backupsIn(beside)) {
            if (!isAsMade(older)) {
                changed.add(older.folder);
            } else if (kept < most) {
                kept++;
            } else {
                remove(older.folder);
                removed.add(older.folder);
            }
        }
        for (var folder : beside) {
            if (isLeftover(folder)) {
                delete(folder);
                removed.add(folder);
            }
        }
        return new Removal(removed, changed);
    }

    /** The folders beside the new backup, without those that the data folder is in or that are in it. */
    private List<Path> foldersBeside() throws IOException {
        try (var beside = Files.list(Objects.requireNonNull(made.getParent()))) {
            return beside.filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .filter(each -> !each.equals(made) && !each.startsWith(data) && !data.startsWith(each))
                    .toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    /** The backups among these folders, the newest first. */
    private List<Backup> backupsIn(List<Path> folders) {
        return folders.stream()
                .filter(folder -> !isDeleting(folder))
                .map(this::backupIn)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Backup::time).reversed().thenComparing(Backup::folder))
                .toList();
    }

    /** The backup of this data folder in a folder; null if it is none, or its list was changed. */
    private @Nullable Backup backupIn(Path folder) {
        try {
            if (!isFile(folder.resolve(BackupManifest.NAME)) || !hasThisKey(folder)) {
                return null;
            }
            var manifest = BackupManifest.readVerified(folder);
            return source.equals(manifest.ledger().get(BackupManifest.SOURCE))
                    ? new Backup(folder, manifest, Instant.parse(manifest.time()))
                    : null;
        } catch (IOException | DateTimeException none) {
            return null;
        }
    }

    /** False also if it cannot be read: one backup must not end the retention of the others. */
    private static boolean isAsMade(Backup backup) {
        try {
            return backup.manifest.problemOf(backup.folder) == null
                    && backup.manifest.unlisted(backup.folder).isEmpty();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static boolean isDeleting(Path folder) {
        return folder.getFileName().toString().startsWith(DELETING);
    }

    /** True for what an earlier deletion left. It deletes the key last. */
    private boolean isLeftover(Path folder) {
        try {
            return isDeleting(folder) && hasThisKey(folder);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private boolean hasThisKey(Path folder) throws IOException {
        return isFile(folder.resolve(LedgerKeyFile.NAME)) && Arrays.equals(key, LedgerKeyFile.read(folder));
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Renames it first: a folder that is deleted in part must not look like a backup. */
    private static void remove(Path folder) throws IOException {
        var deleting = folder.resolveSibling(DELETING + folder.getFileName());
        Files.move(folder, deleting, StandardCopyOption.ATOMIC_MOVE);
        delete(deleting);
    }

    private static void delete(Path folder) throws IOException {
        var key = folder.resolve(LedgerKeyFile.NAME);
        try (var all = Files.walk(folder)) {
            var within = all.filter(each -> !each.equals(folder) && !each.equals(key));
            for (var each : within.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        Files.delete(key);
        Files.delete(folder);
    }
}
