package io.facegate.engine.gallery;

import io.facegate.integrity.AesGcmCipher;
import io.facegate.integrity.RowAuthenticator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Encrypts bytes with AES-256-GCM under the key file beside the galleries, each bound to its context (AAD). */
final class GalleryCipher {
    private final AesGcmCipher cipher;

    GalleryCipher(AesGcmCipher cipher) {
        this.cipher = cipher;
    }

    /** Reads the key file; creates one readable by its owner only if missing. */
    static GalleryCipher open(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        var key = Files.readAllBytes(file);
        if (key.length != AesGcmCipher.KEY_BYTES) {
            throw new IOException(
                    file + " is not a key of " + AesGcmCipher.KEY_BYTES + " bytes; without the right key the"
                            + " galleries beside it cannot be read. Restore it from a backup.");
        }
        return new GalleryCipher(new AesGcmCipher(key));
    }

    /** Writes to a temporary file and renames it, so that a half-written key is never used. */
    private static void create(Path file) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        createPrivate(aside);
        Files.write(aside, AesGcmCipher.newKey());
        Files.move(aside, file);
    }

    /** Creates an empty file of mode 0600 if missing. */
    static void createPrivate(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException there) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    byte[] seal(byte[] plain, String belongsTo) {
        return cipher.seal(plain, belongsTo);
    }

    /** Decrypts; null if encrypted under another key, for another context, or altered. */
    byte @Nullable [] open(byte[] sealed, String belongsTo) {
        return cipher.open(sealed, belongsTo);
    }

    /** Row authenticator under a derived key. */
    RowAuthenticator rows() {
        return RowAuthenticator.derive(cipher.key(), "facegate/galleries/rows");
    }
}
