package io.facegate.vendor.rekognition.client;

import static io.facegate.vendor.rekognition.client.Calls.NONPROFIT;
import static io.facegate.vendor.rekognition.client.Calls.WITH_ROLE;
import static io.facegate.vendor.rekognition.client.Calls.call;
import static io.facegate.vendor.rekognition.client.Calls.caller;
import static io.facegate.vendor.rekognition.client.Calls.detect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The role of an account, which the gateway assumes for the calls of all organisations. */
class AccountRoleTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String ARN = "arn:aws:iam::111122223333:role/facegate";

    private FakeVendor vendor;
    private FakeVendor sts;
    private RekognitionProvider provider;

    @BeforeEach
    void open() throws IOException {
        vendor = FakeVendor.start();
        sts = FakeVendor.start().answers(credentials("ASIAACCOUNT", "account-secret", Duration.ofHours(1)));
        var limits = new VendorLimits(Duration.ofSeconds(5), Duration.ofSeconds(2), 4, 4, 10_000);
        var role = new RekognitionSettings.AccountRole(ARN, "facegate-eu");
        provider = RekognitionProvider.create(
                VERTX,
                new RekognitionSettings("eu-west-1", vendor.url(), sts.url(), null, limits, role),
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
    void callsAreSignedWithItInASessionOfTheOrganisation() throws Exception {
        send(caller(NONPROFIT));
        send(caller(NONPROFIT));

        assertThat(SigV4.verify(vendor.seen().getLast(), "account-secret").key())
                .isEqualTo("ASIAACCOUNT");
        assertThat(asked(sts.only()))
                .contains("RoleArn=" + ARN + "&")
                .contains("ExternalId=facegate-eu")
                .contains("RoleSessionName=facegate-" + NONPROFIT.id())
                .contains("Tags.member.1.Key=facegate:organisation")
                .contains("Tags.member.1.Value=" + NONPROFIT.id());
        assertThat(sts.only().header("authorization")).contains("Credential=GATEWAYKEY/");
    }

    @Test
    void anOrganisationWithARoleOfItsOwnIsCalledForUnderThat() {
        send(caller(WITH_ROLE));

        assertThat(asked(sts.only()))
                .contains("RoleArn=" + WITH_ROLE.upstreamRole())
                .contains("ExternalId=facegate:" + WITH_ROLE.id())
                .doesNotContain("Tags.");
    }

    @Test
    void itIsAssumedAnewBeforeItsCredentialsExpire() throws Exception {
        sts.answers(
                credentials("ASIAOLD", "old", Duration.ofSeconds(1)),
                credentials("ASIANEW", "new", Duration.ofHours(1)));
        send(caller(NONPROFIT));
        send(caller(NONPROFIT));

        assertThat(SigV4.verify(vendor.seen().getLast(), "new").key()).isEqualTo("ASIANEW");
    }

    @Test
    void nothingIsSentAndHealthSaysSoWhenItIsNotToBeHad() {
        sts.answers(Answer.of(403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>")
                .with("Content-Type", "text/xml"));

        assertThatThrownBy(() -> send(caller(NONPROFIT))).isInstanceOfSatisfying(Fault.ProviderDown.class, down -> {
            assertThat(down.credentials())
                    .isEqualTo("The AWS role of the account could not be assumed (AccessDenied).");
            assertThat(down.isOwn()).isTrue();
        });
        assertThatThrownBy(() -> provider.health().requireCredentials()).isInstanceOf(Fault.ProviderDown.class);
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void aDenialOfTheAccountsRoleIsTheGatewaysOwnAffair() {
        vendor.answers(Answer.error(400, "AccessDeniedException"));

        assertThatThrownBy(() -> send(caller(NONPROFIT))).isInstanceOf(Fault.ProviderDown.class);
    }

    private Reply send(Caller caller) {
        return provider.send(Passes.of(caller, call("DetectFaces", detect(10))));
    }

    private static String asked(FakeVendor.Seen request) {
        return URLDecoder.decode(request.text(), StandardCharsets.UTF_8);
    }

    private static Answer credentials(String key, String secret, Duration good) {
        return Answer.of(
                        200,
                        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>" + key
                                + "</AccessKeyId><SecretAccessKey>" + secret
                                + "</SecretAccessKey><SessionToken>token</SessionToken><Expiration>"
                                + Instant.now().plus(good).truncatedTo(ChronoUnit.SECONDS)
                                + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>")
                .with("Content-Type", "text/xml");
    }
}
