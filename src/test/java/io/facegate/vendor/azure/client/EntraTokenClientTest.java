package io.facegate.vendor.azure.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.SelfSigned;
import io.facegate.call.Fault;
import io.facegate.vendor.azure.client.EntraIdentity.Application;
import io.facegate.vendor.azure.client.EntraIdentity.Certificate;
import io.facegate.vendor.azure.client.EntraIdentity.Proof;
import io.facegate.vendor.azure.client.EntraIdentity.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How tokens are asked for, of an authority on loopback behind TLS. */
class EntraTokenClientTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(20);
    private static final Answer GIVEN =
            Answer.of(200, "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"the-token\"}");

    @TempDir
    private Path folder;

    @Test
    void anApplicationShowsItsSecretAndNothingElseIsAsked() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "the-secret\n");
        try (var authority = authority().answers(GIVEN)) {
            var access = EntraTokenClient.create(
                    application(authority, new Secret(secret), folder.resolve("vendor.pem")), AzureCloud.PUBLIC);

            assertThat(access.header(LONG)).isEqualTo(Map.entry("Authorization", "Bearer the-token"));
            access.header(LONG);

            var seen = authority.only();
            assertThat(seen.method() + ' ' + seen.uri()).isEqualTo("POST /tenant-1/oauth2/v2.0/token");
            var asked = form(seen.text());
            assertThat(asked)
                    .containsEntry("grant_type", "client_credentials")
                    .containsEntry("client_id", "client-1")
                    .containsEntry("client_secret", "the-secret");
            assertThat(asked.get("scope").split(" ")).contains("https://cognitiveservices.azure.com/.default");
        }
    }

    @Test
    void anApplicationProvesThatItHoldsTheKeyOfItsCertificate() throws Exception {
        var file = SelfSigned.client(folder);
        try (var authority = authority().answers(GIVEN)) {
            var access = EntraTokenClient.create(
                    application(authority, new Certificate(file), folder.resolve("vendor.pem")), AzureCloud.PUBLIC);
            assertThat(access.header(LONG).getValue()).isEqualTo("Bearer the-token");

            var asked = form(authority.only().text());
            assertThat(asked).doesNotContainKey("client_secret");
            var parts = asked.get("client_assertion").split("\\.");
            var json = new ObjectMapper();
            var header = json.readTree(Base64.getUrlDecoder().decode(parts[0]));
            assertThat(header.get("alg").asText()).isEqualTo("RS256");
            var claims = json.readTree(Base64.getUrlDecoder().decode(parts[1]));
            assertThat(claims.get("iss").asText()).isEqualTo("client-1");
            assertThat(claims.get("aud").asText()).isEqualTo(authority.url() + "/tenant-1/oauth2/v2.0/token");
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(EntraCertificate.read(file).certificate());
            signature.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
            assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2])))
                    .isTrue();
        }
    }

    @Test
    void aRefusalIsAFaultThatTellsNoSecret() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "the-secret");
        var no = "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: the-secret of app-name\"}";
        try (var authority = authority().answers(Answer.of(401, no))) {
            var access = EntraTokenClient.create(
                    application(authority, new Secret(secret), folder.resolve("vendor.pem")), AzureCloud.PUBLIC);
            assertThatThrownBy(() -> access.header(LONG))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The vendor cannot be reached at the moment.")
                    .hasNoCause()
                    .extracting(down -> ((Fault.ProviderDown) down).credentials())
                    .isEqualTo("Microsoft Entra issued no token. The gateway's log says why.");
        }
    }

    @Test
    void whoCannotProveThatItIsTheAuthorityIsShownNoSecret() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "the-secret");
        try (var authority = authority().answers(GIVEN)) {
            var access = EntraTokenClient.create(application(authority, new Secret(secret), null), AzureCloud.PUBLIC);
            assertThatThrownBy(() -> access.header(LONG)).isInstanceOf(Fault.ProviderDown.class);
            assertThat(authority.seen()).isEmpty();
        }
    }

    @Test
    void anAuthorityInTheClearAndAFileWithoutAKeyAreNotTaken() throws Exception {
        var secret = new Secret(Files.writeString(folder.resolve("secret"), "the-secret"));
        var clear = new Application(URI.create("http://login.example"), "t", "c", secret, null);
        assertThatThrownBy(() -> EntraTokenClient.create(clear, AzureCloud.PUBLIC))
                .isInstanceOf(IllegalArgumentException.class);
        var file = new Certificate(Files.writeString(folder.resolve("pem"), "-----BEGIN the-secret"));
        var broken = new Application(URI.create("https://login.example"), "t", "c", file, null);
        assertThatThrownBy(() -> EntraTokenClient.create(broken, AzureCloud.PUBLIC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("the-secret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://faces.cognitiveservices.azure.com, PUBLIC",
        "https://westeurope.api.cognitive.microsoft.com, PUBLIC",
        "https://faces.cognitiveservices.azure.us:443, GOVERNMENT",
        "https://usgovvirginia.api.cognitive.microsoft.us, GOVERNMENT",
        "https://FACES.CognitiveServices.Azure.CN, CHINA",
        "https://azure.us.example, PUBLIC",
        "https://notazure.cn, PUBLIC",
        "http://127.0.0.1:8080, PUBLIC",
    })
    void aResourceIsInTheCloudThatItsHostNames(URI endpoint, AzureCloud cloud) {
        assertThat(AzureCloud.forEndpoint(endpoint)).isEqualTo(cloud);
    }

    @ParameterizedTest
    @CsvSource({
        "GOVERNMENT, https://cognitiveservices.azure.us/.default, https://login.microsoftonline.us",
        "CHINA, https://cognitiveservices.azure.cn/.default, https://login.chinacloudapi.cn",
    })
    void aTokenIsForTheCloudThatTheResourceIsIn(AzureCloud cloud, String scope, URI asked) throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "the-secret");
        try (var authority = authority().answers(GIVEN)) {
            EntraTokenClient.create(application(authority, new Secret(secret), folder.resolve("vendor.pem")), cloud)
                    .header(LONG);

            assertThat(form(authority.only().text()).get("scope").split(" ")).contains(scope);
        }
        assertThat(cloud.authority()).isEqualTo(asked);
    }

    private FakeVendor authority() throws Exception {
        return FakeVendor.start(SelfSigned.identity(folder, "ip:127.0.0.1"));
    }

    private static Application application(FakeVendor authority, Proof proof, @Nullable Path authorities) {
        return new Application(authority.url(), "tenant-1", "client-1", proof, authorities);
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                        (one, other) -> one));
    }
}
