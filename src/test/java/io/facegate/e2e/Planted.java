package io.facegate.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must stand nowhere, and where it stands all the same: as it is, in base64, in hex, or as a plain SHA-256. */
final class Planted {
    private final Map<String, byte[]> needles = new LinkedHashMap<>();

    /** A name, a token or a secret. */
    Planted text(String what, String value) {
        return bytes(what, value.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    /** A picture: any 48 bytes out of its middle, or its hash. */
    Planted picture(String what, byte[] whole) {
        int from = whole.length / 2 / 3 * 3;
        return bytes(what, java.util.Arrays.copyOfRange(whole, from, from + 48), whole);
    }

    private Planted bytes(String what, byte[] some, byte[] whole) {
        var hash = sha256(whole);
        needles.put(what, some);
        for (int shift = 0; shift < 3; shift++) {
            var padded = new byte[shift + some.length];
            System.arraycopy(some, 0, padded, shift, some.length);
            var text = Base64.getEncoder().withoutPadding().encodeToString(padded);
            needles.put(
                    what + " in base64, " + shift,
                    ascii(text.substring(shift == 0 ? 0 : shift + 1, text.length() - 1)));
        }
        needles.put(what + " in hex", ascii(HexFormat.of().formatHex(some)));
        needles.put(what + " hashed", hash);
        needles.put(what + " hashed, in hex", ascii(HexFormat.of().formatHex(hash)));
        needles.put(
                what + " hashed, in base64",
                ascii(Base64.getEncoder().withoutPadding().encodeToString(hash)));
        return this;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException(broken);
        }
    }

    Map<String, byte[]> needles() {
        return needles;
    }

    /** Every needle in every file under a folder. */
    List<String> under(Path folder) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                needles.forEach((what, needle) -> {
                    if (text.contains(new String(needle, StandardCharsets.ISO_8859_1))) {
                        found.add(what + ": " + folder.relativize(file));
                    }
                });
            }
        }
        return found;
    }
}
