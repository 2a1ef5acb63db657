package io.facegate.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Signed note: a text and its signature lines (c2sp.org/signed-note).
 *
 * @param text ends with a line feed
 */
public record SignedNote(String text, List<Signature> signatures) {
    private static final int MOST = 100;
    private static final int LARGEST = 1 << 20;
    private static final int ID = 4;
    private static final String DASH = "— ";

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /**
     * A signature line.
     *
     * @param name the key's
     * @param id the first bytes of the key's hash
     */
    public record Signature(String name, int id, byte[] bytes) {
        String line() {
            var all = ByteBuffer.allocate(ID + bytes.length).putInt(id).put(bytes);
            return DASH + name + ' ' + StrictBase64.of(all.array()) + '\n';
        }

        /** True if both are by the same key. */
        public boolean sameKey(Signature other) {
            return id == other.id && name.equals(other.name);
        }

        @Override
        public String toString() {
            return name + '+' + HexFormat.of().toHexDigits(id);
        }
    }

    /** Returns the note with more signatures; for each key the newer one stays. */
    public SignedNote with(List<Signature> more) {
        var all = new ArrayList<>(signatures);
        all.removeIf(one -> more.stream().anyMatch(one::sameKey));
        all.addAll(more);
        return new SignedNote(text, all);
    }

    /** The encoded note. */
    public String encoded() {
        var all = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> all.append(signature.line()));
        return all.toString();
    }

    public byte[] bytes() {
        return encoded().getBytes(StandardCharsets.UTF_8);
    }

    /** Parses a note without verifying it; {@link VerifierKey} verifies signatures. */
    public static SignedNote parse(byte[] bytes) throws VerificationException {
        if (bytes.length > LARGEST) {
            throw new VerificationException("the note is too long");
        }
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException not) {
            throw new VerificationException("the note is not UTF-8");
        }
    }

    public static SignedNote parse(String whole) throws VerificationException {
        int split = whole.lastIndexOf("\n\n");
        if (split < 0 || !whole.endsWith("\n") || whole.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new VerificationException("it is not a signed note");
        }
        var signatures = signatures(whole.substring(split + 2));
        if (signatures.isEmpty()) {
            throw new VerificationException("nobody signed the note");
        }
        return new SignedNote(whole.substring(0, split + 1), signatures);
    }

    /** Parses signature lines, each ended by a line feed. */
    public static List<Signature> signatures(String lines) throws VerificationException {
        if (!lines.isEmpty() && !lines.endsWith("\n")) {
            throw new VerificationException("the last line of the note is cut off");
        }
        var found = new ArrayList<Signature>();
        for (var line : lines.lines().toList()) {
            found.add(signature(line));
        }
        if (found.size() > MOST) {
            throw new VerificationException("the note has too many signatures");
        }
        return found;
    }

    private static Signature signature(String line) throws VerificationException {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw new VerificationException("a signature line of the note is malformed");
        }
        var name = line.substring(DASH.length(), space);
        var bytes = StrictBase64.bytes(line.substring(space + 1));
        if (!VerifierKey.named(name) || bytes.length <= ID) {
            throw new VerificationException("a signature of the note is malformed");
        }
        return new Signature(name, ByteBuffer.wrap(bytes).getInt(), Arrays.copyOfRange(bytes, ID, bytes.length));
    }
}
