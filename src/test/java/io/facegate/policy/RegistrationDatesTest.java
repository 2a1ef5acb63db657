package io.facegate.policy;

import static io.facegate.call.PreconditionFailure.PURPOSE_EXPIRED;
import static io.facegate.call.PreconditionFailure.PURPOSE_NOT_YET_VALID;
import static io.facegate.call.PreconditionFailure.VERIFICATION_EXPIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import io.facegate.testkit.TestCaller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A refused caller is told its own dates, and none of an organisation that it acts for. */
class RegistrationDatesTest {
    private static final Instant SOONER = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    private static Organisation organisation(String id, Instant date) {
        return Organisation.builder(id, "retailer")
                .purposeTerms(Map.of("loyalty", new PurposeTerms("letter", "consent", date, date)))
                .verification(new OrganisationVerification("register", "7", "roe", SOONER, date))
                .build();
    }

    private static String sentence(PreconditionFailure failure, Instant own, Instant principals) {
        var caller = TestCaller.of(organisation("agent", own)).purpose("loyalty");
        return RegistrationDates.sentence(
                failure,
                (principals == null ? caller : caller.actingFor(List.of(organisation("city", principals)))).build());
    }

    @Test
    void ownDatesAreTold() {
        assertThat(sentence(PURPOSE_EXPIRED, SOONER, null)).contains("loyalty of agent ended at " + SOONER);
        assertThat(sentence(PURPOSE_NOT_YET_VALID, LATER, SOONER)).contains("agent begins at " + LATER);
        assertThat(sentence(VERIFICATION_EXPIRED, SOONER, LATER)).contains("agent ended at " + SOONER);
    }

    @Test
    void thoseOfAPrincipalAreNot() {
        assertThat(sentence(PURPOSE_EXPIRED, LATER, SOONER)).isEmpty();
        assertThat(sentence(VERIFICATION_EXPIRED, LATER, SOONER)).isEmpty();
        assertThat(sentence(PURPOSE_NOT_YET_VALID, SOONER, LATER)).isEmpty();
    }
}
