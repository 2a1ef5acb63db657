package io.facegate.identity.sigv4;

import io.facegate.identity.Credential;
import io.facegate.identity.Credential.Request;
import io.facegate.identity.Directory;
import io.facegate.identity.Hashes;
import io.facegate.identity.Headers;
import io.facegate.identity.Key;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Verifies that a request was signed, whole, with the secret of a registered key. */
public final class SignatureVerifier {
    private static final int MOST_HEADERS = 200;

    /** Signs for nobody: an unknown key id takes the same path as a wrong secret. */
    private static final Key NOBODY = nobody();

    private final Directory directory;
    private final String service;
    private final SigningKeys signingKeys = new SigningKeys();

    /**
     * Verifies for one service.
     *
     * @param service that signatures must be scoped to, such as {@code rekognition}
     */
    public SignatureVerifier(Directory directory, String service) {
        this.directory = directory;
        this.service = service;
    }

    /**
     * The key that signed.
     *
     * @throws io.facegate.call.Fault.Unauthenticated when no registered key signed exactly this request, just now
     */
    public Key verify(Credential.Signed signed, Instant now) {
        var request = signed.request();
        var authorization = authorization(request);
        var date = SignedAt.of(request, authorization, now);
        requireCovered(request, authorization);
        var body = HexFormat.of().formatHex(signed.bodySha256());
        requireBodyHash(request, body);
        var text = authorization.textToSign(date, CanonicalRequest.hash(request, authorization, body));
        return signer(authorization, text);
    }

    private Authorization authorization(Request request) {
        if (request.headers().size() > MOST_HEADERS) {
            throw Refused.incomplete("The request carries too many headers.");
        }
        var lines = Headers.values(request, "Authorization");
        if (lines.size() != 1) {
            throw Refused.incomplete("A signed request carries one Authorization header.");
        }
        var authorization = Authorization.parse(lines.get(0));
        if (!authorization.service().equals(service)) {
            throw Refused.invalid("Credential should be scoped to the service '" + service + "'.");
        }
        return authorization;
    }

    /** Whatever changes what a request means must be signed: its host, and all that AWS or we read from headers. */
    private static void requireCovered(Request request, Authorization authorization) {
        int hosts = 0;
        for (var line : request.headers()) {
            var name = line.getKey();
            boolean host = name.equalsIgnoreCase("host");
            hosts += host ? 1 : 0;
            if (name.equalsIgnoreCase("x-amz-security-token")) {
                throw Refused.unknownKey("This gateway issues no session tokens. Sign with a key that it minted.");
            }
            if ((host || Headers.starts(name, "x-amz-") || Headers.starts(name, "facegate-"))
                    && !authorization.signs(name)) {
                throw Refused.invalid(
                        "Host and every X-Amz-* and Facegate-* header must be signed; one of them is not in SignedHeaders.");
            }
        }
        if (hosts != 1) {
            throw Refused.invalid("A signed request carries one Host header.");
        }
    }

    private static void requireBodyHash(Request request, String body) {
        List<String> claimed = Headers.values(request, "X-Amz-Content-Sha256");
        if (claimed.stream().anyMatch(hash -> hash.startsWith("UNSIGNED-") || hash.startsWith("STREAMING-"))) {
            throw Refused.invalid("The body must be signed whole: unsigned and streaming payloads are not taken.");
        }
        if (!claimed.isEmpty() && !claimed.equals(List.of(body))) {
            throw Refused.invalid("X-Amz-Content-Sha256 is not the hash of the body.");
        }
    }

    private Key signer(Authorization authorization, byte[] text) {
        var found = directory.key(authorization.keyId());
        var key = found.orElse(NOBODY);
        var signingKey = signingKeys.of(key.secret(), authorization);
        var expected = Hashes.hmacSha256(signingKey, text);
        boolean same = MessageDigest.isEqual(expected, authorization.signature());
        if (found.isEmpty()) {
            throw Refused.unknownKey("The access key id is not known here, or was revoked.");
        }
        if (!same) {
            throw Refused.invalid("The signature does not match the request as received. "
                    + "Check the secret access key, and that nothing changes the request on its way.");
        }
        signingKeys.remember(key.secret(), authorization, signingKey);
        return key;
    }

    private static Key nobody() {
        var secret = new byte[40];
        new SecureRandom().nextBytes(secret);
        return new Key("", "", List.of(), null, null, secret, new byte[32]);
    }
}
