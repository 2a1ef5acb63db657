package io.facegate.policy.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Reads one regular file of a policy folder, or explains why the entry cannot be read as one. */
final class PolicyFileReader {
    private static final int CHUNK = 1 << 16;

    private PolicyFileReader() {}

    /**
     * Reads a regular file, or the regular file that a link leads to. Other file types are not opened, because opening
     * a pipe blocks until there is a writer.
     *
     * @throws IOException with a sentence about the file: not a regular file, changed while reading, larger than {@code
     *     most} bytes, or unreadable
     */
    static byte[] read(Path file, int most) throws IOException {
        var before = state(file);
        var bytes = bytes(file, most);
        if (!state(file).equals(before)) {
            throw new IOException("changed while it was read; try again when nobody writes to the folder");
        }
        return bytes;
    }

    private static List<Object> state(Path file) throws IOException {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class);
            if (!found.isRegularFile()) {
                throw new IOException("is " + kind(file, found) + "; a policy must be a regular file or a link to one");
            }
            return List.of(String.valueOf(found.fileKey()), found.size(), found.lastModifiedTime());
        } catch (FileSystemException absent) {
            throw new IOException(reason(file, absent), absent);
        }
    }

    private static String kind(Path file, BasicFileAttributes found) {
        var link = Files.isSymbolicLink(file) ? "a link to " : "";
        return link + (found.isDirectory() ? "a folder" : "a pipe, socket or device");
    }

    private static String reason(Path file, FileSystemException error) {
        if (error instanceof NoSuchFileException) {
            return Files.isSymbolicLink(file)
                    ? "is a link to a file that does not exist; remove the link or restore the file"
                    : "was removed while the folder was read; try again when nobody writes to the folder";
        }
        if (error instanceof AccessDeniedException) {
            return "cannot be read: permission denied";
        }
        var why = error.getReason();
        return error instanceof FileSystemLoopException || String.valueOf(why).contains("symbolic links")
                ? "is a link that leads back to itself"
                : "cannot be read: " + (why == null ? error.getClass().getSimpleName() : why);
    }

    private static byte[] bytes(Path file, int most) throws IOException {
        var read = new ByteArrayOutputStream();
        try (var channel = Files.newByteChannel(file)) {
            var some = ByteBuffer.allocate(CHUNK);
            while (read.size() <= most && channel.read(some) >= 0) {
                read.write(some.array(), 0, some.position());
                some.clear();
            }
        } catch (FileSystemException unreadable) {
            throw new IOException(reason(file, unreadable), unreadable);
        } catch (IOException broken) {
            throw new IOException("cannot be read: " + broken.getMessage(), broken);
        }
        if (read.size() > most) {
            throw new IOException("is larger than " + most + " bytes; split it");
        }
        return read.toByteArray();
    }
}
