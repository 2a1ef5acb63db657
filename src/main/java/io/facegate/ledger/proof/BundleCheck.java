package io.facegate.ledger.proof;

import io.facegate.call.Digests;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.record.RecordScanner;
import io.facegate.ledger.store.MerkleTreeVerifier.Damage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Offline verification of an evidence bundle with the public key alone: each record against its proof, every file
 * against the manifest, and the manifest against its seal, a record in the log.
 */
public final class BundleCheck {
    /** The records, one per line. */
    public static final String RECORDS = "records.jsonl";

    /** The checkpoint that signs the tree of all records. */
    public static final String CHECKPOINT = "checkpoint";

    /** The log's first key, and the proofs of its successors. */
    public static final String KEYS = "log.keys";

    /** The SHA-256 of every file except itself and the seal. */
    public static final String MANIFEST = "manifest.txt";

    /** The proof of the record of this bundle's export, which holds the SHA-256 of the manifest. */
    public static final String SEAL = "seal.tlog-proof";

    /** Prefix of the subject in the record of a bundle. */
    public static final String SUBJECT = "bundle/";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^\\p{Cntrl}]+)");
    private static final Pattern PROOF = Pattern.compile("proofs/(0|[1-9][0-9]{0,17})\\.tlog-proof");

    private final Map<String, byte[]> files;
    private final Checkpoint signed;
    private final List<String> listed;

    /** @param signed the verified checkpoint */
    BundleCheck(Map<String, byte[]> files, Checkpoint signed) throws VerificationException {
        this.files = files;
        this.signed = signed;
        this.listed = text(MANIFEST).lines().toList();
    }

    /** The file name of a record's proof. */
    public static String proof(long index) {
        return "proofs/" + index + ".tlog-proof";
    }

    /** Verifies the records; the damage names the first that differs from the signed one. */
    LedgerVerification records() throws VerificationException {
        var lines = text(RECORDS).split("\n", -1);
        int at = 0;
        Damage damage = null;
        for (long place : places()) {
            damage = wrong(place, at < lines.length - 1 ? lines[at] : null);
            if (damage != null) {
                break;
            }
            at++;
        }
        if (damage == null && (at != lines.length - 1 || !lines[at].isEmpty())) {
            damage = surplus(lines, at);
        }
        return new LedgerVerification(at, HexFormat.of().formatHex(signed.root()), damage, List.of());
    }

    /** Indexes of all records that have a proof, or had one according to the manifest. */
    private NavigableSet<Long> places() {
        var places = new TreeSet<Long>();
        var names = new TreeSet<>(files.keySet());
        listed.forEach(line -> names.add(line.substring(Math.min(line.length(), 66))));
        for (var name : names) {
            var proof = PROOF.matcher(name);
            if (proof.matches()) {
                places.add(Long.parseLong(proof.group(1)));
            }
        }
        return places;
    }

    private @Nullable Damage wrong(long place, @Nullable String line) {
        var file = files.get(proof(place));
        if (file == null) {
            return new Damage(place, null, "its proof is missing from the bundle");
        }
        try {
            var proof = TlogProof.parse(file);
            proof.demandIn(signed);
            if (proof.index() != place || !Arrays.equals(proof.checkpoint().bytes(), files.get(CHECKPOINT))) {
                return new Damage(place, id(proof.record()), "its proof is of another place or checkpoint");
            }
            var record = new String(proof.record(), StandardCharsets.UTF_8);
            return record.equals(line)
                    ? null
                    : new Damage(
                            place,
                            id(proof.record()),
                            line == null
                                    ? "its line is missing from " + RECORDS
                                    : "the line that should hold it in " + RECORDS + " holds something else");
        } catch (VerificationException wrong) {
            return new Damage(place, line == null ? null : id(bytes(line)), "its proof: " + wrong.why());
        }
    }

    private Damage surplus(String[] lines, int at) {
        var bytes = bytes(lines[at]);
        return new Damage(
                places().isEmpty() ? 0 : places().last(), id(bytes), "what follows it in " + RECORDS + " has no proof");
    }

    private static @Nullable String id(byte[] record) {
        var scanner = new RecordScanner();
        return scanner.at(record, 0, record.length) ? scanner.id() : null;
    }

    /** Verifies every file against the manifest, and that there is no other file. */
    void demandManifest() throws VerificationException {
        var left = new TreeSet<>(files.keySet());
        left.removeAll(List.of(MANIFEST, SEAL));
        for (var line : listed) {
            var read = LINE.matcher(line);
            if (!read.matches() || !left.remove(read.group(2))) {
                throw new VerificationException("a file that " + MANIFEST + " lists is missing, or listed twice");
            }
            if (!read.group(1).equals(sha256(files.get(read.group(2))))) {
                throw new VerificationException(read.group(2) + " is not the file that " + MANIFEST + " lists");
            }
        }
        if (!left.isEmpty()) {
            throw new VerificationException(left.first() + " is a file that " + MANIFEST + " does not list");
        }
    }

    /** Verifies that a record in the log seals this bundle as it is. */
    void demandSeal(TlogProof seal, Checkpoint later) throws VerificationException {
        seal.demandIn(later);
        var record = new String(seal.record(), StandardCharsets.UTF_8);
        var subject = "\"subject\":\"" + SUBJECT + sha256(files.get(MANIFEST)) + '"';
        if (!record.startsWith("{\"act\":\"export\",") || !record.contains(subject)) {
            throw new VerificationException(
                    "the record in " + SEAL + " is not of this bundle: a file was changed, left out or added");
        }
    }

    /** Parses the seal; it must still be verified with the log's keys. */
    static TlogProof seal(Map<String, byte[]> files) throws VerificationException {
        return TlogProof.parse(file(files, SEAL));
    }

    /** Parses the checkpoint; it must still be verified with the log's keys. */
    static SignedNote checkpoint(Map<String, byte[]> files) throws VerificationException {
        return SignedNote.parse(file(files, CHECKPOINT));
    }

    /** The trusted keys, and the successors that the bundle proves. */
    static KeyChain keys(Map<String, byte[]> files, KeyChain trusted) throws VerificationException {
        return trusted.followed(new String(file(files, KEYS), StandardCharsets.UTF_8));
    }

    private String text(String name) throws VerificationException {
        return new String(file(files, name), StandardCharsets.UTF_8);
    }

    private static byte[] file(Map<String, byte[]> files, String name) throws VerificationException {
        var bytes = files.get(name);
        if (bytes == null) {
            throw new VerificationException("the bundle has no " + name);
        }
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte @Nullable [] bytes) {
        return HexFormat.of().formatHex(Digests.sha256(bytes == null ? new byte[0] : bytes));
    }
}
