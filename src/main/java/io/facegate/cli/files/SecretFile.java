package io.facegate.cli.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/** Takes the name of a file that holds a secret, as {@link NamedFile} does, and warns where others on this machine can read it. */
public final class SecretFile implements ITypeConverter<Path> {
    private static final System.Logger LOG = System.getLogger(SecretFile.class.getName());
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    @Override
    public @Nullable Path convert(String name) {
        if (name.isEmpty()) {
            return null;
        }
        var file = NamedFile.readable(name);
        if (isOpen(file)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} holds a secret that others on this machine can read or change: chmod 600 {0}",
                    file);
        }
        return file;
    }

    /** Whether others may read or write it; not so where there is no such file, or where files have no modes. */
    static boolean isOpen(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
