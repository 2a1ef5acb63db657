package io.facegate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facegate.call.Fault.Unauthenticated;
import io.facegate.call.Fault.Why;
import io.facegate.testkit.TestOrganisation;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Client certificates as credentials, alone and beside another one. */
class ClientCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String BANK = "ab".repeat(32);
    private static final String STRANGER = "cd".repeat(32);
    private static final String EXPIRED = "ef".repeat(32);

    private final Authenticator authenticator = new Authenticator(
            new Town(),
            (token, now) -> new TokenVerifier.Claims("https://id.example", token, List.of(), null, List.of(), null),
            "rekognition");

    @Test
    void aRegisteredCertificateIsACredential() {
        var caller = authenticator.authenticate(new Credential.Missing(request(BANK)), NOW);
        assertThat(caller.organisation().id()).isEqualTo("bank");
        assertThat(caller.method()).isEqualTo("certificate");
        assertThat(caller.key()).isEqualTo("FGCTAAAAAAAAAAAAAAAA");
        assertThat(caller.purpose()).isEqualTo("onboarding_kyc");
    }

    @Test
    void anUnknownOrExpiredOneIsNone() {
        assertThat(why(new Credential.Missing(request(STRANGER)))).isEqualTo(Why.UNKNOWN_KEY);
        assertThat(why(new Credential.Missing(request(EXPIRED)))).isEqualTo(Why.EXPIRED);
        assertThat(why(new Credential.Missing(request(null)))).isEqualTo(Why.MISSING_CREDENTIAL);
    }

    /** A browser shows its visitor's certificate to whatever page asks, so a page's request is not the visitor's. */
    @Test
    void aPageInABrowserCannotUseItsVisitorsCertificate() {
        for (var page : List.of("cross-site", "same-site", "same-origin")) {
            assertThat(why(new Credential.Missing(request(BANK, "Sec-Fetch-Site", page))))
                    .as(page)
                    .isEqualTo(Why.MISSING_CREDENTIAL);
        }
        for (var origin : List.of("https://elsewhere.example", "null")) {
            assertThat(why(new Credential.Missing(request(BANK, "Origin", origin))))
                    .as(origin)
                    .isEqualTo(Why.MISSING_CREDENTIAL);
        }
        var typed = new Credential.Missing(request(BANK, "Sec-Fetch-Site", "none"));
        assertThat(authenticator.authenticate(typed, NOW).method())
                .as("control: an address that a person opened")
                .isEqualTo("certificate");
    }

    @Test
    void aHeaderIsNoCertificate() {
        for (var name :
                List.of("X-Forwarded-Client-Cert", "X-Client-Certificate", "X-SSL-Client-SHA256", "Client-Cert")) {
            assertThat(why(new Credential.Missing(request(null, name, BANK)))).isEqualTo(Why.MISSING_CREDENTIAL);
        }
    }

    @Test
    void anotherCredentialThatTheApiDoesNotReadIsNotPassedOver() {
        for (var name : List.of("Authorization", "X-Api-Key", "X-Goog-Api-Key", "Ocp-Apim-Subscription-Key")) {
            assertThat(why(new Credential.Missing(request(BANK, name, "anything"))))
                    .isEqualTo(Why.MISSING_CREDENTIAL);
        }
    }

    @Test
    void certificateAndOtherCredentialMustBeOfOneOrganisation() {
        var caller = authenticator.authenticate(new Credential.Bearer(request(BANK), "bank"), NOW);
        assertThat(caller.method()).isEqualTo("jwt");
        var refused = catchThrowableOfType(
                Unauthenticated.class,
                () -> authenticator.authenticate(new Credential.Bearer(request(BANK), "shop"), NOW));
        assertThat(refused.reason()).isEqualTo(Why.UNKNOWN_KEY);
        assertThat(refused).hasMessageContaining("different organisations");
        // The controls: without the certificate, and with one that is nobody's, the token alone counts.
        assertThat(authenticator
                        .authenticate(new Credential.Bearer(request(null), "shop"), NOW)
                        .organisation()
                        .id())
                .isEqualTo("shop");
        assertThat(authenticator
                        .authenticate(new Credential.Bearer(request(STRANGER), "shop"), NOW)
                        .organisation()
                        .id())
                .isEqualTo("shop");
    }

    /** The id of a certificate's key is public, and its fingerprint may be: neither is an API key. */
    @Test
    void theKeyOfACertificateIsNoApiKeyAndSignsNothing() {
        for (var secret : List.of(BANK.substring(0, 40), "A".repeat(40))) {
            assertThat(why(new Credential.ApiKey(request(null), "fgk_FGCTAAAAAAAAAAAAAAAA_" + secret)))
                    .isEqualTo(Why.UNKNOWN_KEY);
        }
    }

    private Why why(Credential credential) {
        return catchThrowableOfType(Unauthenticated.class, () -> authenticator.authenticate(credential, NOW))
                .reason();
    }

    private static Credential.Request request(@Nullable String certificate, String... header) {
        List<Map.Entry<String, String>> headers =
                header.length == 0 ? List.of() : List.of(Map.entry(header[0], header[1]));
        return new Credential.Request(
                "POST", "/", "", headers, "192.0.2.0/24", Credential.Transport.CONFIDENTIAL, certificate);
    }

    private static final class Town implements IdentityDirectory {
        private static CallerKey key(String fingerprint, Instant expires) {
            return new CallerKey(
                    "FGCTAAAAAAAAAAAAAAAA",
                    "bank",
                    List.of(),
                    "onboarding_kyc",
                    expires,
                    new byte[40],
                    HexFormat.of().parseHex(fingerprint));
        }

        @Override
        public Optional<CallerKey> certificate(String fingerprint) {
            return fingerprint.equals(STRANGER)
                    ? Optional.empty()
                    : Optional.of(key(fingerprint, fingerprint.equals(BANK) ? NOW.plusSeconds(60) : NOW));
        }

        @Override
        public Optional<CallerKey> key(String id) {
            return Optional.of(key(BANK, NOW.plusSeconds(60)))
                    .filter(known -> known.id().equals(id));
        }

        @Override
        public Optional<Organisation> organisation(String id) {
            return Optional.of(TestOrganisation.of(id, "finance.bank")
                    .purposes("onboarding_kyc")
                    .build());
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
