package io.facegate.registry;

import io.facegate.identity.CredentialHashes;
import io.facegate.integrity.RowAuthenticator;
import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts secrets at rest: AES-256-GCM under a key file, each bound to its purpose (associated data). */
public final class SecretVault {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final Guard guard;
    private final SecretKeySpec key;

    private SecretVault(Path file, Guard guard, byte[] key) {
        this.file = file;
        this.guard = guard;
        this.key = new SecretKeySpec(key, "AES");
    }

    /** What a vault protects. */
    enum Guard {
        REGISTRY("registry", "every secret of the registry", "mint new keys"),
        HELD("held", "the answers that are held for review", "treat them as known"),
        HANDLES("handles", "the owners of jobs, sessions and collections", "treat them as changed");

        private final String name;
        private final String what;
        private final String otherwise;

        Guard(String name, String what, String otherwise) {
            this.name = name;
            this.what = what;
            this.otherwise = otherwise;
        }

        Path in(Path folder) {
            return folder.resolve(name + ".key");
        }

        /** File of the next key, which replaces the key once everything is sealed under it. */
        Path nextIn(Path folder) {
            return folder.resolve(name + ".key.next");
        }
    }

    static boolean exists(Path folder, Guard guard) {
        return Files.exists(guard.in(folder));
    }

    static SecretVault create(Path folder, Guard guard) {
        return createFile(guard.in(folder), guard);
    }

    static SecretVault createFile(Path file, Guard guard) {
        var key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        PrivateFiles.write(file, (HexFormat.of().formatHex(key) + '\n').getBytes(StandardCharsets.US_ASCII));
        return new SecretVault(file, guard, key);
    }

    static SecretVault open(Path folder, Guard guard) {
        return openFile(guard.in(folder), guard);
    }

    static SecretVault openFile(Path file, Guard guard) {
        try {
            PrivateFiles.demandPrivate(file, "guards " + guard.what, guard.otherwise);
            if (Files.size(file) > 2 * KEY_BYTES + 2) {
                throw malformed(file);
            }
            return new SecretVault(file, guard, key(file, Files.readString(file, StandardCharsets.ISO_8859_1)));
        } catch (IOException unreadable) {
            throw new Unusable(
                    file + " cannot be read, and it guards " + guard.what + ". Restore it from a backup.", unreadable);
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
        return new Unusable(file + " is not a key of Facegate (64 hexadecimal digits). Restore it from a backup.");
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
                    "What " + file + " guards was sealed with another key, or was altered. "
                            + "Restore it and the database beside it from the same backup.",
                    wrongKey);
        }
    }

    /** MAC for commitments under a derived key: equal bytes give equal commitments, which reveal nothing else. */
    Mac committing(String purpose) {
        try {
            var derived = mac(key.getEncoded())
                    .doFinal(("facegate/" + guard.name + "/" + purpose).getBytes(StandardCharsets.UTF_8));
            return mac(derived);
        } catch (GeneralSecurityException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }

    /** Row authenticator under a derived key. */
    RowAuthenticator rows() {
        return RowAuthenticator.derived(key.getEncoded(), "facegate/" + guard.name + "/rows");
    }

    /** Identifier of this key; reveals nothing about it. */
    String id() {
        var id = CredentialHashes.hmacSha256(
                key.getEncoded(), ("facegate/" + guard.name + "/id").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(id, 0, 8);
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac;
    }

    private Cipher cipher(int mode, String purpose, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("facegate/" + guard.name + "/" + purpose).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
