package io.facegate.cli.backup;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.checkpoint.SignerState;
import io.facegate.ledger.store.LastHeadFile;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.SaltFile;
import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Copies a data folder while a gateway runs on it. The order keeps the copies consistent: first the signer's state,
 * then the registry, then the ledger, so that the ledger copy has every record that they refer to. Last come the salts
 * and policies of its records.
 */
final class FolderCopy {
    private static final String REGISTRY = "registry.db";
    private static final String REVIEWERS = "held/held.db";
    private static final String GALLERIES = "galleries.db";
    private static final Set<String> STORES = Set.of(GALLERIES, "handles.db");
    private static final int TRIES = 5;

    /** Copied in this order, because each file covers less than the next. */
    private static final List<String> SIGNER =
            List.of(SignerState.NAME, SignedCheckpoint.NAME, LogKey.CHAIN, LogKey.SECRET, "log.next");

    /** Files that are recreated, or that belong to the running process only. */
    private static final Set<String> LEFT_OUT = Set.of(
            "ledger.sock",
            "ledger.running",
            "ledger.lock",
            "log.lock",
            "search.lock",
            "search.db",
            "tree.db",
            "ledger.audit",
            LastHeadFile.NAME,
            BackupManifest.NAME,
            DataFolderId.NAME);

    private final LedgerAddress ledger;
    private final Path from;
    private final Path to;
    private final Set<String> done = new LinkedHashSet<>();

    FolderCopy(LedgerAddress ledger, Path to) throws IOException {
        this.ledger = ledger;
        this.from = ledger.data().toRealPath();
        this.to = to;
    }

    /** Copies everything. */
    void copyAll() throws IOException, SQLException {
        signer();
        for (var name : names()) {
            boolean late = name.equals(LedgerFile.NAME)
                    || isLocked(name)
                    || name.equals(SaltFile.NAME)
                    || STORES.contains(name)
                    || name.startsWith("policies/");
            if (!late) {
                copyFile(name);
            }
        }
        copyRegistryAndLedger();
        // Policies and salts are written before the records that need them. The ledger knows no state of resources and
        // galleries newer than the copies made now.
        for (var name : names()) {
            copyFile(name);
        }
    }

    /** Copies the signer's files; repeats the copy if a key changes meanwhile. */
    private void signer() throws IOException {
        for (int left = TRIES; left > 0; left--) {
            for (var name : SIGNER) {
                Files.deleteIfExists(to.resolve(name));
                if (Files.exists(from.resolve(name))) {
                    bytes(name);
                }
            }
            var chain = to.resolve(LogKey.CHAIN);
            if (!Files.exists(chain)
                    || Arrays.equals(Files.readAllBytes(chain), Files.readAllBytes(from.resolve(LogKey.CHAIN)))) {
                done.addAll(SIGNER);
                return;
            }
        }
        throw new IOException("the log's key changed all the time");
    }

    /**
     * Copies the registry, the reviewers and then the ledger. The ledger knows the newest roots of both, so neither may
     * change between its own copy and the ledger's snapshot.
     */
    private void copyRegistryAndLedger() throws IOException, SQLException {
        var locked = new ArrayList<Connection>();
        try (var reader = hasLedger() ? SqliteSettings.reader(from.resolve(LedgerFile.NAME)) : null) {
            try {
                for (var name : List.of(REGISTRY, REVIEWERS)) {
                    if (Files.exists(from.resolve(name))) {
                        locked.add(openLocked(from.resolve(name)));
                    }
                }
                for (var name : names()) {
                    if (isLocked(name)) {
                        copyFile(name);
                    }
                }
                if (reader != null) {
                    DatabaseCopy.snapshot(reader);
                }
            } finally {
                for (var connection : locked) {
                    connection.close();
                }
            }
            if (reader != null) {
                DatabaseCopy.copySnapshot(reader, to.resolve(LedgerFile.NAME));
                head();
            }
        }
        done.add(LedgerFile.NAME);
    }

    /** True for the registry and the reviewers, with their keys. */
    private static boolean isLocked(String name) {
        return name.startsWith("registry.") || name.startsWith("held/");
    }

    private boolean hasLedger() {
        return ledger.database() == null && Files.exists(from.resolve(LedgerFile.NAME));
    }

    /** Locks a database against writers until the connection is closed. Readers are not blocked. */
    private static Connection openLocked(Path file) throws SQLException {
        var connection = SqliteSettings.connect("jdbc:sqlite:" + file);
        boolean begun = false;
        try {
            SqliteSettings.set(connection, "busy_timeout", "30000");
            SqliteSettings.run(connection, "BEGIN IMMEDIATE");
            begun = true;
            return connection;
        } finally {
            if (!begun) {
                connection.close();
            }
        }
    }

    /** Checks the ledger copy against the head that the folder remembers. */
    private void head() throws IOException, SQLException {
        try (var copy = LedgerAddress.ofFolder(to).reader();
                var head = LastHeadFile.open(to)) {
            head.writeHead(copy.head().size(), copy.head().root());
        }
    }

    /** Paths of all files, relative to the folder. Retries, because files come and go while they are listed. */
    private List<String> names() throws IOException {
        for (int left = TRIES; ; left--) {
            try {
                return listFiles();
            } catch (UncheckedIOException gone) {
                if (left == 0) {
                    throw gone.getCause();
                }
            }
        }
    }

    private List<String> listFiles() throws IOException {
        try (var all = Files.walk(from)) {
            var names = new ArrayList<String>();
            for (var each : (Iterable<Path>) all::iterator) {
                if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
                    names.add(from.relativize(each).toString());
                } else if (Files.isSymbolicLink(each)) {
                    throw new IOException(each + " is a link: put the file itself in its place");
                }
            }
            Collections.sort(names);
            return names;
        }
    }

    private void copyFile(String name) throws IOException, SQLException {
        boolean temporary = name.endsWith(".new") || name.endsWith(".tmp");
        boolean beside = name.matches(".*\\.db-(wal|shm|journal)") || name.matches(".*\\.v\\d+");
        if (LEFT_OUT.contains(name) || temporary || beside || !Files.exists(from.resolve(name)) || !done.add(name)) {
            return;
        }
        if (name.equals(GALLERIES)) {
            DatabaseCopy.copyLocked(from.resolve(name), targetOf(name));
        } else if (name.endsWith(".db")) {
            DatabaseCopy.copyConsistently(from.resolve(name), targetOf(name));
        } else {
            bytes(name);
        }
    }

    private void bytes(String name) throws IOException {
        var file = targetOf(name);
        SqliteSettings.createPrivate(file);
        try {
            DatabaseCopy.copy(from.resolve(name), file);
        } catch (NoSuchFileException gone) {
            // The file was deleted after it was listed.
            Files.delete(file);
        }
    }

    private Path targetOf(String name) throws IOException {
        var file = to.resolve(name);
        Files.createDirectories(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return file;
    }
}
