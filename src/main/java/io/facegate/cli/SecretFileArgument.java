package io.facegate.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/** picocli converter for a secret's file. Like {@link FileArgument}, but warns if other users can read it. */
public final class SecretFileArgument implements ITypeConverter<Path> {
    private static final System.Logger LOG = System.getLogger(SecretFileArgument.class.getName());
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);
    private static final long LONGEST = 8192;

    @Override
    public @Nullable Path convert(String name) {
        if (name.isEmpty()) {
            return null;
        }
        var file = FileArgument.requireReadable(name);
        if (isOpen(file)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} holds a secret that others on this machine can read or change: chmod 600 {0}",
                    file);
        }
        return file;
    }

    /** Why the file does not contain exactly one key, secret or token, or null. Reveals nothing of the content. */
    public static @Nullable String problem(String option, Path file) {
        if (!Files.isReadable(file)) {
            return option + ": " + file + " is not there, or cannot be read.";
        }
        return isOneWord(file)
                ? null
                : option + ": " + file + " must hold one word of visible ASCII characters and nothing else.";
    }

    /** The same check for a file whose first line is a password. */
    public static @Nullable String passwordProblem(String option, Path file) {
        return beginsWithText(file)
                ? null
                : option + ": " + file + " must hold the password in its first line, as text.";
    }

    private static boolean isOneWord(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                return false;
            }
            var text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        } catch (IOException unread) {
            return false;
        }
    }

    private static boolean beginsWithText(Path file) {
        try (var lines = Files.lines(file)) {
            var first = Files.size(file) > LONGEST ? "" : lines.findFirst().orElse("");
            return !first.isBlank() && first.chars().noneMatch(Character::isISOControl);
        } catch (IOException | UncheckedIOException unread) {
            return false;
        }
    }

    /** True if other users may read or write the file. False if it does not exist or the file system has no modes. */
    static boolean isOpen(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
