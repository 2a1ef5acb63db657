package io.facegate.identity;

import io.facegate.call.Digests;
import io.facegate.identity.Credential.Request;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Verifies SigV4 signatures: the whole request must be signed with a registered key's secret. */
public final class SigV4Verifier {
    private static final int MOST_HEADERS = 200;

    /** Dummy key: an unknown key id takes the same path as a wrong secret. */
    static final String PRESIGNED =
            "Presigned requests are not accepted. Put the signature in the Authorization header.";

    private static final CallerKey NOBODY = nobody();

    private final IdentityDirectory directory;
    private final String service;
    private final SigningKeyCache signingKeys = new SigningKeyCache();

    /**
     * A verifier for one service.
     *
     * @param service required in the signature scope, such as {@code rekognition}
     */
    public SigV4Verifier(IdentityDirectory directory, String service) {
        this.directory = directory;
        this.service = service;
    }

    /**
     * Returns the key of the caller that signed the request.
     *
     * @throws io.facegate.call.Fault.Unauthenticated unless a registered key signed exactly this request, recently
     */
    public CallerKey verify(Credential.Signed signed, Instant now) {
        var request = signed.request();
        var authorization = authorization(request);
        var date = SigningTime.checkedDate(request, authorization, now);
        requireCovered(request, authorization);
        var body = HexFormat.of().formatHex(signed.bodySha256());
        requireBodyHash(request, body);
        var text = authorization.textToSign(date, CanonicalRequest.hash(request, authorization, body));
        return signer(authorization, text);
    }

    private SigV4Authorization authorization(Request request) {
        if (request.headers().size() > MOST_HEADERS) {
            throw SignatureFailure.incomplete("The request carries too many headers.");
        }
        var lines = RequestHeaders.values(request, "Authorization");
        if (lines.isEmpty() && request.query().contains("X-Amz-Signature=")) {
            throw SignatureFailure.incomplete(PRESIGNED);
        }
        if (lines.size() != 1) {
            throw SignatureFailure.incomplete("A signed request must carry exactly one Authorization header.");
        }
        var authorization = SigV4Authorization.parse(lines.get(0));
        if (!authorization.service().equals(service)) {
            throw SignatureFailure.invalid("Credential should be scoped to the service '" + service + "'.");
        }
        return authorization;
    }

    /** Requires a signature over whatever alters a request's meaning: host, and headers read by AWS or the gateway. */
    private static void requireCovered(Request request, SigV4Authorization authorization) {
        int hosts = 0;
        for (var line : request.headers()) {
            var name = line.getKey();
            boolean host = name.equalsIgnoreCase("host");
            hosts += host ? 1 : 0;
            if (name.equalsIgnoreCase("x-amz-security-token")) {
                throw SignatureFailure.unknownKey(
                        "This gateway issues no session tokens. Sign with a key that it minted.");
            }
            if ((host
                            || RequestHeaders.startsWithIgnoreCase(name, "x-amz-")
                            || RequestHeaders.startsWithIgnoreCase(name, "facegate-"))
                    && !authorization.isSigned(name)) {
                throw SignatureFailure.invalid(
                        "Host and every X-Amz-* and Facegate-* header must be signed; one of them is not in"
                                + " SignedHeaders.");
            }
        }
        if (hosts != 1) {
            throw SignatureFailure.invalid("A signed request must carry exactly one Host header.");
        }
    }

    private static void requireBodyHash(Request request, String body) {
        List<String> claimed = RequestHeaders.values(request, "X-Amz-Content-Sha256");
        if (claimed.stream().anyMatch(hash -> hash.startsWith("UNSIGNED-") || hash.startsWith("STREAMING-"))) {
            throw SignatureFailure.invalid(
                    "The whole body must be signed. Unsigned and streaming payloads are not accepted.");
        }
        if (!claimed.isEmpty() && !claimed.equals(List.of(body))) {
            throw SignatureFailure.invalid("X-Amz-Content-Sha256 is not the hash of the body.");
        }
    }

    private CallerKey signer(SigV4Authorization authorization, byte[] text) {
        var found = directory.key(authorization.keyId());
        var key = found.orElse(NOBODY);
        var signingKey = signingKeys.findOrDerive(key.secret(), authorization);
        var expected = Digests.hmacSha256(signingKey, text);
        boolean same = MessageDigest.isEqual(expected, authorization.signature());
        if (found.isEmpty()) {
            throw SignatureFailure.unknownKey("The access key id is not known here, or was revoked.");
        }
        if (!same) {
            throw SignatureFailure.invalid("The signature does not match the request as received. Check the secret"
                    + " access key, and that no proxy changes the request.");
        }
        signingKeys.remember(key.secret(), authorization, signingKey);
        return key;
    }

    private static CallerKey nobody() {
        var secret = new byte[40];
        new SecureRandom().nextBytes(secret);
        return new CallerKey("", "", List.of(), null, null, secret, new byte[32]);
    }
}
