package io.facegate.fuzz;

import io.facegate.app.tokens.SmallRyeTokenVerifier;
import io.facegate.app.tokens.TrustedIssuer;
import io.facegate.call.Fault.Unauthenticated;
import io.facegate.identity.TokenVerifier;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** A bearer token: as it comes where the first byte is even, else as the claims of one that its issuer signed. */
public final class JwtFuzzer {
    private static final Set<String> ORGANISATIONS = Set.of("bank", "vendor");
    private static final Base64.Encoder CODED = Base64.getUrlEncoder().withoutPadding();
    private static final KeyPair KEYS = keys();
    private static final TokenVerifier TOKENS = tokens();
    private static final String HEADER = coded("{\"alg\":\"ES256\"}".getBytes(StandardCharsets.UTF_8));

    private JwtFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var rest = Arrays.copyOfRange(bytes, 1, bytes.length);
        boolean signed = bytes[0] % 2 != 0;
        var token = signed ? signed(rest) : new String(rest, StandardCharsets.ISO_8859_1);
        Claim.decodes(Unauthenticated.class, () -> {
            var claims = TOKENS.verify(token, Instant.now());
            Claim.that(signed, "nobody but the issuer signs");
            Claim.that(ORGANISATIONS.contains(claims.organisation()), "an issuer speaks for its own");
            Claim.that(ORGANISATIONS.containsAll(claims.principals()), "whoever is named");
        });
    }

    private static String signed(byte[] claims) {
        try {
            var text = HEADER + '.' + coded(claims);
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(KEYS.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + '.' + coded(signature.sign());
        } catch (GeneralSecurityException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }

    private static String coded(byte[] bytes) {
        return CODED.encodeToString(bytes);
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }

    private static TokenVerifier tokens() {
        try {
            var pem = Files.createTempFile("fuzz", ".pem");
            var key = Base64.getMimeEncoder().encodeToString(KEYS.getPublic().getEncoded());
            Files.writeString(pem, "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n");
            pem.toFile().deleteOnExit();
            return SmallRyeTokenVerifier.trusting(List.of(new TrustedIssuer(
                    "i",
                    "a",
                    pem.toString(),
                    Set.of(SignatureAlgorithm.ES256),
                    Duration.ofDays(100_000),
                    ORGANISATIONS)));
        } catch (IOException unwritten) {
            throw new IllegalStateException(unwritten);
        }
    }
}
