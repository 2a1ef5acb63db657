package io.facegate.registry.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.integrity.AesGcmCipher;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key of Azure Key Vault, as a stand-in serves it that really wraps by RSA. */
class AzureKeyVaultMasterKeyTest {
    private static final byte[] DATA_KEY = AesGcmCipher.newKey();
    private static final WrappingContext BINDING = new WrappingContext("0123456789abcdef", 3);

    private final HttpClient client = HttpClient.newHttpClient();
    private FakeKeyVault vault;

    @BeforeEach
    void start() throws Exception {
        vault = new FakeKeyVault();
    }

    @AfterEach
    void stop() {
        vault.close();
        client.close();
    }

    private AzureKeyVaultMasterKey at(URI key) {
        return AzureKeyVaultMasterKey.at(key, client, () -> FakeKeyVault.TOKEN);
    }

    private AzureKeyVaultMasterKey named(String master) {
        return at(URI.create(master.substring(AzureKeyVaultMasterKey.SCHEME.length())));
    }

    /** The name that is kept has the key's version, so that a later version does no harm. */
    @Test
    void whatOneVersionWrappedOpensAfterTheNextOneIsMade() throws Exception {
        var wrapped = at(vault.key()).wrap(DATA_KEY, BINDING);
        assertThat(wrapped.master()).isEqualTo("azure-keyvault:" + vault.key() + "/00000000000000000000000000000001");
        vault.addVersion();
        assertThat(named(wrapped.master()).unwrap(wrapped.bytes(), BINDING)).isEqualTo(DATA_KEY);
        var next = at(vault.key()).wrap(DATA_KEY, BINDING);
        assertThat(next.master()).endsWith("2");
        assertThatThrownBy(() -> named(next.master()).unwrap(wrapped.bytes(), BINDING))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("400 BadParameter");
    }

    @Test
    void itOpensForNothingThatItIsNotBoundTo() throws Exception {
        var wrapped = at(vault.key()).wrap(DATA_KEY, BINDING);
        for (var other : new WrappingContext[] {
            new WrappingContext("0123456789abcdef", 2), new WrappingContext("f123456789abcdef", 3)
        }) {
            assertThatThrownBy(() -> named(wrapped.master()).unwrap(wrapped.bytes(), other))
                    .hasMessageContaining("bound to something else");
        }
        var altered = wrapped.bytes().clone();
        altered[7] ^= 1;
        assertThatThrownBy(() -> named(wrapped.master()).unwrap(altered, BINDING))
                .isInstanceOf(MasterKeyException.class);
    }

    @Test
    void aRefusalIsNamedWithoutTheServicesWords() throws Exception {
        vault.enable(false);
        assertThatThrownBy(() -> at(vault.key()).wrap(DATA_KEY, BINDING))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("403 Forbidden")
                .hasMessageNotContaining("secret-account");
        vault.enable(true);
        var other = AzureKeyVaultMasterKey.at(vault.key(), client, () -> "another");
        assertThatThrownBy(() -> other.wrap(DATA_KEY, BINDING)).hasMessageContaining("401 Unauthorized");
        assertThatThrownBy(
                        () -> at(URI.create("http://127.0.0.1:9/keys/facegate")).wrap(DATA_KEY, BINDING))
                .hasMessageContaining("did not answer");
    }

    @Test
    void aTokenGoesToKeyVaultOnly() {
        for (var wrong : new String[] {
            "http://one.vault.azure.net/keys/k",
            "https://one.vault.azure.net.evil.example/keys/k",
            "https://evil.example/keys/k?.vault.azure.net/keys/k",
            "https://user@one.vault.azure.net/keys/k",
            "https://one.vault.azure.net:444/keys/k",
            "https://one.vault.azure.net/secrets/k"
        }) {
            assertThatThrownBy(() -> AzureKeyVaultMasterKey.of(wrong)).hasMessageContaining("is named by its URL");
        }
    }

    /** An application with its secret, one with the token of its workload, and a machine. */
    @Test
    void aTokenIsFetchedInTheUsualWays(@TempDir Path folder) throws Exception {
        var workload = Files.writeString(folder.resolve("token"), "a-workload\n");
        var host = "http://" + vault.key().getAuthority();
        var application = Map.of("AZURE_AUTHORITY_HOST", host, "AZURE_TENANT_ID", "t1", "AZURE_CLIENT_ID", "c1");
        var bySecret = new HashMap<>(application);
        bySecret.put("AZURE_CLIENT_SECRET", "very-secret");
        assertThat(fetch(bySecret)).isEqualTo(FakeKeyVault.TOKEN);
        assertThat(vault.lastForm())
                .contains("client_secret=very-secret", "scope=https%3A%2F%2Fvault.azure.net%2F.default");
        var byWorkload = new HashMap<>(application);
        byWorkload.put("AZURE_FEDERATED_TOKEN_FILE", workload.toString());
        assertThat(fetch(byWorkload)).isEqualTo(FakeKeyVault.TOKEN);
        assertThat(vault.lastForm()).contains("client_assertion=a-workload").doesNotContain("client_secret");
        assertThat(fetch(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", host))).isEqualTo(FakeKeyVault.TOKEN);
        bySecret.put("AZURE_TENANT_ID", "t2");
        assertThatThrownBy(() -> fetch(bySecret))
                .isInstanceOf(MasterKeyException.class)
                .hasMessageContaining("issued no token for Key Vault (status 404)")
                .hasMessageNotContaining("very-secret");
    }

    private String fetch(Map<String, String> environment) throws MasterKeyException {
        return new EntraToken(client, environment).fetch("https://vault.azure.net");
    }
}
