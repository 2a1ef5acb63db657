package io.facegate.ledger.note;

import io.facegate.ledger.tree.ConsistencyProof.Tree;
import io.facegate.ledger.tree.Rfc6962;
import java.util.HexFormat;

/**
 * Checkpoint of a log: its size and root hash (c2sp.org/tlog-checkpoint).
 *
 * @param origin the log's name
 */
public record Checkpoint(String origin, long size, byte[] root) {
    private static final int LINES = 3;

    /** The three lines that are signed. */
    public String text() {
        return origin + '\n' + size + '\n' + StrictBase64.encode(root) + '\n';
    }

    public Tree tree() {
        return new Tree(size, root);
    }

    /** Parses the text of a note; lines after the third are allowed and ignored. */
    public static Checkpoint parse(SignedNote note) throws VerificationException {
        var lines = note.text().split("\n", -1);
        if (lines.length <= LINES || lines[0].isEmpty() || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new VerificationException("it is not a checkpoint of a log");
        }
        for (int i = LINES; i < lines.length - 1; i++) {
            if (lines[i].isEmpty()) {
                throw new VerificationException("a line of the checkpoint is empty");
            }
        }
        var root = StrictBase64.bytes(lines[2]);
        if (root.length != Rfc6962.HASH) {
            throw new VerificationException("the checkpoint's root is not a hash");
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
    }

    @Override
    public String toString() {
        return origin + ' ' + size + ' ' + HexFormat.of().formatHex(root);
    }
}
