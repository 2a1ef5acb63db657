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
 * Copies a data folder while a gateway runs on it. The order makes the copies fit: what the signer remembers first, the
 * ledger after it and after the registry, so that it has every record that they need; then the salts and the policies of
 * its records.
 */
final class FolderCopy {
    private static final String REGISTRY = "registry.db";
    private static final String REVIEWERS = "held/held.db";
    private static final String GALLERIES = "galleries.db";
    private static final Set<String> STORES = Set.of(GALLERIES, "handles.db");
    private static final int TRIES = 5;

    /** Read in this order: each says less than what follows. */
    private static final List<String> SIGNER =
            List.of(SignerState.NAME, SignedCheckpoint.NAME, LogKey.CHAIN, LogKey.SECRET, "log.next");

    /** Made anew, or only of the process that runs. */
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
            BackupManifest.NAME);

    private final LedgerAddress ledger;
    private final Path from;
    private final Path to;
    private final Set<String> done = new LinkedHashSet<>();

    FolderCopy(LedgerAddress ledger, Path to) throws IOException {
        this.ledger = ledger;
        this.from = ledger.data().toRealPath();
        this.to = to;
    }

    /** Copies all of it. */
    void make() throws IOException, SQLException {
        signer();
        for (var name : names()) {
            boolean late = name.equals(LedgerFile.NAME)
                    || isLocked(name)
                    || name.equals(SaltFile.NAME)
                    || STORES.contains(name)
                    || name.startsWith("policies/");
            if (!late) {
                take(name);
            }
        }
        registryAndLedger();
        // Policies and salts are there before the records that need them, and the ledger knows no newer state of
        // handles
        // and galleries than what is copied now.
        for (var name : names()) {
            take(name);
        }
    }

    /** A key that is changed meanwhile is copied again. */
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
     * The ledger knows the newest root of the registry and of the reviewers, so none of them may change between their copy
     * and the moment of which the ledger is copied.
     */
    private void registryAndLedger() throws IOException, SQLException {
        var locked = new ArrayList<Connection>();
        try (var reader = hasLedger() ? SqliteSettings.reader(from.resolve(LedgerFile.NAME)) : null) {
            try {
                for (var name : List.of(REGISTRY, REVIEWERS)) {
                    if (Files.exists(from.resolve(name))) {
                        locked.add(locked(from.resolve(name)));
                    }
                }
                for (var name : names()) {
                    if (isLocked(name)) {
                        take(name);
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
                DatabaseCopy.pinned(reader, to.resolve(LedgerFile.NAME));
                head();
            }
        }
        done.add(LedgerFile.NAME);
    }

    /** The registry and the reviewers, with their keys. */
    private static boolean isLocked(String name) {
        return name.startsWith("registry.") || name.startsWith("held/");
    }

    private boolean hasLedger() {
        return ledger.database() == null && Files.exists(from.resolve(LedgerFile.NAME));
    }

    /** Nobody writes there until it is closed; who reads is not disturbed. */
    private static Connection locked(Path file) throws SQLException {
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

    /** What the copy of the ledger has is what the folder remembers. */
    private void head() throws IOException, SQLException {
        try (var copy = LedgerAddress.in(to).reader();
                var head = LastHeadFile.open(to)) {
            head.note(copy.head().size(), copy.head().root());
        }
    }

    /** Every file of the folder, by its path in it; files come and go while they are listed. */
    private List<String> names() throws IOException {
        for (int left = TRIES; ; left--) {
            try {
                return listed();
            } catch (UncheckedIOException gone) {
                if (left == 0) {
                    throw gone.getCause();
                }
            }
        }
    }

    private List<String> listed() throws IOException {
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

    private void take(String name) throws IOException, SQLException {
        boolean temporary = name.endsWith(".new") || name.endsWith(".tmp");
        boolean beside = name.matches(".*\\.db-(wal|shm|journal)") || name.matches(".*\\.v\\d+");
        if (LEFT_OUT.contains(name) || temporary || beside || !Files.exists(from.resolve(name)) || !done.add(name)) {
            return;
        }
        if (name.equals(GALLERIES)) {
            DatabaseCopy.ofLocked(from.resolve(name), into(name));
        } else if (name.endsWith(".db")) {
            DatabaseCopy.of(from.resolve(name), into(name));
        } else {
            bytes(name);
        }
    }

    private void bytes(String name) throws IOException {
        var file = into(name);
        SqliteSettings.createPrivate(file);
        try {
            DatabaseCopy.copy(from.resolve(name), file);
        } catch (NoSuchFileException gone) {
            // It was there when the folder was listed, and is not any more.
            Files.delete(file);
        }
    }

    private Path into(String name) throws IOException {
        var file = to.resolve(name);
        Files.createDirectories(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return file;
    }
}
