package io.facegate.ledger;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Path of a folder, short enough for a socket address: its own path, or a symbolic link that exists until this is
 * closed.
 */
final class SocketPath implements AutoCloseable {
    /** A Unix socket address holds 108 bytes on Linux and 104 elsewhere. */
    private static final int LONGEST = 100;

    private static final int NAME = 16;

    private final Path folder;
    private final @Nullable Path link;

    private SocketPath(Path folder, @Nullable Path link) {
        this.folder = folder;
        this.link = link;
    }

    static SocketPath shorten(Path folder) throws IOException {
        var whole = folder.toAbsolutePath();
        if (whole.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length + NAME <= LONGEST) {
            return new SocketPath(whole, null);
        }
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        var link = Files.createTempDirectory("facegate", owner).resolve("d");
        return new SocketPath(Files.createSymbolicLink(link, whole), link);
    }

    UnixDomainSocketAddress socketAddress(String name) {
        return UnixDomainSocketAddress.of(folder.resolve(name));
    }

    @Override
    public void close() throws IOException {
        if (link != null) {
            Files.delete(link);
            Files.delete(link.getParent());
        }
    }
}
