package io.facegate.usecase.delivery;

import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.note.VerifierKey;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/**
 * A policy bundle that enough known keys signed.
 *
 * @param signers the known keys that signed it
 * @param files the unpacked policies, by name
 */
public record VerifiedBundle(PolicyBundle bundle, List<VerifierKey> signers, SortedMap<String, byte[]> files) {
    public VerifiedBundle {
        signers = List.copyOf(signers);
    }

    /** Verifies a bundle. Nothing is unpacked before the signatures and the archive's digest were verified. */
    public static VerifiedBundle open(byte[] bytes, BundleSigners known) throws VerificationException {
        var bundle = PolicyBundle.parse(bytes);
        var signed = known.requireEnough(bundle);
        return new VerifiedBundle(bundle, signed, BundleArchive.unpack(bundle.archive()));
    }

    public BundleManifest manifest() {
        return bundle.manifest();
    }

    /** Names of the keys that signed. */
    public List<String> signerNames() {
        return signers.stream().map(VerifierKey::name).toList();
    }

    /** Key ids of the signers, as their public keys state them in hex. */
    public List<String> signerIds() {
        return signers.stream().map(key -> HexFormat.of().toHexDigits(key.id())).toList();
    }
}
