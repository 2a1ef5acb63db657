package io.facegate.ledger.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;

/** Secret key of a ledger, for HMACs of its files and acts, in a file that only its owner can read. */
public final class LedgerKeyFile {
    /** The file's name in the data folder. */
    public static final String NAME = "ledger.key";

    private static final int BYTES = 32;

    private LedgerKeyFile() {}

    /** True if a folder has a key. */
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /** Reads the key. */
    public static byte[] read(Path folder) throws IOException {
        var key = Files.readAllBytes(folder.resolve(NAME));
        if (key.length != BYTES) {
            throw new IOException(NAME + " is damaged: it must hold " + BYTES + " bytes");
        }
        return key;
    }

    /** Creates a key unless there is one. */
    public static void create(Path folder) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var fresh = Files.createTempFile(folder, NAME, ".new", owner);
        var key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(key));
            channel.force(true);
        }
        Arrays.fill(key, (byte) 0);
        try {
            Files.createLink(folder.resolve(NAME), fresh);
        } catch (FileAlreadyExistsException another) {
            // Another process just created the key: use that one.
        } finally {
            Files.delete(fresh);
        }
    }
}
