package io.facegate.registry.master;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A token of Microsoft Entra for Key Vault: of the application that AZURE_TENANT_ID, AZURE_CLIENT_ID and
 * AZURE_CLIENT_SECRET name, or else of the machine's managed identity.
 */
final class EntraToken {
    private static final int PATIENCE_SECONDS = 10;

    private EntraToken() {}

    /**
     * Asks for a token.
     *
     * @param resource such as {@code https://vault.azure.net}
     */
    static String fetch(Map<String, String> environment, String resource) throws MasterKeyException {
        try {
            var secret = environment.getOrDefault("AZURE_CLIENT_SECRET", "");
            return secret.isEmpty() ? ofMachine(environment, resource) : ofApplication(environment, secret, resource);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new MasterKeyException("Microsoft Entra was not asked for a token to the end.");
        } catch (Exception failed) {
            // The library's message may hold names of accounts.
            throw new MasterKeyException("Microsoft Entra issued no token for Key Vault ("
                    + failed.getClass().getSimpleName() + "). Give the machine a managed identity, or set"
                    + " AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.");
        }
    }

    private static String ofApplication(Map<String, String> environment, String secret, String resource)
            throws Exception {
        var application = ConfidentialClientApplication.builder(
                        environment.getOrDefault("AZURE_CLIENT_ID", ""),
                        ClientCredentialFactory.createFromSecret(secret))
                .authority(environment
                                .getOrDefault("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com")
                                .replaceAll("/+$", "")
                        + '/'
                        + environment.getOrDefault("AZURE_TENANT_ID", "")
                        + '/')
                .instanceDiscovery(false)
                .connectTimeoutForDefaultHttpClient(4000)
                .readTimeoutForDefaultHttpClient(4000)
                .build();
        return application
                .acquireToken(ClientCredentialParameters.builder(Set.of(resource + "/.default"))
                        .build())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .accessToken();
    }

    private static String ofMachine(Map<String, String> environment, String resource) throws Exception {
        var client = environment.getOrDefault("AZURE_CLIENT_ID", "");
        var id = client.isEmpty() ? ManagedIdentityId.systemAssigned() : ManagedIdentityId.userAssignedClientId(client);
        return ManagedIdentityApplication.builder(id)
                .connectTimeoutForDefaultHttpClient(4000)
                .readTimeoutForDefaultHttpClient(4000)
                .build()
                .acquireTokenForManagedIdentity(
                        ManagedIdentityParameters.builder(resource).build())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .accessToken();
    }
}
