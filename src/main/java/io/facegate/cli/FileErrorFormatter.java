package io.facegate.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;

/** Formats file errors as sentences; the platform's own messages are often just the file name. */
public final class FileErrorFormatter {
    private FileErrorFormatter() {}

    /** Returns one sentence without its full stop. */
    public static String sentence(Exception failed) {
        if (!(failed instanceof FileSystemException named)) {
            return Objects.requireNonNullElse(failed.getMessage(), "it cannot be read or written");
        }
        return named.getFile() + " "
                + switch (named) {
                    case NoSuchFileException _ ->
                        hasFolder(named.getFile()) ? "is not there" : "is not there, nor its folder";
                    case AccessDeniedException _ -> "may not be read or written by this user";
                    case FileAlreadyExistsException _ -> "is there already";
                    case NotDirectoryException _ -> "is no folder";
                    case DirectoryNotEmptyException _ -> "is a folder that is not empty";
                    default ->
                        "cannot be used: " + Objects.requireNonNullElse(named.getReason(), "input or output failed");
                };
    }

    private static boolean hasFolder(String file) {
        var folder = Path.of(file).toAbsolutePath().getParent();
        return folder == null || Files.isDirectory(folder);
    }
}
