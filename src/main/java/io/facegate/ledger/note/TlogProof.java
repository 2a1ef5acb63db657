package io.facegate.ledger.note;

import io.facegate.ledger.tree.AuditPath;
import io.facegate.ledger.tree.Rfc6962;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Inclusion proof of a record in one text (c2sp.org/tlog-proof): the record as extra data, its index, the audit path,
 * and the checkpoint that signs the root.
 *
 * @param record the canonical bytes
 * @param path from the leaf up
 */
public record TlogProof(byte[] record, long index, List<byte[]> path, SignedNote checkpoint) {
    /** First line of every proof. */
    public static final String HEAD = "c2sp.org/tlog-proof@v1";

    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int LONGEST_PATH = 63;

    public TlogProof {
        path = List.copyOf(path);
    }

    public String encoded() {
        var all = new StringBuilder(HEAD).append('\n');
        all.append(EXTRA).append(StrictBase64.of(record)).append('\n');
        all.append(INDEX).append(index).append('\n');
        path.forEach(hash -> all.append(StrictBase64.of(hash)).append('\n'));
        return all.append('\n').append(checkpoint.encoded()).toString();
    }

    /** Parses a proof without verifying it; {@link #demand} verifies it. */
    public static TlogProof parse(byte[] bytes) throws VerificationException {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException not) {
            throw new VerificationException("it is not a proof file");
        }
    }

    static TlogProof parse(String whole) throws VerificationException {
        int split = whole.indexOf("\n\n");
        var head = split < 0
                ? List.<String>of()
                : List.of(whole.substring(0, split).split("\n", -1));
        if (head.size() < 3 || !head.getFirst().equals(HEAD) || !head.get(1).startsWith(EXTRA)) {
            throw new VerificationException("it is not a proof file with its record inside");
        }
        var index = head.get(2).startsWith(INDEX) ? head.get(2).substring(INDEX.length()) : "";
        if (!index.matches("0|[1-9][0-9]{0,17}") || head.size() > 3 + LONGEST_PATH) {
            throw new VerificationException("the proof does not say which record it proves");
        }
        var path = new ArrayList<byte[]>();
        for (var line : head.subList(3, head.size())) {
            path.add(StrictBase64.bytes(line));
        }
        var record = StrictBase64.bytes(head.get(1).substring(EXTRA.length()));
        return new TlogProof(record, Long.parseLong(index), path, SignedNote.parse(whole.substring(split + 2)));
    }

    public byte[] leaf() {
        return new Rfc6962().leaf(record);
    }

    /** Verifies that the checkpoint is signed and that the record leads to its root. */
    public Checkpoint demand(KeyChain keys) throws VerificationException {
        var signed = keys.open(checkpoint);
        demandIn(signed);
        return signed;
    }

    /** Verifies that the record leads to the root of that checkpoint. */
    public void demandIn(Checkpoint signed) throws VerificationException {
        var root = AuditPath.lead(leaf(), index, signed.size(), path);
        if (root == null || !Arrays.equals(root, signed.root())) {
            throw new VerificationException("the record does not match the signed checkpoint at its place");
        }
    }

    @Override
    public String toString() {
        return "TlogProof[" + index + ", " + record.length + " bytes]";
    }
}
