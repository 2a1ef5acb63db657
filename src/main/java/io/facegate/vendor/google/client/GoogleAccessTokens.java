package io.facegate.vendor.google.client;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.RequestMetadataCallback;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import io.facegate.call.Fault;
import io.facegate.vendor.client.VendorSite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The gateway's own access tokens for Google. One is cached and refreshed in the background before it expires. */
final class GoogleAccessTokens {
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-vision";
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("google-token").start(task);

    private final GoogleCredentials credentials;
    private final URI vendor;

    private GoogleAccessTokens(GoogleCredentials credentials, URI vendor) {
        this.credentials = credentials;
        this.vendor = vendor;
    }

    /**
     * Returns the tokens of the credentials in a file.
     *
     * @param vendor the API that the tokens are sent to
     * @throws IllegalArgumentException when the file holds no credentials, or names a token server that must not be
     *     used
     */
    static GoogleAccessTokens fromFile(Path file, URI vendor) {
        return new GoogleAccessTokens(read(file), vendor);
    }

    /** Reads the credentials in a file, scoped to Vision only. */
    static GoogleCredentials read(Path file) {
        var read = parsed(file);
        var server = tokenServer(file, read);
        try {
            if (server != null) {
                VendorSite.parse(server);
            }
            return read.createScoped(SCOPE);
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException("--google-credentials cannot be used: the token_uri in " + file
                    + " is not a usable URL: " + unfit.getMessage());
        }
    }

    private static GoogleCredentials parsed(Path file) {
        try (var stream = Files.newInputStream(file)) {
            return GoogleCredentials.fromStream(stream);
        } catch (IOException | RuntimeException unread) {
            // The library's message may hold content of the file, and the library fails unexpectedly on some files.
            throw unusable(file);
        }
    }

    private static IllegalArgumentException unusable(Path file) {
        return new IllegalArgumentException("--google-credentials cannot be used: " + file
                + " must hold the key of a service account, or a user's credentials as gcloud writes them. Have a new"
                + " one made.");
    }

    /** Returns the token server, or null for the library's default. */
    private static @Nullable URI tokenServer(Path file, GoogleCredentials credentials) {
        return switch (credentials) {
            case ServiceAccountCredentials account -> account.getTokenServerUri();
            case UserCredentials user -> user.toBuilder().getTokenServerUri();
            default -> throw unusable(file);
        };
    }

    /**
     * Returns the headers that authenticate the gateway; waits at most the given nanoseconds.
     *
     * @throws Fault.ProviderDown when there is no token
     */
    Map<String, String> headers(long nanos) {
        try {
            var headers = new HashMap<String, String>();
            requestToken()
                    .get(nanos, TimeUnit.NANOSECONDS)
                    .forEach((name, values) -> headers.put(name, values.getFirst()));
            return headers;
        } catch (ExecutionException refused) {
            throw Fault.ProviderDown.credentials(
                    "Google gave no access token (" + safeReason(refused.getCause()) + "). See --google-credentials.");
        } catch (TimeoutException late) {
            throw Fault.ProviderDown.credentials("Google gave no access token in time.");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Fault.ShuttingDown.callRejected();
        }
    }

    private CompletableFuture<Map<String, List<String>>> requestToken() {
        var told = new CompletableFuture<Map<String, List<String>>>();
        credentials.getRequestMetadata(vendor, THREADS, new RequestMetadataCallback() {
            @Override
            public void onSuccess(Map<String, List<String>> metadata) {
                told.complete(metadata);
            }

            @Override
            public void onFailure(Throwable why) {
                told.completeExceptionally(why);
            }
        });
        return told;
    }

    /** Omits the library's messages: they may hold keys or account names. */
    private static String safeReason(@Nullable Throwable failure) {
        for (var at = failure; at != null; at = at.getCause()) {
            if (at instanceof HttpResponseException answer) {
                return "status " + answer.getStatusCode();
            }
        }
        return "no answer";
    }
}
