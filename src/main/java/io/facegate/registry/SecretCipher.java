package io.facegate.registry;

import io.facegate.call.Digests;
import io.facegate.integrity.AesGcmCipher;
import io.facegate.integrity.RowAuthenticator;
import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Encrypts secrets at rest: AES-256-GCM under a key file, each bound to its purpose (associated data). */
public final class SecretCipher {
    private final Path file;
    private final Guard guard;
    private final AesGcmCipher cipher;

    private SecretCipher(Path file, Guard guard, byte[] key) {
        this.file = file;
        this.guard = guard;
        this.cipher = new AesGcmCipher(key);
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

        Path keyFile(Path folder) {
            return folder.resolve(name + ".key");
        }

        /** File of the next key, which replaces the key once everything is sealed under it. */
        Path nextKeyFile(Path folder) {
            return folder.resolve(name + ".key.next");
        }

        /** File of the key that was replaced last. */
        Path oldKeyFile(Path folder) {
            return folder.resolve(name + ".key.old");
        }
    }

    static boolean exists(Path folder, Guard guard) {
        return Files.exists(guard.keyFile(folder));
    }

    static SecretCipher create(Path folder, Guard guard) {
        return createFile(guard.keyFile(folder), guard);
    }

    static SecretCipher createFile(Path file, Guard guard) {
        var key = AesGcmCipher.newKey();
        PrivateFiles.write(file, (HexFormat.of().formatHex(key) + '\n').getBytes(StandardCharsets.US_ASCII));
        return new SecretCipher(file, guard, key);
    }

    /**
     * A cipher of a key that stands in no file.
     *
     * @param file the file to name in messages
     */
    static SecretCipher ofKey(Path file, Guard guard, byte[] key) {
        return new SecretCipher(file, guard, key);
    }

    /** The key itself, to wrap it. */
    byte[] key() {
        return cipher.key();
    }

    static SecretCipher open(Path folder, Guard guard) {
        return openFile(guard.keyFile(folder), guard);
    }

    static SecretCipher openFile(Path file, Guard guard) {
        try {
            PrivateFiles.requirePrivate(file, "guards " + guard.what, guard.otherwise);
            if (Files.size(file) > 2 * AesGcmCipher.KEY_BYTES + 2) {
                throw malformed(file);
            }
            return new SecretCipher(file, guard, key(file, Files.readString(file, StandardCharsets.ISO_8859_1)));
        } catch (IOException unreadable) {
            throw new Unusable(
                    file + " cannot be read, and it guards " + guard.what + ". Restore it from a backup.", unreadable);
        }
    }

    private static byte[] key(Path file, String text) {
        try {
            var key = HexFormat.of().parseHex(text.strip());
            if (key.length == AesGcmCipher.KEY_BYTES) {
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
        return cipher.seal(secret, context(purpose));
    }

    /** Decrypts; null if it was sealed for something else, under another key, or altered. */
    byte @Nullable [] tryOpen(String purpose, byte[] sealed) {
        return cipher.open(sealed, context(purpose));
    }

    byte[] open(String purpose, byte[] sealed) {
        var secret = tryOpen(purpose, sealed);
        if (secret == null) {
            throw new Unusable("What " + file + " guards was sealed with another key, or was altered. "
                    + "Restore it and the database beside it from the same backup.");
        }
        return secret;
    }

    /** MAC for commitments under a derived key: equal bytes give equal commitments, which reveal nothing else. */
    Mac commitmentMac(String purpose) {
        return Digests.newHmacSha256(deriveKey(purpose));
    }

    /** The derived key of {@link #commitmentMac}, for rows that are moved elsewhere. */
    byte[] commitmentKey(String purpose) {
        return deriveKey(purpose);
    }

    /** Row authenticator under a derived key. */
    RowAuthenticator rows() {
        return RowAuthenticator.derive(cipher.key(), context("rows"));
    }

    /** The derived key of the galleries that gateways share. */
    AesGcmCipher galleries() {
        return new AesGcmCipher(deriveKey("galleries"));
    }

    /** The derived key of what the console keeps outside the registry. */
    byte[] consoleKey() {
        return deriveKey("console");
    }

    /** Identifier of this key; reveals nothing about it. */
    String id() {
        return HexFormat.of().formatHex(deriveKey("id"), 0, 8);
    }

    private byte[] deriveKey(String purpose) {
        return Digests.hmacSha256(cipher.key(), context(purpose).getBytes(StandardCharsets.UTF_8));
    }

    private String context(String purpose) {
        return "facegate/" + guard.name + "/" + purpose;
    }
}
