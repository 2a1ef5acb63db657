package io.facegate.usecase.reconcile;

import io.facegate.call.Digests;
import io.facegate.catalogue.TrailFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The files of a trail: one file, all files of a folder or a bucket, or standard input; plain or gzip. A link is not followed: it
 * counts as a file that cannot be read, and so does each file that is no trail. A file that an earlier comparison read
 * is not read again while it has nothing of the period.
 */
final class TrailFiles {
    /** Most bytes that a file may hold, decompressed. */
    private static final long LARGEST = 64L << 30;

    private static final int BUFFER = 1 << 16;

    private final TrailReader reader;
    private final TrailSink sink;
    private final TrailCounts counts;
    private final TrailFileCache known;
    private final Period period;
    private int files;

    /**
     * Creates a reader.
     *
     * @param counts what the sink counts
     * @param known the files that earlier comparisons read; those of this one are added
     */
    TrailFiles(TrailFormat format, TrailSink sink, TrailCounts counts, TrailFileCache known, Period period) {
        this.reader = new TrailReader(format, sink);
        this.sink = sink;
        this.counts = counts;
        this.known = known;
        this.period = period;
    }

    /** The number of files. */
    int files() {
        return files;
    }

    /**
     * Reads a trail.
     *
     * @return the SHA-256 of the file's bytes; of a folder that of its list of digests and names, as sha256sum prints it
     * @throws IOException if there is no such file or folder, or the folder has no file
     */
    String read(TrailLocation trail, InputStream standardInput) throws IOException {
        if (trail.isStandardInput()) {
            return hex(readNamed("standard input", standardInput));
        }
        if (trail.isBucket()) {
            try (var bucket = new S3TrailFolder(trail)) {
                return readAll(trail, bucket.files());
            }
        }
        var path = Path.of(trail.path());
        if (!Files.isDirectory(path)) {
            try (var in = Files.newInputStream(path)) {
                return hex(readNamed(trail.path(), in));
            }
        }
        return readAll(trail, list(path));
    }

    private String readAll(TrailLocation trail, List<TrailFile> all) throws IOException {
        var list = Digests.newSha256();
        if (all.isEmpty()) {
            throw new IOException(trail.path() + " has no files");
        }
        known.start();
        if (known.isCutShort()) {
            sink.countUnreadable();
            counts.nameDamaged("more files than are remembered, so that one that comes late is not noticed");
        }
        for (var file : all) {
            var line = digestOf(file) + "  " + file.name() + '\n';
            list.update(line.getBytes(StandardCharsets.UTF_8));
        }
        known.finish();
        return hex(list.digest());
    }

    /** All files of a folder, in the order of their names' bytes. */
    private static List<TrailFile> list(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted((one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other)))
                    .map(file -> TrailFile.of(folder, file))
                    .toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static byte[] bytes(Path file) {
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The digest of a file of a folder, which is read unless an earlier comparison did and it has nothing of the period. */
    private String digestOf(TrailFile file) {
        var name = file.name();
        var state = file.state().get();
        var before = known.find(name, state);
        if (before != null && !before.reaches(period)) {
            files++;
            counts.countUnchanged(before.records());
            return before.digest();
        }
        long unreadable = counts.unreadable();
        counts.startFile(known.records(name));
        var digest = hex(readOpened(file));
        if (known.isComplete()) {
            counts.countLateOfFile();
        }
        // Changed while it was read, or not read whole: it is read again.
        boolean isWhole = counts.unreadable() == unreadable
                && state != null
                && state.equals(file.state().get());
        known.add(
                name,
                new TrailFileCache.File(isWhole ? state : null, digest, counts.newestOfFile(), counts.recordsOfFile()));
        return digest;
    }

    /** Reads a file of a folder; one that cannot be opened counts as unreadable, with the digest of nothing. */
    private byte[] readOpened(TrailFile file) {
        try (var in = file.content().open()) {
            return readNamed(file.name(), in);
        } catch (IOException unreadable) {
            sink.countUnreadable();
            counts.nameDamaged(file.name());
            return Digests.newSha256().digest();
        }
    }

    private byte[] readNamed(String name, InputStream in) throws IOException {
        long before = counts.unreadable();
        var digest = readFile(in);
        if (counts.unreadable() > before) {
            counts.nameDamaged(name);
        }
        return digest;
    }

    private byte[] readFile(InputStream in) throws IOException {
        files++;
        var digest = Digests.newSha256();
        var raw = new BufferedInputStream(new DigestInputStream(in, digest), BUFFER);
        try {
            reader.read(new LimitedStream(isGzip(raw) ? WholeGzipStream.of(raw, BUFFER) : raw, LARGEST));
        } catch (IOException damaged) {
            sink.countUnreadable();
        }
        raw.transferTo(OutputStream.nullOutputStream());
        return digest.digest();
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        boolean is = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return is;
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
