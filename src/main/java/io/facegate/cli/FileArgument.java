package io.facegate.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** picocli converter for the name of a readable file. An empty name means none. */
public final class FileArgument implements ITypeConverter<Path> {
    @Override
    public @Nullable Path convert(String name) {
        return name.isEmpty() ? null : readable(name);
    }

    static Path readable(String name) {
        try {
            var file = Path.of(name);
            var problem = problem(file);
            if (problem != null) {
                throw new TypeConversionException(problem);
            }
            return file;
        } catch (InvalidPathException noName) {
            throw new TypeConversionException("that is not a file name.");
        }
    }

    private static @Nullable String problem(Path file) {
        if (!Files.exists(file)) {
            return isInFolder(file)
                    ? named(file, "is not there")
                    : "there is no such file. Its name is not repeated here, because it may be the secret itself.";
        }
        if (Files.isDirectory(file)) {
            return named(file, "is a folder");
        }
        return Files.isReadable(file) ? null : named(file, "cannot be read");
    }

    private static String named(Path file, String problem) {
        return file + " " + problem + ". Name a file that exists and that this user may read.";
    }

    /** True if the text is plainly a path. Any text could name a file in the working folder, some one in the root. */
    private static boolean isInFolder(Path file) {
        var folder = file.getParent();
        return folder != null
                && Files.isDirectory(folder)
                && folder.toAbsolutePath().normalize().getNameCount() > 0;
    }
}
