package io.facegate.cli.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes the name of a file that is there and can be read; an empty name is none. */
public final class NamedFile implements ITypeConverter<Path> {
    private static final long LONGEST = 8192;

    @Override
    public @Nullable Path convert(String name) {
        return name.isEmpty() ? null : readable(name);
    }

    static Path readable(String name) {
        try {
            var file = Path.of(name);
            var problem = problem(file);
            if (problem != null) {
                throw new TypeConversionException(problem + ". Name a file that is there and that this user may read.");
            }
            return file;
        } catch (InvalidPathException noName) {
            throw new TypeConversionException("that is no file's name.");
        }
    }

    private static @Nullable String problem(Path file) {
        if (!Files.exists(file)) {
            return file + " is not there";
        }
        if (Files.isDirectory(file)) {
            return file + " is a folder";
        }
        return Files.isReadable(file) ? null : file + " cannot be read";
    }

    /** Why a file that should hold one key, secret or token does not, in words that tell nothing of it; or null. */
    public static @Nullable String unfit(String option, Path file) {
        return isOneWord(file)
                ? null
                : option + ": " + file + " must hold one word of visible ASCII characters, and nothing else.";
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
}
