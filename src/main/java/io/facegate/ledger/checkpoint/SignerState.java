package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.postgres.GatewayId;
import io.facegate.ledger.record.Commitment;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.store.LedgerKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signing memory of a folder, kept apart from its newest checkpoint and authenticated under the ledger's key. If the
 * checkpoint is missing or older than this, it was removed or replaced.
 *
 * @param since the number of records when the folder began to remember
 * @param size the number of signed records
 * @param root of those records
 */
public record SignerState(long since, long size, byte[] root) {
    /** The file's name in the data folder. */
    public static final String NAME = "log.state";

    private static final Pattern TEXT = Pattern.compile(
            "(facegate\\.log-state/1\nsince (\\d{1,18})\nsigned (\\d{1,18}) ([0-9a-f]{64}|-)\n)mac ([0-9a-f]{64})\n");
    private static final System.Logger LOG = System.getLogger(SignerState.class.getName());

    /**
     * Reads a folder's signing memory; null if it never had one.
     *
     * @throws Fault.LedgerDown if it was changed or removed
     */
    public static @Nullable SignerState in(Path folder) {
        try {
            if (!LedgerKeyFile.in(folder)) {
                return null;
            }
            if (!Files.exists(folder.resolve(NAME))) {
                if (new LogKey(folder).remembers()) {
                    throw new Fault.LedgerDown(NAME + " is missing. Without it, it is not known what the log signed."
                            + " Put "
                            + NAME + " back, with the newest ledger and " + SignedCheckpoint.NAME
                            + ". If it is lost: facegate ledger accept --by NAME --reason TEXT");
                }
                return null;
            }
            return parse(Files.readString(folder.resolve(NAME)), LedgerKeyFile.read(folder));
        } catch (IOException unreadable) {
            throw new Fault.LedgerDown(NAME + " cannot be read: " + unreadable);
        }
    }

    private static SignerState parse(String text, byte[] key) {
        var found = TEXT.matcher(text);
        if (!found.matches() || !MessageDigest.isEqual(ascii(mac(key, found.group(1))), ascii(found.group(5)))) {
            throw new Fault.LedgerDown(
                    NAME + " was changed, or belongs to another ledger: this ledger's key does not authenticate it.");
        }
        var root = found.group(4).equals("-") ? new byte[0] : HexFormat.of().parseHex(found.group(4));
        return new SignerState(Long.parseLong(found.group(2)), Long.parseLong(found.group(3)), root);
    }

    private static String mac(byte[] key, String text) {
        return Commitment.to(key, RecordField.MAC, NAME + '\n' + text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Starts a folder's signing memory from its checkpoint, unless it has one.
     *
     * @throws Fault.LedgerDown if it should have one that was changed or removed
     */
    public static void adopt(LedgerAddress ledger) {
        var folder = ledger.data();
        try {
            if (!LedgerKeyFile.in(folder)) {
                return;
            }
            if (in(folder) == null) {
                begin(ledger);
            }
            // A folder whose gateway has no id yet is marked once it has one.
            if (ledger.database() == null || Files.exists(folder.resolve(GatewayId.NAME))) {
                bind(folder);
            }
        } catch (IOException | SQLException unable) {
            throw new Fault.LedgerDown(NAME + " cannot be made: " + unable.getMessage());
        }
    }

    /** Starts a folder's signing memory from its present files. */
    static void begin(LedgerAddress ledger) throws IOException, SQLException {
        var signed = SignedCheckpoint.in(ledger.data());
        long there = size(ledger);
        new SignerState(there, 0, new byte[0])
                .after(signed == null ? null : signed.checkpoint())
                .write(ledger.data());
        if (there > 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "The data folder did not store what its log signed. It does from now on, in {0}: {1} records, of"
                            + " {2}.",
                    NAME,
                    Long.toString(signed == null ? 0 : signed.checkpoint().size()),
                    Long.toString(there));
        }
    }

    /**
     * Marks the file of the secret key: this folder has a signing memory, a folder that the key is copied to has none.
     */
    public static void bind(Path folder) throws IOException {
        new LogKey(folder).remember();
    }

    private static long size(LedgerAddress ledger) throws SQLException {
        try (var reader = ledger.reader()) {
            return reader.head().size();
        }
    }

    /** Returns a copy for a newly signed checkpoint. */
    SignerState after(@Nullable Checkpoint signed) {
        return signed == null ? this : new SignerState(since, signed.size(), signed.root());
    }

    /**
     * Describes the problem of a folder's checkpoint, compared with this state; null if there is none. It may be newer.
     */
    public @Nullable String problem(@Nullable SignedCheckpoint kept) {
        if (size == 0) {
            return null;
        }
        if (kept == null) {
            return SignedCheckpoint.NAME + " is missing: the log signed " + size + " records, as " + NAME
                    + " remembers. Put it back, with a ledger of at least as many records";
        }
        long its = kept.checkpoint().size();
        return its < size || (its == size && !Arrays.equals(kept.checkpoint().root(), root))
                ? SignedCheckpoint.NAME + " is not the newest: it signs " + its + " records, and " + NAME
                        + " remembers that the log signed " + size + (its == size ? " others" : "")
                        + ". An older copy was put back: put the newest back"
                : null;
    }

    /** Writes the state; its checkpoint must be on disk before. */
    void write(Path folder) throws IOException {
        var text = "facegate.log-state/1\nsince " + since + "\nsigned " + size + ' '
                + (root.length == 0 ? "-" : HexFormat.of().formatHex(root)) + '\n';
        var whole = text + "mac " + mac(LedgerKeyFile.read(folder), text) + '\n';
        AtomicFile.write(folder.resolve(NAME), whole.getBytes(StandardCharsets.US_ASCII));
    }
}
