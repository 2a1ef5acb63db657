package io.facegate.vendor.rekognition.client;

import static io.facegate.vendor.rekognition.client.Calls.NONPROFIT;
import static io.facegate.vendor.rekognition.client.Calls.WITH_ROLE;
import static io.facegate.vendor.rekognition.client.Calls.call;
import static io.facegate.vendor.rekognition.client.Calls.caller;
import static io.facegate.vendor.rekognition.client.Calls.detect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.call.Fault;
import io.facegate.call.MemoryHandles;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Passes;
import io.facegate.vendor.client.VendorLimits;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class AssumedRoleTest {
    private static final Vertx VERTX = Vertx.vertx();

    private FakeVendor vendor;
    private FakeVendor sts;
    private RekognitionProvider provider;

    @BeforeEach
    void open() throws IOException {
        vendor = FakeVendor.start();
        sts = FakeVendor.start().answers(credentials("ASIAROLE", "role-secret", Duration.ofHours(1)));
        provider = RekognitionProvider.create(
                VERTX,
                new RekognitionSettings(
                        "eu-west-1",
                        vendor.url(),
                        sts.url(),
                        null,
                        new VendorLimits(Duration.ofSeconds(5), Duration.ofSeconds(2), 4, 4, 10_000)),
                new MemoryHandles(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("GATEWAYKEY", "own-secret")));
    }

    @AfterEach
    void close() {
        provider.close();
        vendor.close();
        sts.close();
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void signsWithTheOrganisationsRoleAndItsSessionToken() throws Exception {
        send(caller(WITH_ROLE));

        var signed = SigV4.verify(vendor.only(), "role-secret");
        assertThat(signed.key()).isEqualTo("ASIAROLE");
        assertThat(signed.names()).contains("x-amz-security-token");
        assertThat(vendor.only().header("x-amz-security-token")).isEqualTo("token-of-ASIAROLE");
    }

    @Test
    void assumesTheRoleInTheOrganisationsNameAndUnderItsExternalId() {
        send(caller(WITH_ROLE));

        assertThat(URLDecoder.decode(sts.only().text(), StandardCharsets.UTF_8))
                .contains("Action=AssumeRole&")
                .contains("RoleArn=arn:aws:iam::123456789012:role/faces")
                .contains("RoleSessionName=facegate-rescue")
                .contains("ExternalId=facegate:rescue");
        assertThat(sts.only().header("authorization")).contains("Credential=GATEWAYKEY/");
    }

    @Test
    void assumesTheRoleOnceForManyCalls() {
        for (int call = 0; call < 5; call++) {
            send(caller(WITH_ROLE));
        }

        assertThat(vendor.seen()).hasSize(5);
        assertThat(sts.seen()).hasSize(1);
    }

    @Test
    void assumesTheRoleAnewWhenItsCredentialsAreAboutToRunOut() throws Exception {
        sts.answers(
                credentials("ASIAOLD", "old", Duration.ofSeconds(1)),
                credentials("ASIANEW", "new", Duration.ofHours(1)));
        send(caller(WITH_ROLE));
        send(caller(WITH_ROLE));

        assertThat(SigV4.verify(vendor.seen().getLast(), "new").key()).isEqualTo("ASIANEW");
    }

    @Test
    void keepsTheSameRoleOfTwoOrganisationsApart() {
        send(caller(WITH_ROLE));
        send(caller(Calls.organisation("other", WITH_ROLE.upstreamRole())));

        assertThat(sts.seen()).hasSize(2);
    }

    @Test
    void usesThePrincipalsRoleWhenAContractorCalls() throws Exception {
        send(caller(NONPROFIT, WITH_ROLE));
        send(caller(WITH_ROLE, NONPROFIT));

        assertThat(SigV4.verify(vendor.seen().getFirst(), "role-secret").key()).isEqualTo("ASIAROLE");
        assertThat(SigV4.verify(vendor.seen().getLast(), "own-secret").key()).isEqualTo("GATEWAYKEY");
    }

    @Test
    void sendsNothingUnderAnyOtherNameWhenTheRoleIsNotToBeHad() {
        sts.answers(xml(
                403,
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                        + "<Message>arn:aws:iam::123456789012:user/gw may not</Message></Error></ErrorResponse>"));

        assertThatThrownBy(() -> send(caller(WITH_ROLE)))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessage("The vendor cannot be reached at the moment.")
                .extracting(down -> ((Fault.ProviderDown) down).credentials())
                .isEqualTo("The AWS role of an organisation could not be assumed (AccessDenied).");
        assertThat(vendor.seen()).isEmpty();
    }

    /** Each that asked by itself would wait as long as STS does, and be one more that STS must answer. */
    @Test
    void waitsTogetherForASlowServiceAndThenNotAtAll() {
        sts.answers(credentials("ASIASLOW", "slow", Duration.ofHours(1)).after(Duration.ofSeconds(30)));

        assertThat(atOnce(200))
                .allSatisfy(end -> assertThat(end)
                        .isInstanceOf(Fault.ProviderDown.class)
                        .hasMessage("The vendor cannot be reached at the moment.")
                        .extracting(down -> ((Fault.ProviderDown) down).credentials())
                        .isEqualTo("The AWS role of an organisation could not be assumed in time."));
        assertThat(sts.seen()).hasSize(1);

        assertThat(atOnce(200)).allMatch(Fault.ProviderDown.class::isInstance);
        assertThat(sts.seen()).hasSize(1);
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void asksAFailingServiceNoMoreForAWhileAndTheCallsOfOthersGoOn() {
        sts.answers(xml(500, "<ErrorResponse><Error><Code>InternalFailure</Code></Error></ErrorResponse>"));
        assertThatThrownBy(() -> send(caller(WITH_ROLE))).isInstanceOf(Fault.ProviderDown.class);
        int seen = sts.seen().size();

        assertThat(atOnce(200)).allMatch(Fault.ProviderDown.class::isInstance);
        assertThat(sts.seen()).hasSize(seen);

        send(caller(NONPROFIT));
        sts.answers(credentials("ASIAOTHER", "other", Duration.ofHours(1)));
        send(caller(Calls.organisation("other", WITH_ROLE.upstreamRole())));
        assertThat(vendor.seen()).hasSize(2);
    }

    private List<Throwable> atOnce(int calls) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return IntStream.range(0, calls)
                    .mapToObj(call ->
                            CompletableFuture.supplyAsync(() -> catchThrowable(() -> send(caller(WITH_ROLE))), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    @Test
    void passesOnWhatTheOrganisationsOwnRoleMayNotDo() {
        vendor.answers(Answer.error(400, "AccessDeniedException"));

        assertThat(((Reply.Verbatim) send(caller(WITH_ROLE))).error()).isEqualTo("AccessDeniedException");
    }

    @Test
    void ownsUpWhenTheRolesSignatureIsNotAccepted() {
        vendor.answers(Answer.error(400, "UnrecognizedClientException"));

        assertThatThrownBy(() -> send(caller(WITH_ROLE)))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessage("The vendor cannot be reached at the moment.")
                .extracting(down -> ((Fault.ProviderDown) down).credentials())
                .isEqualTo("Amazon did not accept an organisation's role (UnrecognizedClientException).");
    }

    private Reply send(Caller caller) {
        return provider.send(Passes.of(caller, call("DetectFaces", detect(10))));
    }

    private static Answer credentials(String key, String secret, Duration good) {
        return xml(
                200,
                "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>" + key
                        + "</AccessKeyId><SecretAccessKey>" + secret + "</SecretAccessKey><SessionToken>token-of-" + key
                        + "</SessionToken><Expiration>"
                        + Instant.now().plus(good).truncatedTo(ChronoUnit.SECONDS)
                        + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>");
    }

    private static Answer xml(int status, String body) {
        return Answer.of(status, body).with("Content-Type", "text/xml");
    }
}
