package io.facegate.provider.google;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.RequestMetadataCallback;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import io.facegate.call.Fault;
import io.facegate.provider.VendorSite;
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

/** The gateway's own access tokens: one is kept, and renewed in the background before it runs out. */
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
     * The tokens that those credentials are good for.
     *
     * @param vendor where they are shown
     * @throws IllegalArgumentException when the file holds none, or asks for tokens where that must not be done
     */
    static GoogleAccessTokens of(Path file, URI vendor) {
        return new GoogleAccessTokens(read(file), vendor);
    }

    /** The credentials that stand in a file, for nothing but Vision. */
    static GoogleCredentials read(Path file) {
        var read = parsed(file);
        var server = tokenServer(file, read);
        try {
            if (server != null) {
                VendorSite.of(server);
            }
            return read.createScoped(SCOPE);
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException("--google-credentials is of no use: the token_uri in " + file
                    + " is no address to ask: " + unfit.getMessage());
        }
    }

    private static GoogleCredentials parsed(Path file) {
        try (var stream = Files.newInputStream(file)) {
            return GoogleCredentials.fromStream(stream);
        } catch (IOException | RuntimeException unread) {
            // The library's words may hold what stands in the file; some files it does not even expect.
            throw useless(file);
        }
    }

    private static IllegalArgumentException useless(Path file) {
        return new IllegalArgumentException("--google-credentials is of no use: " + file
                + " must hold the key of a service account, or a user's credentials as gcloud writes them. Have a new"
                + " one made.");
    }

    /** Where tokens are had, or null for the library's own address. */
    private static @Nullable URI tokenServer(Path file, GoogleCredentials credentials) {
        return switch (credentials) {
            case ServiceAccountCredentials account -> account.getTokenServerUri();
            case UserCredentials user -> user.toBuilder().getTokenServerUri();
            default -> throw useless(file);
        };
    }

    /**
     * What a request is sent with to be the gateway's own; waits at most so long.
     *
     * @throws Fault.ProviderDown when there is no token
     */
    Map<String, String> headers(long nanos) {
        try {
            var headers = new HashMap<String, String>();
            told().get(nanos, TimeUnit.NANOSECONDS).forEach((name, values) -> headers.put(name, values.getFirst()));
            return headers;
        } catch (ExecutionException refused) {
            throw Fault.ProviderDown.credentials(
                    "Google gave no access token (" + why(refused.getCause()) + "). See --google-credentials.");
        } catch (TimeoutException late) {
            throw Fault.ProviderDown.credentials("Google gave no access token in time.");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Fault.ShuttingDown.notTaken();
        }
    }

    private CompletableFuture<Map<String, List<String>>> told() {
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

    /** No words of others: they may hold keys, or the names of accounts. */
    private static String why(@Nullable Throwable failure) {
        for (var at = failure; at != null; at = at.getCause()) {
            if (at instanceof HttpResponseException answer) {
                return "status " + answer.getStatusCode();
            }
        }
        return "no answer";
    }
}
