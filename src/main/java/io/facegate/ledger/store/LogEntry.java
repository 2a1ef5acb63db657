package io.facegate.ledger.store;

import io.facegate.ledger.record.Salt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record, ready to be stored.
 *
 * @param json its canonical bytes
 * @param leaf their RFC 6962 hash
 * @param opens the decision's id if this permits a call, which an outcome must close
 * @param closes the id of the decision whose outcome this is
 * @param salts of its commitments, stored separately
 */
public record LogEntry(
        byte[] json,
        byte[] leaf,
        @Nullable String opens,
        @Nullable String closes,
        List<Salt> salts) {
    /** A record without commitments. */
    public LogEntry(byte[] json, byte[] leaf, @Nullable String opens, @Nullable String closes) {
        this(json, leaf, opens, closes, List.of());
    }

    /** The records' bytes, separated by line feeds. */
    public static byte[] join(List<LogEntry> lines) {
        int size = lines.size() - 1;
        for (var line : lines) {
            size += line.json().length;
        }
        var joined = new byte[size];
        int at = 0;
        for (var line : lines) {
            if (at > 0) {
                joined[at++] = '\n';
            }
            System.arraycopy(line.json(), 0, joined, at, line.json().length);
            at += line.json().length;
        }
        return joined;
    }

    @Override
    public String toString() {
        return "LogEntry[" + json.length + " bytes]";
    }
}
