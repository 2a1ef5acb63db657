package io.facegate.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/** Signs a file with Ed25519: the signature is beside it as {@code FILE.sig}, 64 bytes, which openssl verifies. */
final class PackageSignature {
    private static final String ALGORITHM = "Ed25519";
    private static final long LONGEST = 4096;
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final PrivateKey key;

    private PackageSignature(PrivateKey key) {
        this.key = key;
    }

    /**
     * Reads a key as {@code openssl genpkey -algorithm ed25519} writes it, without a password.
     *
     * @throws IOException if the file holds no such key, or others can read it; the message says what to do, and
     *     nothing of the file
     */
    static PackageSignature of(Path file) throws IOException {
        var key = read(file);
        // As the product demands it of its own keys, whose classes are not at hand here. A link's target counts.
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException("Users other than its owner can read the key of --sign. Run: chmod 600 KEY, and make a"
                    + " new key if anybody has read it.");
        }
        return key;
    }

    private static PackageSignature read(Path file) throws IOException {
        try {
            if (Files.size(file) > LONGEST) {
                throw new IllegalArgumentException("too long");
            }
            var text = Files.readString(file)
                    .replace("-----BEGIN PRIVATE KEY-----", "")
                    .replace("-----END PRIVATE KEY-----", "")
                    .replaceAll("\\s", "");
            var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text));
            return new PackageSignature(KeyFactory.getInstance(ALGORITHM).generatePrivate(encoded));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unfit) {
            throw new IOException(
                    "--sign names no file with an Ed25519 key. Make one: openssl genpkey -algorithm ed25519 -out KEY");
        }
    }

    void write(Path signed) throws IOException {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(Files.readAllBytes(signed));
            Files.write(signed.resolveSibling(signed.getFileName() + ".sig"), signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IOException("The signature cannot be made.", impossible);
        }
    }
}
