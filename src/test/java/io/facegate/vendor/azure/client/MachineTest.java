package io.facegate.vendor.azure.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.Surroundings;
import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.call.Fault;
import io.facegate.vendor.azure.client.EntraIdentity.Machine;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the identity that Azure gives a machine is asked for tokens: by a virtual machine's own service, and by App Service. */
class MachineTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(20);

    private FakeVendor service;
    private Instant now = Instant.now();

    @BeforeEach
    void open() throws Exception {
        service = FakeVendor.start().answers(token("one", Duration.ofHours(24)));
        Surroundings.tell(
                Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", service.url().toString()));
    }

    @AfterEach
    void close() {
        Surroundings.forget();
        service.close();
    }

    @Test
    void aVirtualMachineAsksItsOwnService() {
        assertThat(access(null).header(LONG)).isEqualTo(Map.entry("Authorization", "Bearer one"));

        var seen = service.only();
        assertThat(seen.method()).isEqualTo("GET");
        assertThat(path(seen)).isEqualTo("/metadata/identity/oauth2/token");
        assertThat(query(seen))
                .contains("api-version=2018-02-01", "resource=https://cognitiveservices.azure.com")
                .doesNotContain("client_id");
        assertThat(seen.header("metadata")).isEqualTo("true");
    }

    @Test
    void appServiceIsShownWhatItGave() {
        Surroundings.tell(
                Map.of("IDENTITY_ENDPOINT", service.url() + "/msi/token", "IDENTITY_HEADER", "the-machines-secret"));

        assertThat(access("11111111-2222-3333-4444-555555555555").header(LONG).getValue())
                .isEqualTo("Bearer one");

        var seen = service.only();
        assertThat(path(seen)).isEqualTo("/msi/token");
        assertThat(query(seen))
                .contains(
                        "api-version=2019-08-01",
                        "resource=https://cognitiveservices.azure.com",
                        "client_id=11111111-2222-3333-4444-555555555555");
        assertThat(seen.header("x-identity-header")).isEqualTo("the-machines-secret");
    }

    @Test
    void theIdentityThatWasAssignedIsNamedAndTheTokenIsForTheResourcesCloud() {
        EntraTokenClient.create(new Machine("assigned-1"), AzureCloud.CHINA).header(LONG);

        assertThat(query(service.only()))
                .contains("client_id=assigned-1", "resource=https://cognitiveservices.azure.cn");
    }

    @Test
    void oneTokenServesUntilItsEndIsNearAndTheNextIsFetchedMeanwhile() {
        service.answers(token("one", Duration.ofHours(1)), token("two", Duration.ofHours(2)));
        var access = access(null);
        for (int call = 0; call < 20; call++) {
            assertThat(access.header(LONG).getValue()).isEqualTo("Bearer one");
        }
        assertThat(service.seen()).hasSize(1);

        now = now.plus(Duration.ofMinutes(56));
        assertThat(access.header(LONG).getValue()).isEqualTo("Bearer one");
        Await.until(() -> access.header(LONG).getValue().equals("Bearer two"));
        assertThat(service.seen()).hasSize(2);
    }

    @Test
    void aTokenThatRanOutOrWasRefusedIsNotShown() {
        service.answers(
                token("one", Duration.ofHours(1)),
                token("two", Duration.ofHours(9)),
                token("three", Duration.ofHours(9)));
        var access = access(null);
        access.header(LONG);
        now = now.plus(Duration.ofHours(1));
        assertThat(access.header(LONG).getValue()).isEqualTo("Bearer two");

        access.invalidate();
        assertThat(access.header(LONG).getValue()).isEqualTo("Bearer three");
    }

    @Test
    void whoeverWaitsForASlowServiceWaitsNoLongerThanItsCall() {
        service.answers(token("late", Duration.ofHours(24)).after(Duration.ofSeconds(30)));
        var access = access(null);
        for (int call = 0; call < 3; call++) {
            assertThatThrownBy(() -> access.header(TimeUnit.MILLISECONDS.toNanos(300)))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .extracting(down -> ((Fault.ProviderDown) down).credentials())
                    .isEqualTo("Microsoft Entra issued no token in time.");
        }

        assertThat(service.seen()).as("one asks for all").hasSizeLessThan(2);
    }

    /** The JDK's client keeps no time once the headers are there. */
    @Test
    void aServiceThatStopsAfterItsHeadersIsGivenUpAndAskedAgain() {
        service.answers(token("never", Duration.ofHours(24)).stalledAfter(1, Duration.ofMinutes(5)));
        var access = access(null);
        assertThatThrownBy(() -> access.header(LONG)).isInstanceOf(Fault.ProviderDown.class);

        service.answers(token("two", Duration.ofHours(24)));
        now = now.plus(Duration.ofSeconds(6));
        assertThat(access.header(LONG).getValue()).isEqualTo("Bearer two");
    }

    @Test
    void aTokenIsShownWhileTheServiceFailsAndIsAskedAgainLater() {
        service.answers(token("one", Duration.ofHours(1)), error(500), error(500), error(500), error(500), error(400));
        var access = access(null);
        access.header(LONG);
        now = now.plus(Duration.ofMinutes(58));
        assertThat(access.header(LONG).getValue()).isEqualTo("Bearer one");
        now = now.plus(Duration.ofMinutes(2));
        assertThatThrownBy(() -> access.header(LONG)).isInstanceOf(Fault.ProviderDown.class);

        int seen = service.seen().size();
        assertThatThrownBy(() -> access.header(LONG)).isInstanceOf(Fault.ProviderDown.class);
        assertThat(service.seen()).as("not again at once").hasSize(seen);

        service.answers(token("two", Duration.ofHours(9)));
        now = now.plus(Duration.ofSeconds(6));
        assertThat(access.header(LONG).getValue()).isEqualTo("Bearer two");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 429, 500, 503})
    void aServiceThatIsBusyIsAskedAgain(int status) {
        service.answers(error(status), token("one", Duration.ofHours(24)));

        assertThat(access(null).header(LONG).getValue()).isEqualTo("Bearer one");
        assertThat(service.seen()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403})
    void aRefusalIsAFaultThatTellsNothingOfTheMachine(int status) {
        service.answers(error(status));

        assertThatThrownBy(() -> access(null).header(LONG))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessage("The vendor cannot be reached at the moment.")
                .hasNoCause()
                .extracting(down -> ((Fault.ProviderDown) down).credentials())
                .isEqualTo("Microsoft Entra issued no token. The gateway's log says why.");
        assertThat(service.seen()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"access_token\":\"x\"}",
                "{\"access_token\":\"\",\"expires_on\":\"9999999999\"}",
                "{\"access_token\":\"x\",\"expires_on\":\"soon\"}",
                "<html>sign in here</html>",
            })
    void whatIsNoTokenIsAFault(String body) {
        service.answers(Answer.of(200, body));

        assertThatThrownBy(() -> access(null).header(LONG)).isInstanceOf(Fault.ProviderDown.class);
    }

    @Test
    void neitherAnOverlongAnswerNorARedirectIsTaken() throws Exception {
        service.answers(Answer.of(200, "{\"access_token\":\"" + "x".repeat(300_000) + "\"}"));
        assertThatThrownBy(() -> access(null).header(LONG)).isInstanceOf(Fault.ProviderDown.class);
        try (var other = FakeVendor.start().answers(token("theirs", Duration.ofHours(24)))) {
            service.answers(Answer.of(302, "{}").with("Location", other.url().toString()));
            assertThatThrownBy(() -> access(null).header(LONG)).isInstanceOf(Fault.ProviderDown.class);
            assertThat(other.seen()).isEmpty();
        }
    }

    private AzureCredential access(@Nullable String client) {
        return EntraTokenClient.create(new Machine(client), AzureCloud.PUBLIC, () -> now);
    }

    /** As both services word it. */
    private Answer token(String value, Duration good) {
        return Answer.of(
                200,
                "{\"access_token\":\"" + value + "\",\"client_id\":\"c\",\"expires_on\":\""
                        + now.plus(good).getEpochSecond()
                        + "\",\"resource\":\"https://cognitiveservices.azure.com\",\"token_type\":\"Bearer\"}");
    }

    private static Answer error(int status) {
        return Answer.of(
                status, "{\"error\":\"invalid_request\",\"error_description\":\"Identity of machine-7 not found\"}");
    }

    private static String path(FakeVendor.Seen seen) {
        return seen.uri().replaceFirst("\\?.*", "").replaceFirst("^//", "/");
    }

    private static String query(FakeVendor.Seen seen) {
        return URLDecoder.decode(seen.uri().replaceFirst("[^?]*\\?", ""), StandardCharsets.UTF_8);
    }
}
