package io.facegate.usecase.delivery;

import io.facegate.ledger.checkpoint.AtomicFile;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.VerificationException;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.reading.ReadingOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes, signs and reads policy bundles for a person at a command line. */
public final class BundleSigning {
    private static final long LONGEST_KEY = 4_096;

    private BundleSigning() {}

    /** Why a bundle was not made or signed; half a sentence for the person. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    /** The policies of a bundle. */
    public record Content(String digest, SortedMap<String, byte[]> files) {}

    /**
     * Creates a signer's key pair. The secret key is written to a new file that only its owner can read.
     *
     * @return the public key, as a file of signers names it
     * @throws java.nio.file.FileAlreadyExistsException if the file is there
     */
    public static String createKey(String name, Path secret) throws IOException {
        var key = SigningKey.generate(name);
        AtomicFile.writeNew(secret, (key.encoded() + '\n').getBytes(StandardCharsets.US_ASCII));
        return key.vkey().encoded();
    }

    /**
     * Reads a folder as a gateway does.
     *
     * @throws PolicyErrors with every mistake
     */
    public static Content readFolder(Path folder) {
        return content(PolicyFiles.read(folder));
    }

    /**
     * Reads a policy set that was in force before from the archive of a data folder.
     *
     * @throws PolicyErrors if it is not kept there, was altered, or no longer compiles
     */
    public static Content readArchived(Path data, String digest) {
        PolicyArchive.ofFolder(data).read(digest);
        var content = content(PolicyFiles.read(data.resolve("policies").resolve(digest)));
        if (!content.digest().equals(digest)) {
            throw new IllegalStateException("The archived policies changed while they were read.");
        }
        return content;
    }

    private static Content content(SortedMap<String, byte[]> read) {
        var files = new TreeMap<>(read);
        files.keySet().removeIf(name -> name.endsWith("_test.yaml"));
        var unfit = files.keySet().stream()
                .filter(name -> !BundleArchive.isName(name))
                .map(name -> new PolicyMistake(name, 0, 0, "has a name that a bundle cannot hold"))
                .toList();
        if (!unfit.isEmpty()) {
            throw new PolicyErrors(unfit);
        }
        return new Content(PolicyReader.read(files, ReadingOptions.SERVED).digest(), files);
    }

    /** Makes a bundle, signed with the key in that file. */
    public static PolicyBundle create(Content content, BundleTerms terms, Path key) throws IOException, Refused {
        try {
            return PolicyBundle.create(content.files(), content.digest(), terms, readKey(key));
        } catch (IllegalArgumentException tooLarge) {
            throw new Refused(String.valueOf(tooLarge.getMessage()));
        }
    }

    /** Adds a signature to a bundle that holds exactly these policies, so that its signer has them at hand. */
    public static PolicyBundle addSignature(PolicyBundle bundle, Content content, Path key)
            throws IOException, Refused {
        boolean same = bundle.manifest().policies().equals(content.digest())
                && Arrays.equals(bundle.archive(), BundleArchive.pack(content.files()));
        if (!same) {
            throw new Refused("the bundle holds other policies than the folder; its digest is "
                    + bundle.manifest().policies() + ", the folder's " + content.digest());
        }
        return bundle.signedBy(readKey(key));
    }

    private static SigningKey readKey(Path file) throws IOException, Refused {
        if (Files.size(file) > LONGEST_KEY) {
            throw new Refused("the file of the key is too large");
        }
        try {
            return SigningKey.parse(
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        } catch (VerificationException malformed) {
            throw new Refused(file + " is no key that policy key made: " + malformed.reason());
        }
    }

    /** Reads a bundle without verifying its signatures. */
    public static PolicyBundle readBundle(Path file) throws IOException, VerificationException {
        return PolicyBundle.parse(readBytes(file));
    }

    /** Reads a bundle and verifies it. */
    public static VerifiedBundle verify(Path file, BundleSigners signers) throws IOException, VerificationException {
        var verified = VerifiedBundle.open(readBytes(file), signers);
        var digest = PolicyReader.read(verified.files(), ReadingOptions.SERVED).digest();
        if (!digest.equals(verified.manifest().policies())) {
            throw new VerificationException("the policies in the bundle are not those that its manifest names");
        }
        return verified;
    }

    private static byte[] readBytes(Path file) throws IOException, VerificationException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(PolicyBundle.LARGEST + 1);
            if (bytes.length > PolicyBundle.LARGEST) {
                throw new VerificationException("it is larger than a policy bundle may be");
            }
            return bytes;
        }
    }

    /** Writes a bundle for everybody to read: complete, or not at all. */
    public static void write(PolicyBundle bundle, Path file) throws IOException {
        AtomicFile.write(file, bundle.bytes(), PosixFilePermissions.fromString("rw-r--r--"));
    }
}
