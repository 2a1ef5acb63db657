package io.facegate.identity;

import static io.facegate.identity.Household.organisation;
import static io.facegate.identity.SdkSigner.detectFaces;
import static io.facegate.identity.SdkSigner.sign;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttestedContextTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:36:00Z");
    private static final String POLICE = "FGAKPOLICE0000000000";
    private static final String LAB = "FGAKLAB0000000000000";
    private static final String OF_CASE = "FGAKOFCASE0000000000";
    private final Household household = new Household()
            .with(organisation("pd", "law_enforcement.police", Set.of("suspect_search")))
            .with(organisation("other", "law_enforcement.police", Set.of("suspect_search")))
            .with(organisation("lab", "contractor", Set.of("suspect_search")))
            .key(POLICE, "pd", null, null)
            .key(LAB, "lab", null, null, "pd")
            .with(new CallerKey(OF_CASE, "pd", List.of(), null, "26-1", null, secret(), hash(OF_CASE)))
            .with(entry("w-1", "pd", "warrant", "26-1", Map.of("offence", List.of("kidnapping"))))
            .with(entry("a-1", "pd", "authorisation.granted", "26-1", Map.of("offence_years", List.of("5"))))
            .with(entry("w-2", "pd", "warrant", "26-2", Map.of("offence", List.of("stalking", "fraud"))))
            .with(entry("fria", "pd", "fria", null, Map.of("accuracy", List.of("0.99"))))
            .with(entry("l-1", "lab", "test_report", "26-1", Map.of("accuracy", List.of("0.95"))))
            .with(entry("foreign", "other", "court_order", "26-1", Map.of()));
    private TokenVerifier.Claims claims = claims(List.of(), null);
    private final Authenticator authenticator = new Authenticator(household, (token, now) -> claims, "rekognition");

    @Test
    void knowsNothingWhereNothingIsNamed() {
        assertThat(context(POLICE)).isSameAs(AttestedContext.NONE);
    }

    @Test
    void givesTypesAndFactsOfTheEntriesThatAreNamed() {
        var context = context(POLICE, "Facegate-Evidence", "w-1, fria");
        assertThat(context.evidence()).containsExactlyInAnyOrder("warrant", "fria");
        assertThat(context.facts()).isEqualTo(Map.of("offence", List.of("kidnapping"), "accuracy", List.of("0.99")));
        assertThat(context.caseId()).isNull();
        assertThat(context(POLICE, "facegate-evidence", "w-1", "FACEGATE-EVIDENCE", " fria ,w-1")
                        .evidence())
                .containsExactlyInAnyOrder("warrant", "fria");
    }

    @Test
    void hearsASignedHeader() {
        var signed = sign(detectFaces().putHeader("Facegate-Evidence", "w-1"), new byte[0], POLICE, NOW);
        assertThat(authenticator.authenticate(signed, NOW).context().evidence()).containsExactly("warrant");
    }

    @Test
    void bringsEveryEntryOfACaseThatIsNamedAlone() {
        var context = context(POLICE, "Facegate-Case", " 26-1 ");
        assertThat(context.evidence()).containsExactlyInAnyOrder("warrant", "authorisation.granted");
        assertThat(context.facts().keySet()).containsExactlyInAnyOrder("offence", "offence_years");
        assertThat(context.caseId()).isEqualTo("26-1");
    }

    @Test
    void narrowsACaseToTheEntriesThatAreNamedWithIt() {
        var context = context(POLICE, "Facegate-Case", "26-1", "Facegate-Evidence", "w-1,w-2,fria");
        assertThat(context.evidence()).containsExactlyInAnyOrder("warrant", "fria");
        assertThat(context.facts().get("offence")).containsExactly("kidnapping");
        assertThat(context.caseId()).isEqualTo("26-1");
        assertThat(context(POLICE, "Facegate-Case", "26-1", "Facegate-Evidence", "")
                        .evidence())
                .isEmpty();
    }

    @Test
    void givesAllWordsOfAFactThatSeveralEntriesAttest() {
        assertThat(context(POLICE, "Facegate-Evidence", "w-1,w-2").facts().get("offence"))
                .containsExactlyInAnyOrder("kidnapping", "stalking", "fraud");
    }

    @Test
    void countsEntriesOfEveryLinkOfTheChain() {
        var context = context(LAB, "Facegate-Case", "26-1");
        assertThat(context.evidence()).containsExactlyInAnyOrder("test_report", "warrant", "authorisation.granted");
        assertThat(context(LAB, "Facegate-Evidence", "l-1,w-1").evidence())
                .containsExactlyInAnyOrder("test_report", "warrant");
        assertThat(context(POLICE, "Facegate-Evidence", "l-1").evidence()).isEmpty();
    }

    @Test
    void takesWhatIsUnknownForeignOrEmptyForAbsent() {
        for (var wrong : List.of("none", "foreign", "", ",", "W-1", "w-1 fria", "x".repeat(5000))) {
            assertThat(context(POLICE, "Facegate-Evidence", wrong)).as(wrong).isEqualTo(AttestedContext.NONE);
        }
        assertThat(context(POLICE, "Facegate-Evidence", "none,w-1,foreign").evidence())
                .containsExactly("warrant");
        assertThat(context(POLICE, "Facegate-Case", "26-9")).isEqualTo(AttestedContext.NONE);
        assertThat(context(POLICE, "Facegate-Case", "")).isEqualTo(AttestedContext.NONE);
    }

    @Test
    void refusesNothingByItself() {
        assertThat(caller(POLICE, "Facegate-Evidence", "none", "Facegate-Case", "26-9")
                        .preconditionFailure())
                .isNull();
    }

    @Test
    void takesWhatDoesNotHoldNowForAbsent() {
        household
                .with(new Evidence("early", "pd", "warrant", "26-3", NOW.plusSeconds(1), null, Map.of()))
                .with(new Evidence("late", "pd", "warrant", "26-3", null, NOW, Map.of()));
        assertThat(context(POLICE, "Facegate-Evidence", "early,late")).isEqualTo(AttestedContext.NONE);
        assertThat(context(POLICE, "Facegate-Case", "26-3")).isEqualTo(AttestedContext.NONE);
        household.with(new Evidence("today", "pd", "filing", "26-3", NOW, NOW.plusSeconds(1), Map.of()));
        assertThat(context(POLICE, "Facegate-Case", "26-3").evidence()).containsExactly("filing");
    }

    @Test
    void hearsATokensClaims() {
        claims = claims(List.of("w-1", "fria"), null);
        assertThat(byToken().evidence()).containsExactlyInAnyOrder("warrant", "fria");
        claims = claims(List.of(), "26-1");
        assertThat(byToken().evidence()).containsExactlyInAnyOrder("warrant", "authorisation.granted");
        assertThat(byToken().caseId()).isEqualTo("26-1");
        assertThat(byToken("Facegate-Case", "26-1").caseId()).isEqualTo("26-1");
        claims = claims(List.of("w-1"), null);
        assertThat(byToken("Facegate-Evidence", "fria").evidence()).containsExactlyInAnyOrder("warrant", "fria");
    }

    @Test
    void believesNoCaseWhereSeveralAreNamed() {
        claims = claims(List.of("w-1"), "26-1");
        assertThat(byToken("Facegate-Case", "26-2")).isEqualTo(AttestedContext.NONE);
        assertThat(context(POLICE, "Facegate-Case", "26-1", "Facegate-Case", "26-2"))
                .isEqualTo(AttestedContext.NONE);
        assertThat(context(POLICE, "Facegate-Case", "26-1", "Facegate-Case", "26-1")
                        .caseId())
                .isEqualTo("26-1");
    }

    @Test
    void givesTheCaseOfTheKeyToCallsThatNameNone() {
        assertThat(context(OF_CASE).caseId()).isEqualTo("26-1");
        assertThat(context(OF_CASE).evidence()).containsExactlyInAnyOrder("warrant", "authorisation.granted");
        var other = context(OF_CASE, "Facegate-Case", "26-2");
        assertThat(other.caseId()).isEqualTo("26-2");
        assertThat(other.facts().get("offence")).containsExactlyInAnyOrder("stalking", "fraud");
        assertThat(context(OF_CASE, "Facegate-Evidence", "w-2,fria").evidence()).containsExactly("fria");
    }

    @Test
    void countsSixtyFourEntriesAndNoneOfMore() {
        for (int at = 0; at < 64; at++) {
            household.with(entry("many-" + at, "pd", "consent", "26-64", Map.of()));
        }
        var ids = IntStream.range(0, 64).mapToObj(at -> "many-" + at).collect(Collectors.joining(","));
        assertThat(context(POLICE, "Facegate-Evidence", ids).evidence()).containsExactly("consent");
        assertThat(context(POLICE, "Facegate-Case", "26-64").evidence()).containsExactly("consent");
        assertThat(context(POLICE, "Facegate-Evidence", ids + ",w-1").evidence())
                .isEmpty();
        assertThat(context(POLICE, "Facegate-Evidence", ids, "Facegate-Evidence", "w-1")
                        .evidence())
                .isEmpty();
        household.with(entry("many-64", "pd", "warrant", "26-64", Map.of()));
        var context = context(POLICE, "Facegate-Case", "26-64");
        assertThat(context.evidence()).isEmpty();
        assertThat(context.caseId()).isEqualTo("26-64");
    }

    private AttestedContext byToken(String... headers) {
        return authenticator
                .authenticate(new Credential.Bearer(request(headers), "a.b.c"), NOW)
                .context();
    }

    private AttestedContext context(String key, String... headers) {
        return caller(key, headers).context();
    }

    private Caller caller(String key, String... headers) {
        return authenticator.authenticate(
                new Credential.ApiKey(request(headers), ApiKeyVerifier.format(key, "s".repeat(40))), NOW);
    }

    private static Credential.Request request(String... headers) {
        var lines = new ArrayList<Map.Entry<String, String>>();
        for (int at = 0; at < headers.length; at += 2) {
            lines.add(Map.entry(headers[at], headers[at + 1]));
        }
        return new Credential.Request("POST", "/", "", lines, "127.0.0.0/8", true);
    }

    private static Evidence entry(
            String id, String whose, String type, @Nullable String matter, Map<String, List<String>> facts) {
        return new Evidence(id, whose, type, matter, null, null, facts);
    }

    private static TokenVerifier.Claims claims(List<String> evidence, @Nullable String matter) {
        return new TokenVerifier.Claims("https://id.example", "pd", List.of(), "suspect_search", evidence, matter);
    }

    private static byte[] secret() {
        return Household.SECRET.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hash(String key) {
        return ApiKeyVerifier.hash(ApiKeyVerifier.format(key, "s".repeat(40)));
    }
}
