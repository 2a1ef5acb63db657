package io.facegate.identity;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;

/** SigV4 canonical paths and queries: paths normalised and encoded once more, queries encoded strictly and sorted. */
final class CanonicalPath {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int LONGEST = 8192;
    private static final char ENCODED_PLUS = '\uffff';

    private CanonicalPath() {}

    static String path(String raw) {
        if (raw.isEmpty() || raw.equals("/")) {
            return "/";
        }
        if (raw.length() > LONGEST || raw.charAt(0) != '/') {
            throw SignatureFailure.invalid("The path of the URL cannot be verified.");
        }
        var kept = new ArrayDeque<String>();
        for (var segment : raw.split("/", -1)) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        var path = '/' + String.join("/", kept) + (raw.endsWith("/") && !kept.isEmpty() ? "/" : "");
        return encoded(path, "/");
    }

    /** Returns the canonical query. Rejects presigned requests, whose signature would end up in logs and links. */
    static String query(String raw) {
        if (raw.isEmpty()) {
            return "";
        }
        if (raw.length() > LONGEST) {
            throw SignatureFailure.invalid("The query is too long.");
        }
        var pairs = raw.split("&", -1);
        for (int at = 0; at < pairs.length; at++) {
            pairs[at] = pair(pairs[at]);
        }
        Arrays.sort(pairs, CanonicalPath::compare);
        return String.join("&", pairs);
    }

    private static String pair(String raw) {
        int equals = raw.indexOf('=');
        var name = decoded(equals < 0 ? raw : raw.substring(0, equals));
        if (name.regionMatches(true, 0, "x-amz-", 0, 6)) {
            throw SignatureFailure.invalid(SigV4Verifier.PRESIGNED);
        }
        return encoded(name, "+") + '=' + encoded(equals < 0 ? "" : decoded(raw.substring(equals + 1)), "+");
    }

    /** Orders by name, then value: the equals sign must not take part in the order of names. */
    private static int compare(String one, String other) {
        int end = one.indexOf('=');
        int otherEnd = other.indexOf('=');
        int names = one.substring(0, end).compareTo(other.substring(0, otherEnd));
        return names != 0 ? names : one.substring(end).compareTo(other.substring(otherEnd));
    }

    /** Decodes to one character per byte, so invalid UTF-8 survives; an encoded plus stays distinct from a bare one. */
    private static String decoded(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        var text = new StringBuilder(raw.length());
        for (int at = 0; at < raw.length(); at++) {
            if (raw.charAt(at) != '%') {
                text.append(raw.charAt(at));
                continue;
            }
            if (at + 2 >= raw.length()
                    || !HexFormat.isHexDigit(raw.charAt(at + 1))
                    || !HexFormat.isHexDigit(raw.charAt(at + 2))) {
                throw SignatureFailure.invalid("The query is not correctly percent-encoded.");
            }
            int octet = HexFormat.fromHexDigits(raw, at + 1, at + 3);
            text.append(octet == '+' ? ENCODED_PLUS : (char) octet);
            at += 2;
        }
        return text.toString();
    }

    private static String encoded(String text, String kept) {
        var out = new StringBuilder(text.length() + 16);
        for (int at = 0; at < text.length(); at++) {
            char one = text.charAt(at);
            if (AsciiClasses.isUnreserved(one) || kept.indexOf(one) >= 0) {
                out.append(one);
            } else if (one == ENCODED_PLUS) {
                out.append("%2B");
            } else if (one <= 0xff) {
                out.append('%').append(HEX.toHexDigits((byte) one));
            } else {
                throw SignatureFailure.invalid("The request line has characters that are not allowed in a URL.");
            }
        }
        return out.toString();
    }
}
