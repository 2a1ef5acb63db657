package io.facegate.identity;

import io.facegate.call.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.ConcurrentHashMap;

/** Bounded cache of SigV4 signing keys per day, region and service. A key is cached once it verified a request. */
final class SigningKeyCache {
    private static final int MOST = 4096;

    private final ConcurrentHashMap<Scope, DerivedKey> remembered = new ConcurrentHashMap<>();

    byte[] findOrDerive(byte[] secret, SigV4Authorization authorization) {
        var derived = remembered.get(Scope.of(authorization));
        if (derived != null && MessageDigest.isEqual(derived.secret(), secret)) {
            return derived.signingKey();
        }
        return derive(secret, authorization);
    }

    void remember(byte[] secret, SigV4Authorization authorization, byte[] signingKey) {
        var scope = Scope.of(authorization);
        var known = remembered.get(scope);
        if (known != null && MessageDigest.isEqual(known.signingKey(), signingKey)) {
            return;
        }
        if (remembered.size() >= MOST) {
            remembered.clear();
        }
        remembered.put(scope, new DerivedKey(secret, signingKey));
    }

    private static byte[] derive(byte[] secret, SigV4Authorization scope) {
        var prefix = bytes("AWS4");
        var start = new byte[prefix.length + secret.length];
        System.arraycopy(prefix, 0, start, 0, prefix.length);
        System.arraycopy(secret, 0, start, prefix.length, secret.length);
        var day = Digests.hmacSha256(start, bytes(scope.day()));
        var region = Digests.hmacSha256(day, bytes(scope.region()));
        var service = Digests.hmacSha256(region, bytes(scope.service()));
        return Digests.hmacSha256(service, bytes("aws4_request"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Scope(String key, String day, String region, String service) {
        static Scope of(SigV4Authorization authorization) {
            return new Scope(
                    authorization.keyId(), authorization.day(), authorization.region(), authorization.service());
        }
    }

    private record DerivedKey(byte[] secret, byte[] signingKey) {}
}
