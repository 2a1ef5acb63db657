package io.facegate.cli.backup;

import io.facegate.ledger.checkpoint.AtomicFile;
import io.facegate.ledger.store.LedgerFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Atomic folder creation: filled in a staging folder beside its place, it appears there whole or not at all. */
final class StagedFolder implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path place;
    private final Path fresh;

    private StagedFolder(Path place, Path fresh) {
        this.place = place;
        this.fresh = fresh;
    }

    /** Starts staging for a place that is free or an empty folder. */
    static StagedFolder create(Path named) throws IOException {
        var place = named.toAbsolutePath().normalize();
        var above = Objects.requireNonNull(place.getParent());
        AtomicFile.folder(above);
        // An existing empty folder may be a mounted volume, so it is filled from within.
        var within = Files.isDirectory(place) ? place : above;
        return new StagedFolder(place, Files.createTempDirectory(within, "." + place.getFileName() + "-", PRIVATE));
    }

    /** Starts staging for a trial, which makes no other folder and is never finished. */
    static StagedFolder trial(Path named) throws IOException {
        var place = named.toAbsolutePath().normalize();
        var within = place;
        while (!Files.isDirectory(within)) {
            within = Objects.requireNonNull(within.getParent());
        }
        return new StagedFolder(place, Files.createTempDirectory(within, "." + place.getFileName() + "-", PRIVATE));
    }

    /** Why nothing can be placed there, or null. */
    static @Nullable String problem(Path place) {
        try {
            if (!Files.exists(place)) {
                return null;
            }
            if (!Files.isDirectory(place)) {
                return place + " is no folder.";
            }
            try (var there = Files.list(place)) {
                return there.findAny().isPresent() ? place + " is not empty." : null;
            }
        } catch (IOException unreadable) {
            return place + " cannot be read.";
        }
    }

    Path path() {
        return fresh;
    }

    /** Moves the folder to its place. */
    void finish() throws IOException {
        try (var all = Files.walk(fresh)) {
            for (var each : (Iterable<Path>) all.filter(Files::isDirectory)::iterator) {
                try (var folder = FileChannel.open(each, StandardOpenOption.READ)) {
                    folder.force(true);
                }
            }
        }
        if (fresh.startsWith(place)) {
            unpack();
        } else {
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        }
        try (var above = FileChannel.open(Objects.requireNonNull(place.getParent()), StandardOpenOption.READ)) {
            above.force(true);
        }
    }

    /** Moves the completing file last: a backup needs its manifest, and no gateway starts on a key without a ledger. */
    private void unpack() throws IOException {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
        List<Path> parts;
        try (var all = Files.list(fresh)) {
            parts = all.sorted(Comparator.comparing(StagedFolder::isLast)).toList();
        }
        for (var part : parts) {
            Files.move(part, place.resolve(part.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.delete(fresh);
    }

    private static boolean isLast(Path part) {
        var name = part.getFileName().toString();
        return name.equals(LedgerFile.NAME) || name.equals(BackupManifest.NAME);
    }

    /** Deletes an unfinished folder. */
    @Override
    public void close() throws IOException {
        if (Files.exists(fresh)) {
            try (var all = Files.walk(fresh)) {
                for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
