package io.facegate.identity;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Parsed SigV4 Authorization header: well-formed, not yet verified. */
record SigV4Authorization(
        String keyId, String day, String region, String service, String[] signedHeaders, byte[] signature) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String TERMINATOR = "aws4_request";
    private static final int LONGEST = 4096;
    private static final int LONGEST_WORD = 128;
    private static final int MOST_HEADERS = 64;
    private static final int SIGNATURE_DIGITS = 64;

    static SigV4Authorization parse(String value) {
        if (value.length() > LONGEST) {
            throw SignatureFailure.incomplete("The Authorization header is too long.");
        }
        if (!value.startsWith(ALGORITHM + ' ')) {
            throw SignatureFailure.incomplete("The Authorization header must begin with " + ALGORITHM + '.');
        }
        var parts = value.substring(ALGORITHM.length() + 1).split(",", -1);
        if (parts.length != 3) {
            throw SignatureFailure.incomplete(
                    "The Authorization header needs Credential, SignedHeaders and Signature, once each.");
        }
        var scope = part(parts, "Credential=").split("/", -1);
        if (scope.length != 5 || !isWord(scope[0]) || !isDay(scope[1]) || !isRegion(scope[2]) || !isRegion(scope[3])) {
            throw SignatureFailure.incomplete("Credential must read KEY/YYYYMMDD/REGION/SERVICE/" + TERMINATOR + '.');
        }
        if (!scope[4].equals(TERMINATOR)) {
            throw SignatureFailure.invalid("Credential must end in " + TERMINATOR + '.');
        }
        return new SigV4Authorization(
                scope[0],
                scope[1],
                scope[2],
                scope[3],
                headers(part(parts, "SignedHeaders=")),
                signature(part(parts, "Signature=")));
    }

    /** Credential scope used to derive the signing key. */
    String scope() {
        return day + '/' + region + '/' + service + '/' + TERMINATOR;
    }

    /** The SigV4 string to sign, which contains the hash of the canonical request. */
    byte[] textToSign(String date, String canonicalRequestSha256) {
        return String.join("\n", ALGORITHM, date, scope(), canonicalRequestSha256)
                .getBytes(StandardCharsets.UTF_8);
    }

    boolean isSigned(String name) {
        for (var signed : signedHeaders) {
            if (signed.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static String part(String[] parts, String label) {
        String found = null;
        for (var part : parts) {
            found = takeOnce(found, part.strip(), label);
        }
        if (found == null || found.isEmpty()) {
            throw SignatureFailure.incomplete("The Authorization header lacks " + label.replace("=", "") + '.');
        }
        return found;
    }

    private static @Nullable String takeOnce(@Nullable String found, String part, String label) {
        if (!part.startsWith(label)) {
            return found;
        }
        if (found != null) {
            throw SignatureFailure.incomplete("The Authorization header names a part twice.");
        }
        return part.substring(label.length());
    }

    private static String[] headers(String listed) {
        var names = listed.split(";", -1);
        if (names.length > MOST_HEADERS) {
            throw SignatureFailure.incomplete("SignedHeaders names too many headers.");
        }
        for (int at = 0; at < names.length; at++) {
            if (!isHeader(names[at])) {
                throw SignatureFailure.invalid(
                        "SignedHeaders must be lower-case header names, separated by semicolons.");
            }
            if (at > 0 && names[at - 1].compareTo(names[at]) >= 0) {
                throw SignatureFailure.invalid("SignedHeaders must be sorted, each name once.");
            }
        }
        return names;
    }

    private static byte[] signature(String hex) {
        if (hex.length() != SIGNATURE_DIGITS || !AsciiClasses.isAll(hex, AsciiClasses::isLowerHex)) {
            throw SignatureFailure.incomplete("Signature must be 64 lower-case hexadecimal digits.");
        }
        return HexFormat.of().parseHex(hex);
    }

    private static boolean isDay(String text) {
        return text.length() == 8 && AsciiClasses.isAll(text, AsciiClasses::isDigit);
    }

    private static boolean isWord(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_WORD
                && AsciiClasses.isAll(text, AsciiClasses::isAlphanumeric);
    }

    private static boolean isRegion(String text) {
        return !text.isEmpty()
                && text.length() <= 32
                && AsciiClasses.isAll(text, c -> AsciiClasses.isLower(c) || AsciiClasses.isDigit(c) || c == '-');
    }

    /** True for an RFC 9110 token without upper-case letters. */
    private static boolean isHeader(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_WORD
                && AsciiClasses.isAll(
                        name,
                        c -> AsciiClasses.isLower(c) || AsciiClasses.isDigit(c) || "-_.!#$%&'*+^`|~".indexOf(c) >= 0);
    }

    /** The header value with that signature. */
    String header(byte[] made) {
        return ALGORITHM + " Credential=" + keyId + '/' + scope() + ", SignedHeaders=" + String.join(";", signedHeaders)
                + ", Signature=" + HexFormat.of().formatHex(made);
    }

    @Override
    public String toString() {
        return "SigV4Authorization[" + keyId + ']';
    }
}
