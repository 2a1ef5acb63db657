package io.facegate.vendor.rekognition.client;

import io.facegate.FakeVendor.Seen;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signature Version 4 worked out a second time, by its public description, to check the first by. */
final class SigV4 {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<scope>[^,]+), SignedHeaders=(?<signed>[^,]+), Signature=(?<signature>[0-9a-f]{64})");

    private SigV4() {}

    /** Throws unless the call was signed by that secret, body and all. */
    static Signed verify(Seen seen, String secret) throws GeneralSecurityException {
        var given = AUTHORIZATION.matcher(String.valueOf(seen.header("authorization")));
        if (!given.matches()) {
            throw new AssertionError("No signature in " + seen.headers().keySet());
        }
        var scope = given.group("scope");
        var names = List.of(given.group("signed").split(";"));
        var canonical = String.join(
                "\n",
                seen.method(),
                seen.uri(),
                "",
                names.stream()
                        .map(name -> name + ':' + seen.header(name) + '\n')
                        .collect(Collectors.joining()),
                given.group("signed"),
                sha256(seen.body()));
        var toSign = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                String.valueOf(seen.header("x-amz-date")),
                scope,
                sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        var key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (var part : Arrays.asList(scope.split("/"))) {
            key = hmac(key, part);
        }
        if (!HexFormat.of().formatHex(hmac(key, toSign)).equals(given.group("signature"))) {
            throw new AssertionError("The signature is not that of the secret over\n" + canonical);
        }
        return new Signed(given.group("key"), scope, names, seen.headers());
    }

    private static byte[] hmac(byte[] key, String data) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    record Signed(String key, String scope, List<String> names, Map<String, List<String>> headers) {}
}
