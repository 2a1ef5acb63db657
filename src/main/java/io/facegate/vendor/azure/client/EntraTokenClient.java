package io.facegate.vendor.azure.client;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.facegate.vendor.client.CachedCredential.ValidCredential;
import io.facegate.vendor.client.VendorSite;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Token client for Microsoft Entra, on its own threads. */
public final class EntraTokenClient {
    private static final System.Logger LOG = System.getLogger(EntraTokenClient.class.getName());
    private static final ExecutorService THREADS = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("entra-", 0).factory());

    private EntraTokenClient() {}

    /**
     * Returns token access to the resources of a cloud.
     *
     * @throws IllegalArgumentException when the file holds no such credential, or the authority must not be used
     */
    public static AzureCredential create(EntraIdentity who, AzureCloud cloud) {
        return create(who, cloud, InstantSource.system());
    }

    static AzureCredential create(EntraIdentity who, AzureCloud cloud, InstantSource clock) {
        return switch (who) {
            case EntraIdentity.Application application -> {
                var proof = proof(application.proof());
                yield new EntraCredential(issuer(application, proof.credential(), cloud), clock, proof.end());
            }
            case EntraIdentity.Machine machine -> new EntraCredential(issuer(machine, cloud), clock);
        };
    }

    private static Supplier<CompletableFuture<ValidCredential<String>>> issuer(
            EntraIdentity.Application who, IClientCredential proof, AzureCloud cloud) {
        var site = VendorSite.parse(who.authority());
        try {
            var application = ConfidentialClientApplication.builder(who.client(), proof)
                    .authority("https://" + site.authority() + '/' + who.tenant() + '/')
                    // Asks only the configured authority, without discovery at another host.
                    .instanceDiscovery(false)
                    .httpClient(new EntraHttpClient(who.authorities()))
                    .executorService(THREADS)
                    .build();
            // The token is cached here rather than in the library, so that a call does not enter the library.
            var asked = ClientCredentialParameters.builder(Set.of(cloud.resource() + "/.default"))
                    .skipCache(true)
                    .build();
            return () -> token(application.acquireToken(asked));
        } catch (MalformedURLException unfit) {
            throw new IllegalArgumentException("The authority of Microsoft Entra is not a URL.", unfit);
        }
    }

    private static Supplier<CompletableFuture<ValidCredential<String>>> issuer(
            EntraIdentity.Machine who, AzureCloud cloud) {
        var id = who.client() == null
                ? ManagedIdentityId.systemAssigned()
                : ManagedIdentityId.userAssignedClientId(who.client());
        var machine = ManagedIdentityApplication.builder(id)
                .httpClient(new EntraHttpClient(null))
                .executorService(THREADS)
                .build();
        return () -> {
            try {
                return token(machine.acquireTokenForManagedIdentity(ManagedIdentityParameters.builder(cloud.resource())
                        .forceRefresh(true)
                        .build()));
            } catch (Exception unasked) {
                return CompletableFuture.failedFuture(unasked);
            }
        };
    }

    private static CompletableFuture<ValidCredential<String>> token(CompletableFuture<IAuthenticationResult> coming) {
        return coming.thenApply(result -> new ValidCredential<>(
                        result.accessToken(), result.expiresOnDate().toInstant()))
                .whenComplete((token, failed) -> logFailure(failed));
    }

    /** Logs the error code and the exception's class; its message could hold names. */
    private static void logFailure(@Nullable Throwable failed) {
        if (failed == null) {
            return;
        }
        var cause = failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        var code = cause instanceof MsalServiceException said ? String.valueOf(said.errorCode()) : "no answer";
        LOG.log(
                System.Logger.Level.WARNING,
                "Microsoft Entra issued no token: {0} ({1}).",
                code.matches("[A-Za-z0-9_]{1,64}|no answer") ? code : "an error",
                cause.getClass().getSimpleName());
    }

    /** Returns true if a file holds a certificate and key that can authenticate an application. */
    public static boolean isUsable(Path certificate) {
        try {
            proof(new EntraIdentity.Certificate(certificate));
            return true;
        } catch (IllegalArgumentException unfit) {
            return false;
        }
    }

    /**
     * What a file holds that proves an application.
     *
     * @param end of its certificate; null for a secret
     */
    private record LoadedProof(
            IClientCredential credential, @Nullable Instant end) {}

    private static LoadedProof proof(EntraIdentity.Proof proof) {
        try {
            return switch (proof) {
                case EntraIdentity.Secret(var file) ->
                    new LoadedProof(
                            ClientCredentialFactory.createFromSecret(
                                    Files.readString(file).strip()),
                            null);
                case EntraIdentity.Certificate(var file) -> {
                    var pem = EntraCertificate.read(file);
                    yield new LoadedProof(
                            ClientCredentialFactory.createFromCertificate(pem.key(), pem.certificate()),
                            pem.certificate().getNotAfter().toInstant());
                }
            };
        } catch (IOException | GeneralSecurityException | RuntimeException unread) {
            // The library's message may hold content of the file.
            throw new IllegalArgumentException(proof.file() + " cannot be read as what proves an application.");
        }
    }
}
