package io.facegate.identity;

import io.facegate.call.Digests;
import io.facegate.identity.Credential.Request;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Signs the gateway's own requests with SigV4 for one service and region, over every header and a given body hash. */
public final class SigV4Signer {
    private final String region;
    private final String service;
    private final InstantSource clock;
    private final SigningKeyCache signingKeys = new SigningKeyCache();

    public SigV4Signer(String region, String service, InstantSource clock) {
        this.region = region;
        this.service = service;
        this.clock = clock;
    }

    /**
     * Signing credentials.
     *
     * @param token session token, or null
     */
    public record SigningCredentials(
            String keyId, String secret, @Nullable String token) {
        @Override
        public String toString() {
            return "SigningCredentials[" + keyId + ']';
        }
    }

    /**
     * Signs a POST.
     *
     * @param path raw, percent-encoded as sent
     * @param headers by lower-case name, including the host
     * @return the headers plus the signature headers
     */
    public Map<String, String> sign(
            String path, Map<String, String> headers, byte[] bodySha256, SigningCredentials pen) {
        return sign("POST", path, headers, bodySha256, pen);
    }

    /** Same, for any method. */
    public Map<String, String> sign(
            String method, String path, Map<String, String> headers, byte[] bodySha256, SigningCredentials pen) {
        var body = HexFormat.of().formatHex(bodySha256);
        var date = SigningTime.text(clock.instant());
        var all = new TreeMap<>(headers);
        all.put("x-amz-content-sha256", body);
        all.put("x-amz-date", date);
        if (pen.token != null) {
            all.put("x-amz-security-token", pen.token);
        }
        var names = all.keySet().toArray(String[]::new);
        var authorization =
                new SigV4Authorization(pen.keyId, date.substring(0, 8), region, service, names, new byte[0]);
        var request = new Request(method, path, "", List.copyOf(all.entrySet()), "", true);
        var text = authorization.textToSign(date, CanonicalRequest.hash(request, authorization, body));
        all.put("authorization", authorization.header(signature(pen, authorization, text)));
        return all;
    }

    private byte[] signature(SigningCredentials pen, SigV4Authorization authorization, byte[] text) {
        var secret = pen.secret.getBytes(StandardCharsets.UTF_8);
        var signingKey = signingKeys.findOrDerive(secret, authorization);
        signingKeys.remember(secret, authorization, signingKey);
        return Digests.hmacSha256(signingKey, text);
    }
}
