package io.facegate.usecase.delivery;

import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who may sign policy bundles, and how many of them must.
 *
 * @param threshold how many keys must have signed a bundle
 * @param thresholdToPermitMore how many must have signed one that permits more than the policies in force
 */
public record BundleSigners(List<VerifierKey> keys, int threshold, int thresholdToPermitMore) {
    private static final int MOST = 20;
    private static final long LARGEST = 64 * 1024;
    private static final int LONGEST_NAME = 64;

    public BundleSigners {
        keys = List.copyOf(keys);
    }

    /**
     * Reads a file of signers.
     *
     * @throws IOException if it cannot be read
     * @throws VerificationException with the line and the reason if it is malformed
     */
    public static BundleSigners read(Path file) throws IOException, VerificationException {
        if (Files.size(file) > LARGEST) {
            throw new VerificationException("the file is too large");
        }
        try {
            return parse(Files.readString(file));
        } catch (CharacterCodingException binary) {
            throw new VerificationException("the file is not text");
        }
    }

    /** Parses lines {@code signer VKEY}, {@code threshold N} and {@code threshold-to-permit-more N}. */
    public static BundleSigners parse(String text) throws VerificationException {
        var reading = new Reading();
        int number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            var words = line.strip().split("[ \t]+");
            if (!line.isBlank() && !words[0].startsWith("#")) {
                try {
                    reading.readLine(words);
                } catch (VerificationException wrong) {
                    throw new VerificationException("line " + number + ": " + wrong.reason());
                }
            }
        }
        return reading.finish();
    }

    /** The known keys that signed the bundle. An invalid signature of a known key rejects it. */
    List<VerifierKey> verify(PolicyBundle bundle) throws VerificationException {
        var signed = new ArrayList<VerifierKey>();
        for (var key : keys) {
            if (key.hasSigned(bundle.note())) {
                key.requireSignature(bundle.note());
                signed.add(key);
            }
        }
        return signed;
    }

    /** The same; requires enough of them for a bundle that permits no more than before. */
    List<VerifierKey> requireEnough(PolicyBundle bundle) throws VerificationException {
        var signed = verify(bundle);
        if (signed.size() < threshold) {
            throw new VerificationException(
                    "the policy bundle has " + count(signed.size()) + " of known signers; it needs " + threshold);
        }
        return signed;
    }

    private static String count(int signatures) {
        return signatures == 1 ? "1 signature" : signatures + " signatures";
    }

    /** Parser state of a file of signers. */
    private static final class Reading {
        private final List<VerifierKey> keys = new ArrayList<>();
        private int threshold;
        private int more;

        void readLine(String[] words) throws VerificationException {
            boolean fits = words.length == 2
                    && switch (words[0]) {
                        case "signer" -> signer(VerifierKey.parse(words[1]));
                        case "threshold" -> threshold == 0 && (threshold = number(words[1])) > 0;
                        case "threshold-to-permit-more" -> more == 0 && (more = number(words[1])) > 0;
                        default -> false;
                    };
            if (!fits) {
                throw new VerificationException("a line is signer VKEY, threshold N or threshold-to-permit-more N;"
                        + " each threshold is given once and is at least 1");
            }
        }

        /** One person with two names, or with one key twice, must not count as two. */
        private boolean signer(VerifierKey key) throws VerificationException {
            boolean again =
                    keys.stream().anyMatch(one -> one.name().equals(key.name()) || Arrays.equals(one.key(), key.key()));
            if (again || keys.size() == MOST || key.name().length() > LONGEST_NAME || key.type() != VerifierKey.LOG) {
                throw new VerificationException("the signer has the name or the key of another, has a key that does"
                        + " not sign notes, has a name longer than " + LONGEST_NAME + ", or is one more than " + MOST);
            }
            return keys.add(key);
        }

        private static int number(String word) {
            return word.matches("[1-9][0-9]?") ? Integer.parseInt(word) : 0;
        }

        BundleSigners finish() throws VerificationException {
            if (threshold == 0 || more < Math.max(2, threshold) || more > keys.size()) {
                throw new VerificationException("it needs threshold and threshold-to-permit-more; the second is at"
                        + " least 2 and the first, and at most the number of signers");
            }
            return new BundleSigners(keys, threshold, more);
        }
    }
}
