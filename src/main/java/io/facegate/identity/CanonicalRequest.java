package io.facegate.identity;

import io.facegate.call.Digests;
import io.facegate.identity.Credential.Request;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** SigV4 canonical request: method, path, query, signed headers and body hash; both sides hash it. */
final class CanonicalRequest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int LONGEST = 65_536;

    private final StringBuilder text = new StringBuilder(1024);

    private CanonicalRequest() {}

    /** The hash of the canonical request in hexadecimal. */
    static String hash(Request request, SigV4Authorization authorization, String bodySha256) {
        var canonical = new CanonicalRequest();
        canonical.write(request, authorization.signedHeaders(), bodySha256);
        return HEX.formatHex(Digests.sha256(canonical.bytes()));
    }

    private void write(Request request, String[] signed, String bodySha256) {
        text.append(request.method()).append('\n');
        text.append(CanonicalPath.path(request.path())).append('\n');
        text.append(CanonicalPath.query(request.query())).append('\n');
        for (var name : signed) {
            header(request, name);
        }
        text.append('\n');
        for (int at = 0; at < signed.length; at++) {
            text.append(at == 0 ? "" : ";").append(signed[at]);
        }
        text.append('\n').append(bodySha256);
    }

    private void header(Request request, String name) {
        boolean found = false;
        for (var line : request.headers()) {
            if (line.getKey().equalsIgnoreCase(name)) {
                text.append(found ? "," : name + ':');
                found = true;
                appendTrimmed(line.getValue());
            }
        }
        if (!found) {
            throw SignatureFailure.invalid("A header that SignedHeaders names is not in the request.");
        }
        if (text.length() > LONGEST) {
            throw SignatureFailure.invalid("The signed headers are too long.");
        }
        text.append('\n');
    }

    /** Appends the value trimmed, with runs of white space collapsed to one space. */
    private void appendTrimmed(String value) {
        int end = value.length();
        while (end > 0 && AsciiClasses.isSpace(value.charAt(end - 1))) {
            end--;
        }
        boolean follows = false;
        for (int at = 0; at < end; at++) {
            int word = at;
            while (at < end && !AsciiClasses.isSpace(value.charAt(at))) {
                at++;
            }
            if (at > word) {
                text.append(follows ? " " : "").append(value, word, at);
                follows = true;
            }
        }
    }

    /** Header values arrive as one character per byte (Latin-1); these bytes were signed. */
    private byte[] bytes() {
        var written = text.toString();
        var bytes = written.getBytes(StandardCharsets.ISO_8859_1);
        if (!new String(bytes, StandardCharsets.ISO_8859_1).equals(written)) {
            throw SignatureFailure.invalid("The request has characters that are not allowed in a header.");
        }
        return bytes;
    }
}
