package io.facegate.ledger.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Identity of a data folder's gateway, constant for the life of the folder. */
public final class GatewayId {
    /** The file's name in the data folder. */
    public static final String NAME = "ledger.gateway";

    private GatewayId() {}

    /** Reads the id in a folder that this process has locked; creates one if there is none. */
    public static UUID readOrCreate(Path folder) throws IOException {
        var file = folder.resolve(NAME);
        try {
            return UUID.fromString(Files.readString(file).strip());
        } catch (NoSuchFileException none) {
            return create(file);
        } catch (IllegalArgumentException nonsense) {
            throw new IOException(NAME + " is damaged: it must hold a UUID", nonsense);
        }
    }

    private static UUID create(Path file) throws IOException {
        var id = UUID.randomUUID();
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var fresh = Files.createTempFile(file.getParent(), NAME, ".new", owner);
        Files.writeString(fresh, id + "\n");
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return id;
    }
}
