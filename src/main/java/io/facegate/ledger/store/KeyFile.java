package io.facegate.ledger.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;

/** The secret that commitments are made under, in a file of its own that only its owner can read. */
public final class KeyFile {
    private static final String NAME = "ledger.key";
    private static final int BYTES = 32;

    private KeyFile() {}

    /** The folder's key, made where there is none. */
    public static byte[] of(Path folder) throws IOException {
        var file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            make(folder, file);
        }
        var key = Files.readAllBytes(file);
        if (key.length != BYTES) {
            throw new IOException(NAME + " is damaged: it must hold " + BYTES + " bytes");
        }
        return key;
    }

    private static void make(Path folder, Path file) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var fresh = Files.createTempFile(folder, NAME, ".new", owner);
        var key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Files.write(fresh, key);
        Arrays.fill(key, (byte) 0);
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException another) {
            // Somebody else made the key a moment ago: theirs is the one.
        } finally {
            Files.delete(fresh);
        }
    }
}
