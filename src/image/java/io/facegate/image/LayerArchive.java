package io.facegate.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** One layer of the image: files of root, sorted, all of one time, so that the same files make the same bytes. */
record LayerArchive(String name, Instant time, Map<String, Entry> entries) {
    static final int EXECUTABLE = 0755;
    private static final int READABLE = 0644;

    /**
     * A file or a folder in the image.
     *
     * @param file whose bytes it has, or null for a folder
     * @param owner number of the user and of the group
     */
    record Entry(Path file, int mode, int owner) {
        static Entry folder(int mode, int owner) {
            return new Entry(null, mode, owner);
        }
    }

    /** A layer without files. */
    static LayerArchive named(String name, Instant time) {
        return new LayerArchive(name, time, new TreeMap<>());
    }

    /** Adds a folder's files, and the folders above them. */
    LayerArchive with(Path folder, String at) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (var each : all.filter(one -> !one.equals(folder)).toList()) {
                var inside = at + folder.relativize(each);
                if (Files.isDirectory(each)) {
                    entries.put(inside + '/', Entry.folder(EXECUTABLE, 0));
                } else {
                    withFile(each, inside);
                }
            }
        }
        return this;
    }

    /** Adds a file, and the folders above it. */
    LayerArchive withFile(Path file, String at) {
        for (int slash = at.indexOf('/'); slash >= 0; slash = at.indexOf('/', slash + 1)) {
            entries.put(at.substring(0, slash + 1), Entry.folder(EXECUTABLE, 0));
        }
        entries.put(at, new Entry(file, Files.isExecutable(file) ? EXECUTABLE : READABLE, 0));
        return this;
    }

    /** Adds an empty folder. */
    LayerArchive withFolder(String at, int mode, int owner) {
        entries.put(at + '/', Entry.folder(mode, owner));
        return this;
    }

    /** Writes the layer, and hashes it before and after its compression. */
    void write(Path to, MessageDigest uncompressed, MessageDigest compressed) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(to));
                var tar = new TarArchiveOutputStream(
                        new DigestOutputStream(
                                new GZIPOutputStream(new DigestOutputStream(out, compressed)), uncompressed),
                        "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var each : entries.entrySet()) {
                write(tar, each.getKey(), each.getValue());
            }
        }
    }

    private void write(TarArchiveOutputStream tar, String at, Entry entry) throws IOException {
        var header = new TarArchiveEntry(at);
        header.setMode(entry.mode());
        header.setIds(entry.owner(), entry.owner());
        header.setModTime(time.toEpochMilli());
        if (entry.file() == null) {
            tar.putArchiveEntry(header);
        } else {
            header.setSize(Files.size(entry.file()));
            tar.putArchiveEntry(header);
            Files.copy(entry.file(), tar);
        }
        tar.closeArchiveEntry();
    }
}
