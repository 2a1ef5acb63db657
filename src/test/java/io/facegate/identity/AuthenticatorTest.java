package io.facegate.identity;

import static io.facegate.identity.Household.organisation;
import static io.facegate.identity.SdkSigner.detectFaces;
import static io.facegate.identity.SdkSigner.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facegate.call.Fault.Unauthenticated;
import io.facegate.call.Fault.Why;
import io.facegate.call.PreconditionFailure;
import io.facegate.testkit.TestOrganisation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:36:00Z");
    private static final String BANK = "FGAKBANK000000000000";
    private static final String ONE = "FGAKONE0000000000000";
    private static final String VENDOR = "FGAKVENDOR0000000000";
    private static final String FOR_BANK = "FGAKFORBANK000000000";
    private static final String FRAUD_ONLY = "FGAKFRAUD00000000000";
    private static final String OLD = "FGAKOLD0000000000000";
    private final Household household = new Household()
            .with(organisation("bank", "finance.bank", Set.of("fraud_prevention", "onboarding")))
            .with(organisation("one", "nonprofit", Set.of("missing_person_search")))
            .with(organisation("vendor", "contractor", Set.of("fraud_prevention", "onboarding", "marketing")))
            .key(BANK, "bank", null, null)
            .key(ONE, "one", null, null)
            .key(VENDOR, "vendor", null, null)
            .key(FOR_BANK, "vendor", null, null, "bank")
            .key(FRAUD_ONLY, "bank", "fraud_prevention", null)
            .key(OLD, "one", null, NOW);
    private final Authenticator authenticator = new Authenticator(
            household,
            (token, now) -> new TokenVerifier.Claims("https://id.example", "bank", List.of(), token, List.of(), null),
            "rekognition");

    @Test
    void provesTheSignerAndItsOnlyPurpose() {
        var caller = authenticator.authenticate(sign(detectFaces(), new byte[0], ONE, NOW), NOW);
        assertThat(caller.organisation().id()).isEqualTo("one");
        assertThat(caller.purpose()).isEqualTo("missing_person_search");
        assertThat(caller.places()).containsExactly("US-OR", "US-WA");
        assertThat(caller.method()).isEqualTo("sigv4");
        assertThat(caller.key()).isEqualTo(ONE);
        assertThat(caller.preconditionFailure()).isNull();
    }

    @Test
    void believesASignedPurposeThatIsRegistered() {
        var signed = sign(detectFaces().putHeader("Facegate-Purpose", "onboarding"), new byte[0], BANK, NOW);
        assertThat(authenticator.authenticate(signed, NOW).purpose()).isEqualTo("onboarding");
    }

    @Test
    void doubtsPurposesThatAreMissingUnregisteredOrContradictory() {
        assertThat(caller(BANK).preconditionFailure()).isEqualTo(PreconditionFailure.PURPOSE_MISSING);
        assertThat(caller(BANK, "Facegate-Purpose", "marketing").preconditionFailure())
                .isEqualTo(PreconditionFailure.PURPOSE_NOT_REGISTERED);
        assertThat(caller(BANK, "Facegate-Purpose", "x".repeat(5000)).preconditionFailure())
                .isEqualTo(PreconditionFailure.PURPOSE_NOT_REGISTERED);
        assertThat(caller(BANK, "Facegate-Purpose", "").preconditionFailure())
                .isEqualTo(PreconditionFailure.PURPOSE_NOT_REGISTERED);
        assertThat(caller(FRAUD_ONLY).purpose()).isEqualTo("fraud_prevention");
        assertThat(caller(FRAUD_ONLY, "facegate-purpose", "fraud_prevention").preconditionFailure())
                .isNull();
        assertThat(caller(FRAUD_ONLY, "Facegate-Purpose", "onboarding").preconditionFailure())
                .isEqualTo(PreconditionFailure.PURPOSE_CONFLICT);
        assertThat(caller(FRAUD_ONLY, "Facegate-Purpose", "onboarding").conflictingPurposes())
                .containsExactly("fraud_prevention", "onboarding");
        assertThat(caller(FRAUD_ONLY).conflictingPurposes()).isEmpty();
        assertThat(caller(BANK, "Facegate-Purpose", "onboarding", "facegate-purpose", "onboarding")
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.PURPOSE_CONFLICT);
        assertThat(caller(BANK, "Facegate-Purpose", "marketing").purpose()).isNull();
    }

    @Test
    void takesThePlaceThatIsNamedOnlyWhenItIsRegistered() {
        assertThat(caller(ONE, "Facegate-Place", "US-WA").places()).containsExactly("US-WA");
        var elsewhere = caller(ONE, "Facegate-Place", "US-TX");
        assertThat(elsewhere.preconditionFailure()).isEqualTo(PreconditionFailure.PLACE_NOT_REGISTERED);
        assertThat(elsewhere.places()).containsExactly("US-OR", "US-WA");
        assertThat(caller(ONE, "Facegate-Place", "US-WA", "Facegate-Place", "US-OR")
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.PLACE_NOT_REGISTERED);
    }

    @Test
    void refusesAContractorThatActsForNobody() {
        assertThat(caller(VENDOR, "Facegate-Purpose", "marketing").preconditionFailure())
                .isEqualTo(PreconditionFailure.PRINCIPAL_MISSING);
        assertThat(caller(VENDOR, "Facegate-Purpose", "onboarding", "Facegate-On-Behalf-Of", "bank")
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.PRINCIPAL_NOT_ALLOWED);
    }

    @Test
    void judgesAContractorTogetherWithItsPrincipal() {
        var caller = caller(FOR_BANK, "Facegate-Purpose", "onboarding");
        assertThat(caller.preconditionFailure()).isNull();
        assertThat(caller.delegationChain()).extracting(Organisation::id).containsExactly("vendor", "bank");
        assertThat(caller(FOR_BANK, "Facegate-Purpose", "marketing").preconditionFailure())
                .isEqualTo(PreconditionFailure.PURPOSE_NOT_REGISTERED);
        assertThat(caller(FOR_BANK, "Facegate-Purpose", "onboarding", "Facegate-On-Behalf-Of", "bank")
                        .preconditionFailure())
                .isNull();
        assertThat(caller(FOR_BANK, "Facegate-Purpose", "onboarding", "Facegate-On-Behalf-Of", "one")
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.PRINCIPAL_NOT_ALLOWED);
        assertThat(caller(BANK, "Facegate-Purpose", "onboarding", "Facegate-On-Behalf-Of", "bank")
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.PRINCIPAL_NOT_ALLOWED);
    }

    @Test
    void refusesWhenAnyLinkIsSuspendedOrGone() {
        household.with(TestOrganisation.of("bank", "finance.bank")
                .purposes("onboarding")
                .suspended(true)
                .build());
        assertThat(caller(BANK).preconditionFailure()).isEqualTo(PreconditionFailure.ORGANISATION_SUSPENDED);
        assertThat(caller(FOR_BANK, "Facegate-Purpose", "onboarding").preconditionFailure())
                .isEqualTo(PreconditionFailure.ORGANISATION_SUSPENDED);
        household.key("FGAKGONE000000000000", "vendor", null, null, "gone");
        assertThat(caller("FGAKGONE000000000000").preconditionFailure())
                .isEqualTo(PreconditionFailure.PRINCIPAL_NOT_ALLOWED);
        household.key("FGAKNOBODY0000000000", "nobody", null, null);
        assertThat(refusal(apiKey("FGAKNOBODY0000000000", List.of(), true)).reason())
                .isEqualTo(Why.UNKNOWN_KEY);
    }

    /** The sentence for the caller lists the headers that are known, and no other. */
    @Test
    void theKnownDeclarationsAreNamed() {
        var named = Pattern.compile("Facegate-[A-Za-z-]+")
                .matcher(PreconditionFailure.UNKNOWN_DECLARATION.sentence())
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(named)
                .hasSize(5)
                .allSatisfy(header -> assertThat(new Credential.Request(
                                        "POST", "/", "", List.of(Map.entry(header, "x")), "192.0.2.0/24", true)
                                .findUnknownDeclaration())
                        .isNull());
    }

    @Test
    void doubtsADeclarationThatItDoesNotKnow() {
        assertThat(caller(ONE, "Facegate-Purposes", "marketing").preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_DECLARATION);
        assertThat(caller(ONE, "Facegate-Evidence", "warrant-1", "Facegate-Case", "7")
                        .preconditionFailure())
                .isNull();
    }

    @Test
    void refusesKeysThatHaveExpiredEvenWhenTheySignWell() {
        assertThat(refusal(sign(detectFaces(), new byte[0], OLD, NOW)).reason()).isEqualTo(Why.EXPIRED);
        assertThat(refusal(apiKey(OLD, List.of(), true)).reason()).isEqualTo(Why.EXPIRED);
        var before = NOW.minusSeconds(1);
        assertThat(authenticator
                        .authenticate(sign(detectFaces(), new byte[0], OLD, before), before)
                        .key())
                .isEqualTo(OLD);
    }

    @Test
    void takesTokensAndApiKeysOnlyWhereNobodyListens() {
        var open = request(List.of(), false);
        assertThat(refusal(new Credential.Bearer(open, "onboarding")).reason()).isEqualTo(Why.NOT_ACCEPTED_HERE);
        assertThat(refusal(apiKey(ONE, List.of(), false)).reason()).isEqualTo(Why.NOT_ACCEPTED_HERE);
        var caller = authenticator.authenticate(new Credential.Bearer(request(List.of(), true), "onboarding"), NOW);
        assertThat(caller.method()).isEqualTo("jwt");
        assertThat(caller.purpose()).isEqualTo("onboarding");
    }

    @Test
    void holdsAClaimAndAHeaderToTheSamePurpose() {
        var headers = List.of(Map.entry("Facegate-Purpose", "fraud_prevention"));
        var caller = authenticator.authenticate(new Credential.Bearer(request(headers, true), "onboarding"), NOW);
        assertThat(caller.preconditionFailure()).isEqualTo(PreconditionFailure.PURPOSE_CONFLICT);
    }

    @Test
    void refusesApiKeysThatAreNotExactlyTheOneMinted() {
        var written = ApiKeyVerifier.format(ONE, "s".repeat(40));
        assertThat(authenticator.authenticate(apiKey(ONE, List.of(), true), NOW).method())
                .isEqualTo("api_key");
        var bearer = new Credential.Bearer(request(List.of(), true), written);
        assertThat(authenticator.authenticate(bearer, NOW).method()).isEqualTo("api_key");
        for (var wrong : List.of(
                "",
                "fgk_",
                written + "s",
                written.replace("ssss", "sssS"),
                written.replace(ONE, BANK + "0"),
                written.replace(ONE, "FGAKNONE000000000000"),
                written.toUpperCase(java.util.Locale.ROOT))) {
            assertThat(refusal(new Credential.ApiKey(request(List.of(), true), wrong))
                            .reason())
                    .as(wrong)
                    .isEqualTo(Why.UNKNOWN_KEY);
        }
    }

    @Test
    void refusesARequestWithoutACredential() {
        assertThat(refusal(new Credential.Missing(request(List.of(), true))).reason())
                .isEqualTo(Why.MISSING_CREDENTIAL);
    }

    /** The message names what was sent and why it is not accepted, and repeats nothing of it. */
    @Test
    void saysWhichCredentialItDoesNotAccept() {
        var basic = Map.entry("authorization", "Basic c2VjcmV0");
        assertThat(missing("", List.of(basic))).startsWith("Basic authentication is not accepted");
        assertThat(missing("", List.of(Map.entry("Authorization", "Digest c2VjcmV0"))))
                .contains("no credential that this API");
        assertThat(missing("", List.of(Map.entry("Authorization", "AWS4-HMAC-SHA256 Credential=c2VjcmV0"))))
                .startsWith("This API takes no SigV4 signature. Send the API key")
                .doesNotContain("c2VjcmV0");
        assertThat(missing("", List.of(basic, Map.entry("X-Api-Key", "c2VjcmV0"))))
                .contains("more than one credential");
        assertThat(missing("", List.of(Map.entry("Ocp-Apim-Subscription-Key", "c2VjcmV0"))))
                .contains("where this API does not read it");
        assertThat(missing("a=1&key=c2VjcmV0", List.of())).startsWith("An API key in the query");
        assertThat(missing("monkey=1", List.of())).startsWith("The request carries no credential");
        var presigned = new Credential.Request("POST", "/", "X-Amz-Signature=00", List.of(), "127.0.0.0/8", true);
        assertThat(refusal(new Credential.Signed(presigned, new byte[32])).getMessage())
                .startsWith("Presigned requests are not accepted");
    }

    private String missing(String query, List<Map.Entry<String, String>> headers) {
        var request = new Credential.Request("POST", "/", query, headers, "127.0.0.0/8", true);
        var refused = refusal(new Credential.Missing(request));
        assertThat(refused.reason()).isEqualTo(Why.MISSING_CREDENTIAL);
        assertThat(refused.getMessage()).doesNotContain("c2VjcmV0");
        return refused.getMessage();
    }

    @Test
    void printsNoSecret() {
        assertThat(household.key(ONE).orElseThrow().toString()).isEqualTo("CallerKey[" + ONE + ']');
    }

    private Unauthenticated refusal(Credential credential) {
        return catchThrowableOfType(Unauthenticated.class, () -> authenticator.authenticate(credential, NOW));
    }

    private Caller caller(String key, String... headers) {
        var lines = new ArrayList<Map.Entry<String, String>>();
        for (int at = 0; at < headers.length; at += 2) {
            lines.add(Map.entry(headers[at], headers[at + 1]));
        }
        return authenticator.authenticate(apiKey(key, lines, true), NOW);
    }

    private static Credential.ApiKey apiKey(String key, List<Map.Entry<String, String>> headers, boolean confidential) {
        return new Credential.ApiKey(request(headers, confidential), ApiKeyVerifier.format(key, "s".repeat(40)));
    }

    private static Credential.Request request(List<Map.Entry<String, String>> headers, boolean confidential) {
        return new Credential.Request("POST", "/", "", headers, "127.0.0.0/8", confidential);
    }
}
