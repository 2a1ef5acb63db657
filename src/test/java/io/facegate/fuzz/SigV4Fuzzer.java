package io.facegate.fuzz;

import io.facegate.call.Fault.Unauthenticated;
import io.facegate.identity.CallerKey;
import io.facegate.identity.Credential;
import io.facegate.identity.Evidence;
import io.facegate.identity.IdentityDirectory;
import io.facegate.identity.Organisation;
import io.facegate.identity.SigV4HeaderProbe;
import io.facegate.identity.SigV4Verifier;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code Authorization} header of a signed call, in a request of a moment that the header may name. */
public final class SigV4Fuzzer {
    private static final Instant NOW = Instant.parse("2026-12-02T04:00:00Z");
    private static final CallerKey KEY =
            new CallerKey("FGAKFUZZ", "o", List.of(), null, null, null, secret(), secret());
    private static final SigV4Verifier VERIFIER = new SigV4Verifier(new OneKey(), "rekognition");

    private SigV4Fuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var header = new String(bytes, StandardCharsets.ISO_8859_1);
        Claim.decodes(Unauthenticated.class, () -> {
            var once = SigV4HeaderProbe.canonical(header);
            Claim.that(once.equals(SigV4HeaderProbe.canonical(once)), "written and read again, the same");
            Claim.that(once.chars().allMatch(each -> each >= ' ' && each < 0x7f), "nothing but printable ASCII");
        });
        Claim.decodes(Unauthenticated.class, () -> {
            VERIFIER.verify(signed(header), NOW);
            Claim.that(false, "nobody signs without the secret");
        });
    }

    private static Credential.Signed signed(String header) {
        var headers = List.of(
                Map.entry("Authorization", header),
                Map.entry("Host", "127.0.0.1"),
                Map.entry("X-Amz-Date", "20261202T040000Z"),
                Map.entry("X-Amz-Target", "RekognitionService.DetectFaces"));
        return new Credential.Signed(
                new Credential.Request("POST", "/", "", headers, "192.0.2.0/24", true), new byte[32]);
    }

    /** Chosen anew by each process, so that no corpus can have learnt it. */
    private static byte[] secret() {
        var secret = new byte[40];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    private static final class OneKey implements IdentityDirectory {
        @Override
        public Optional<CallerKey> key(String id) {
            return Optional.of(KEY).filter(key -> key.id().equals(id));
        }

        @Override
        public Optional<Organisation> organisation(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<Evidence> evidence(String id) {
            return Optional.empty();
        }

        @Override
        public List<Evidence> evidence(String organisation, String matter) {
            return List.of();
        }
    }
}
