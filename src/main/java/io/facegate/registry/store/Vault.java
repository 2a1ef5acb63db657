package io.facegate.registry.store;

import io.facegate.registry.RegistryTrouble.Unusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals secrets at rest: AES-256-GCM under the key in {@code registry.key}, bound to what each secret is for. */
public final class Vault {
    static final String FILE = "registry.key";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final SecretKeySpec key;

    private Vault(Path file, byte[] key) {
        this.file = file;
        this.key = new SecretKeySpec(key, "AES");
    }

    static boolean exists(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    static Vault create(Path folder) {
        var key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        PrivateFiles.write(
                folder.resolve(FILE), (HexFormat.of().formatHex(key) + '\n').getBytes(StandardCharsets.US_ASCII));
        return new Vault(folder.resolve(FILE), key);
    }

    static Vault open(Path folder) {
        var file = folder.resolve(FILE);
        try {
            PrivateFiles.demandPrivate(file, "guards every secret of the registry", "mint new keys");
            if (Files.size(file) > 2 * KEY_BYTES + 2) {
                throw malformed(file);
            }
            return new Vault(file, key(file, Files.readString(file, StandardCharsets.ISO_8859_1)));
        } catch (IOException unreadable) {
            throw new Unusable(
                    file + " cannot be read, and it guards every secret of the registry. "
                            + "Restore it from a backup.",
                    unreadable);
        }
    }

    private static byte[] key(Path file, String text) {
        try {
            var key = HexFormat.of().parseHex(text.strip());
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException notHexadecimal) {
            throw malformed(file);
        }
        throw malformed(file);
    }

    private static Unusable malformed(Path file) {
        return new Unusable(file + " is not a registry key (64 hexadecimal digits). Restore it from a backup.");
    }

    public byte[] seal(String purpose, byte[] secret) {
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, purpose, nonce).doFinal(secret);
            var whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return whole;
        } catch (GeneralSecurityException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }

    byte[] open(String purpose, byte[] sealed) {
        try {
            var nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, purpose, nonce)
                    .doFinal(sealed, NONCE_BYTES, Math.max(0, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException | IllegalArgumentException wrongKey) {
            throw new Unusable(
                    "The registry was sealed with another key than " + file + ", or was altered. "
                            + "Restore registry.db and registry.key from the same backup.",
                    wrongKey);
        }
    }

    private Cipher cipher(int mode, String purpose, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("facegate/registry/" + purpose).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
