package io.facegate.ledger.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Copies the files of a running server, as a backup does: without what belongs to its process, and without its log. */
final class ServerFiles extends SimpleFileVisitor<Path> {
    private static final Set<String> OF_THE_PROCESS = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

    private final Path from;
    private final Path to;

    private ServerFiles(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new ServerFiles(from, to));
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        Files.createDirectories(to.resolve(from.relativize(folder)));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        var place = from.relativize(file);
        if (!OF_THE_PROCESS.contains(place.toString()) && !place.startsWith("pg_wal")) {
            try {
                Files.copy(file, to.resolve(place));
            } catch (NoSuchFileException gone) {
                // The server removed it meanwhile; its log has what the copy needs.
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) {
        return FileVisitResult.CONTINUE;
    }
}
