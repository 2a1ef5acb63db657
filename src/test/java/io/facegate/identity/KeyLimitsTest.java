package io.facegate.identity;

import static io.facegate.identity.Household.organisation;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.PreconditionFailure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a key was minted for, and what becomes of calls outside of it. */
class KeyLimitsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:36:00Z");
    private static final String ID = "FGAKLIMITED000000000";
    private static final KeyLimits LIMITS =
            new KeyLimits(List.of("rekognition"), List.of("US-OR"), NOW, NOW.plusSeconds(60));

    @Test
    void aKeyIsForThePlacesThatItNames() {
        assertThat(caller(LIMITS, NOW).places()).containsExactly("US-OR");
        assertThat(failure(LIMITS, NOW)).isNull();
        assertThat(failure(LIMITS, NOW, "Facegate-Place", "US-OR")).isNull();
        assertThat(failure(LIMITS, NOW, "Facegate-Place", "US-WA"))
                .isEqualTo(PreconditionFailure.KEY_PLACE_NOT_ALLOWED);
        assertThat(failure(LIMITS, NOW, "Facegate-Place", "FR")).isEqualTo(PreconditionFailure.PLACE_NOT_REGISTERED);
        assertThat(caller(KeyLimits.NONE, NOW).places()).containsExactlyInAnyOrder("US-OR", "US-WA");
    }

    /** A place that the organisation lost since: the key does not bring it back, and does not widen the call. */
    @Test
    void aPlaceThatIsNotRegisteredAnyMoreRefuses() {
        var lost = new KeyLimits(List.of(), List.of("US-NY", "US-OR"), null, null);
        assertThat(failure(lost, NOW)).isEqualTo(PreconditionFailure.PLACE_NOT_REGISTERED);
        assertThat(failure(lost, NOW, "Facegate-Place", "US-NY")).isEqualTo(PreconditionFailure.PLACE_NOT_REGISTERED);
        assertThat(failure(lost, NOW, "Facegate-Place", "US-OR")).isNull();
    }

    @Test
    void aKeyIsForTheApisThatItNames() {
        assertThat(caller(LIMITS, NOW).onWire("rekognition").preconditionFailure())
                .isNull();
        assertThat(caller(LIMITS, NOW).onWire("azure_face").preconditionFailure())
                .isEqualTo(PreconditionFailure.KEY_WIRE_NOT_ALLOWED);
        assertThat(caller(KeyLimits.NONE, NOW).onWire("azure_face").preconditionFailure())
                .isNull();
    }

    @Test
    void aKeyBeginsAndEnds() {
        assertThat(failure(LIMITS, NOW.minusSeconds(1))).isEqualTo(PreconditionFailure.KEY_NOT_YET_VALID);
        assertThat(failure(LIMITS, NOW)).isNull();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> failure(LIMITS, NOW.plusSeconds(60)))
                .hasMessageContaining("expired");
    }

    private static PreconditionFailure failure(KeyLimits limits, Instant now, String... header) {
        return caller(limits, now, header).preconditionFailure();
    }

    private static Caller caller(KeyLimits limits, Instant now, String... header) {
        var key = new CallerKey(
                ID,
                "hope",
                List.of(),
                null,
                null,
                limits,
                Household.SECRET.getBytes(StandardCharsets.US_ASCII),
                ApiKeyVerifier.hash(ApiKeyVerifier.format(ID, "s".repeat(40))),
                false);
        var directory = new Household()
                .with(organisation("hope", "nonprofit", Set.of("missing_child")))
                .with(key);
        var headers =
                header.length == 0 ? List.<Map.Entry<String, String>>of() : List.of(Map.entry(header[0], header[1]));
        var request = new Credential.Request("POST", "/", "", headers, "127.0.0.1", true);
        return new Authenticator(directory, TokenVerifier.trustingNoIssuer(), "rekognition")
                .authenticate(new Credential.ApiKey(request, ApiKeyVerifier.format(ID, "s".repeat(40))), now);
    }
}
