package io.facegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.PreconditionFailure;
import io.facegate.testkit.TestOrganisation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether an organisation is served follows from its state, its dates, its parents and whom it acts for. */
class StandingTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:36:00Z");
    private static final String KEY = "FGAKHOPE000000000000";
    private static final String VENDOR = "FGAKVENDOR0000000000";
    private static final String FOR_PD = "FGAKFORPD00000000000";

    private final Household household = new Household()
            .with(hope().build())
            .with(TestOrganisation.of("pd", "law_enforcement.police")
                    .in("US-OR")
                    .purposes("missing_child")
                    .build())
            .with(TestOrganisation.of("other", "nonprofit")
                    .in("US-OR")
                    .purposes("missing_child")
                    .build())
            .with(vendor(Set.of()))
            .key(KEY, "hope", null, null)
            .key(VENDOR, "vendor", null, null)
            .key(FOR_PD, "vendor", null, null, "pd");

    private static OrganisationBuilder hope() {
        return TestOrganisation.of("hope", "nonprofit").in("US-OR").purposes("missing_child").build().toBuilder();
    }

    private static Organisation vendor(Set<String> actsFor) {
        return Organisation.builder("vendor", "contractor")
                .jurisdictions(List.of("US-OR"))
                .purposes(Set.of("missing_child"))
                .relations(new OrganisationRelations(null, actsFor, null))
                .build();
    }

    private Caller caller(String key, Instant now, String... headers) {
        var lines = new ArrayList<Map.Entry<String, String>>();
        for (int at = 0; at < headers.length; at += 2) {
            lines.add(Map.entry(headers[at], headers[at + 1]));
        }
        var request = new Credential.Request("POST", "/", "", lines, "127.0.0.0/8", true);
        return new Authenticator(household, TokenVerifier.trustingNoIssuer(), "rekognition")
                .authenticate(new Credential.ApiKey(request, ApiKeyVerifier.format(key, "s".repeat(40))), now);
    }

    private @Nullable PreconditionFailure failure(Instant now) {
        return caller(KEY, now).preconditionFailure();
    }

    @Test
    void onlyAVerifiedOrganisationIsServed() {
        assertThat(failure(NOW)).isNull();
        household.with(hope().state(OrganisationState.APPLIED).build());
        assertThat(failure(NOW)).isEqualTo(PreconditionFailure.ORGANISATION_NOT_VERIFIED);
        household.with(hope().state(OrganisationState.SUSPENDED).build());
        assertThat(failure(NOW)).isEqualTo(PreconditionFailure.ORGANISATION_SUSPENDED);
        household.with(hope().state(OrganisationState.CLOSED).build());
        assertThat(failure(NOW)).isEqualTo(PreconditionFailure.ORGANISATION_CLOSED);
    }

    @Test
    void aVerificationThatEndsSuspendsByItselfAtThatInstant() {
        var how = new OrganisationVerification("charity_register", "OR 1", "m.roe", NOW.minusSeconds(60), NOW);
        household.with(hope().verification(how).build());
        assertThat(failure(NOW.minusMillis(1))).isNull();
        assertThat(failure(NOW)).isEqualTo(PreconditionFailure.VERIFICATION_EXPIRED);
        assertThat(failure(NOW.plusSeconds(86_400))).isEqualTo(PreconditionFailure.VERIFICATION_EXPIRED);
    }

    @Test
    void aPurposeHoldsFromItsFirstInstantUntilItsLastIsOver() {
        var terms = new PurposeTerms("agreement 7", "ORS 181A", NOW, NOW.plusSeconds(10));
        household.with(hope().purposeTerms(Map.of("missing_child", terms)).build());
        assertThat(failure(NOW.minusMillis(1))).isEqualTo(PreconditionFailure.PURPOSE_NOT_YET_VALID);
        assertThat(failure(NOW)).isNull();
        assertThat(failure(NOW.plusMillis(9_999))).isNull();
        assertThat(failure(NOW.plusSeconds(10))).isEqualTo(PreconditionFailure.PURPOSE_EXPIRED);
        assertThat(caller(KEY, NOW.plusSeconds(10)).purpose()).isEqualTo("missing_child");
    }

    @Test
    void thePurposeOfEveryOneInTheChainCounts() {
        var terms = new PurposeTerms("warrant 3", null, null, NOW);
        household.with(TestOrganisation.of("pd", "law_enforcement.police").in("US-OR").build().toBuilder()
                .purposeTerms(Map.of("missing_child", terms))
                .build());
        assertThat(caller(FOR_PD, NOW.minusMillis(1)).preconditionFailure()).isNull();
        assertThat(caller(FOR_PD, NOW).preconditionFailure()).isEqualTo(PreconditionFailure.PURPOSE_EXPIRED);
    }

    @Test
    void aPartOfAnOrganisationIsServedOnlyWhileThatOneIs() {
        household.with(hope().relations(new OrganisationRelations("other", Set.of(), null))
                .build());
        assertThat(failure(NOW)).isNull();
        household.with(TestOrganisation.of("other", "nonprofit").suspended(true).build());
        assertThat(failure(NOW)).isEqualTo(PreconditionFailure.PARENT_NOT_SERVED);
        household.with(hope().relations(new OrganisationRelations("gone", Set.of(), null))
                .build());
        assertThat(failure(NOW)).isEqualTo(PreconditionFailure.PARENT_NOT_SERVED);
        household.with(hope().relations(new OrganisationRelations("hope", Set.of(), null))
                .build());
        assertThat(failure(NOW)).isEqualTo(PreconditionFailure.PARENT_NOT_SERVED);
    }

    @Test
    void aContractorRegisteredForPoliceIsJudgedAsPolice() {
        assertThat(caller(VENDOR, NOW).preconditionFailure()).isEqualTo(PreconditionFailure.PRINCIPAL_MISSING);
        household.with(vendor(Set.of("pd")));
        var caller = caller(VENDOR, NOW);
        assertThat(caller.preconditionFailure()).isNull();
        assertThat(caller.delegationChain())
                .extracting(Organisation::type)
                .containsExactly("contractor", "law_enforcement.police");
    }

    @Test
    void aContractorOfSeveralNamesOneOfThemAndNoOther() {
        household.with(vendor(Set.of("pd", "other")));
        assertThat(caller(VENDOR, NOW).preconditionFailure()).isEqualTo(PreconditionFailure.PRINCIPAL_MISSING);
        assertThat(caller(VENDOR, NOW, "Facegate-On-Behalf-Of", "other").preconditionFailure())
                .isNull();
        assertThat(caller(VENDOR, NOW, "Facegate-On-Behalf-Of", "hope").preconditionFailure())
                .isEqualTo(PreconditionFailure.PRINCIPAL_NOT_ALLOWED);
        assertThat(caller(VENDOR, NOW, "Facegate-On-Behalf-Of", "pd", "Facegate-On-Behalf-Of", "other")
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.PRINCIPAL_NOT_ALLOWED);
    }

    /** The key was minted for police before the relation was registered. */
    @Test
    void aKeyForSomebodyElseThanThoseRegisteredIsRefused() {
        assertThat(caller(FOR_PD, NOW).preconditionFailure()).isNull();
        household.with(vendor(Set.of("other")));
        assertThat(caller(FOR_PD, NOW).preconditionFailure()).isEqualTo(PreconditionFailure.PRINCIPAL_NOT_ALLOWED);
    }
}
