package io.facegate.engine.gallery;

import io.facegate.integrity.RowAuthenticator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Encrypts bytes with AES-256-GCM under the key file beside the galleries, each bound to its context (AAD). */
final class GalleryVault {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private GalleryVault(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Reads the key file; creates one readable by its owner only if missing. */
    static GalleryVault open(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        var key = Files.readAllBytes(file);
        if (key.length != KEY_BYTES) {
            throw new IOException(file + " is not a key of " + KEY_BYTES + " bytes; without the right key the"
                    + " galleries beside it cannot be read. Restore it from a backup.");
        }
        return new GalleryVault(key);
    }

    /** Writes to a temporary file and renames it, so that a half-written key is never used. */
    private static void create(Path file) throws IOException {
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        var aside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        createPrivate(aside);
        Files.write(aside, key);
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
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, belongsTo).doFinal(plain);
            var all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return all;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Decrypts; null if encrypted under another key, for another context, or altered. */
    byte @Nullable [] open(byte[] sealed, String belongsTo) {
        if (sealed.length < NONCE_BYTES) {
            return null;
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), belongsTo)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException notOurs) {
            return null;
        }
    }

    /** Row authenticator under a derived key. */
    RowAuthenticator rows() {
        return RowAuthenticator.derived(key.getEncoded(), "facegate/galleries/rows");
    }

    private Cipher cipher(int mode, byte[] nonce, String belongsTo) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
