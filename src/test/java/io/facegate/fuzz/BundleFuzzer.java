package io.facegate.fuzz;

import io.facegate.call.Digests;
import io.facegate.ledger.note.VerificationException;
import io.facegate.usecase.delivery.BundleArchive;
import io.facegate.usecase.delivery.BundleManifest;
import io.facegate.usecase.delivery.PolicyBundle;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A policy bundle as its server sends it: as it comes where the first byte is even, else as the archive of one whose
 * note fits it. No signature is verified yet at that point.
 */
public final class BundleFuzzer {
    private static final String SIGNED = "\n— fuzz AAAAAQID\n";

    private BundleFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var rest = Arrays.copyOfRange(bytes, 1, bytes.length);
        boolean isArchive = bytes[0] % 2 != 0 && rest.length > 0;
        var bundle = isArchive ? around(rest) : rest;
        Claim.decodes(VerificationException.class, () -> {
            var read = PolicyBundle.parse(bundle);
            Claim.that(Arrays.equals(read.bytes(), bundle), "a bundle has one form, so nothing hides in it");
            Claim.that(read.manifest().serial() > 0, "a number");
        });
        if (isArchive) {
            unpack(rest);
        }
    }

    private static void unpack(byte[] archive) {
        Claim.decodes(VerificationException.class, () -> {
            var files = BundleArchive.unpack(archive);
            Claim.that(files.keySet().stream().allMatch(BundleArchive::isName), "names of policies, of no folder");
            Claim.that(
                    files.values().stream().mapToLong(file -> file.length).sum() <= archive.length,
                    "no longer than the archive");
            Claim.that(Arrays.equals(BundleArchive.pack(files), archive), "an archive has one form");
        });
    }

    private static byte[] around(byte[] archive) {
        var digest = HexFormat.of().formatHex(Digests.sha256(archive));
        var manifest = new BundleManifest(1, "0".repeat(64), digest, archive.length, null, null);
        var note = (manifest.text() + SIGNED).getBytes(StandardCharsets.UTF_8);
        var all = new ByteArrayOutputStream();
        all.writeBytes(("facegate-policy-bundle " + note.length + ' ' + archive.length + '\n')
                .getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(note);
        all.writeBytes(archive);
        return all.toByteArray();
    }
}
