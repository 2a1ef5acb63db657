package io.facegate.call;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Version check for a SQLite file in the data folder: a file of an older schema is backed up before migration, a newer
 * one is refused with the build named.
 */
public final class OlderDataFile {
    /** File in the data folder that names the last build that ran on it. */
    public static final String LAST_BUILD = "facegate.version";

    private static final System.Logger LOG = System.getLogger(OlderDataFile.class.getName());

    private OlderDataFile() {}

    /**
     * Backs up the file beside it with suffix {@code .vN}, unless a backup exists.
     *
     * @param connection to the file, outside a transaction
     * @param version schema version of the file
     */
    public static void keep(Connection connection, Path file, int version) throws SQLException {
        var copy = Path.of(file + ".v" + version);
        if (Files.exists(copy)) {
            return;
        }
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var fresh = Files.createTempFile(
                    file.toAbsolutePath().getParent(), "." + file.getFileName() + "-", ".new", owner);
            try {
                write(connection, fresh, copy);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException unable) {
            throw new SQLException(
                    file + " is of an earlier version, and it could not be copied first: " + unable, unable);
        }
    }

    private static void write(Connection connection, Path fresh, Path copy) throws SQLException, IOException {
        try (var into = connection.prepareStatement("VACUUM INTO ?")) {
            into.setString(1, fresh.toString());
            into.execute();
        }
        for (var synced : new Path[] {fresh, fresh.getParent()}) {
            try (var channel = FileChannel.open(synced, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
        try {
            Files.createLink(copy, fresh);
        } catch (FileAlreadyExistsException another) {
            // Another process made the backup a moment ago.
            return;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} was brought up to date for this version of Facegate. The file as it was is kept in {1}: an"
                        + " earlier version can use it, without anything written from now on. Delete it once you will"
                        + " not go back.",
                copy.toString().replaceFirst("\\.v\\d+$", ""),
                copy);
    }

    /** Deletes the backups: data erased from the file must not survive in a copy. */
    public static void forget(Path file) throws IOException {
        var name = file.getFileName() + ".v";
        var found = new ArrayList<Path>();
        try (var there = Files.list(file.toAbsolutePath().getParent())) {
            there.filter(each -> each.getFileName().toString().startsWith(name)).forEach(found::add);
        }
        for (var each : List.copyOf(found)) {
            if (each.getFileName().toString().substring(name.length()).matches("\\d+")) {
                Files.delete(each);
            }
        }
    }

    /** Error message for a file written by a newer build. */
    public static String newer(Path file, String version, int known) {
        return file.getFileName() + " is of version " + version + ", and this build, " + BuildInfo.VERSION
                + ", knows versions up to " + known + ": use " + build(file) + ", or a newer one, or restore the"
                + " copies that it kept beside its files (NAME.vN).";
    }

    private static String build(Path file) {
        var folder = file.toAbsolutePath().getParent();
        for (int up = 0; up < 2 && folder != null; up++) {
            try {
                var said = Files.readString(folder.resolve(LAST_BUILD)).strip();
                if (said.matches("[0-9A-Za-z.+-]{1,64}")) {
                    return "the build that wrote it, " + said;
                }
            } catch (IOException none) {
                // A file in a subfolder belongs to its parent folder.
            }
            folder = folder.getParent();
        }
        return "the build that wrote it";
    }
}
