package io.facegate.app.policies;

import io.facegate.usecase.delivery.PolicyBundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A bundle of policies at an HTTPS address: one deadline for all of it, a size limit, and no redirect. */
final class HttpsBundleSource implements BundleSource {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int LONGEST_TAG = 200;

    private final URI address;
    private final Duration deadline;
    private final HttpClient client;
    private @Nullable String tag;

    /** Trusts the certificate authorities of this Java runtime. */
    static HttpsBundleSource of(URI address) throws IOException {
        try {
            return new HttpsBundleSource(address, SSLContext.getDefault(), DEADLINE);
        } catch (NoSuchAlgorithmException unconfigured) {
            throw new IOException("TLS is not configured: " + unconfigured.getMessage(), unconfigured);
        }
    }

    HttpsBundleSource(URI address, SSLContext trusted, Duration deadline) {
        this.address = address;
        this.deadline = deadline;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .sslContext(trusted)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** True for an address that bundles may be fetched from: https, a host, and neither user name nor fragment. */
    static boolean isAddress(URI address) {
        return "https".equals(address.getScheme())
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null;
    }

    @Override
    public byte @Nullable [] fetch() throws IOException {
        var request =
                HttpRequest.newBuilder(address).header("User-Agent", "Facegate").timeout(deadline);
        var known = tag;
        if (known != null) {
            request.header("If-None-Match", known);
        }
        var response = exchange(request.build());
        if (response.statusCode() == NOT_MODIFIED && known != null) {
            return null;
        }
        if (response.statusCode() != OK) {
            throw new IOException(address + " answers with status " + response.statusCode());
        }
        tag = response.headers()
                .firstValue("ETag")
                .filter(one -> one.length() <= LONGEST_TAG)
                .orElse(null);
        return response.body();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
        var sent = client.sendAsync(
                request, head -> BodySubscribers.limiting(BodySubscribers.ofByteArray(), PolicyBundle.LARGEST));
        try {
            return sent.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException(address + " does not answer within " + deadline.toSeconds() + " s", late);
        } catch (ExecutionException failed) {
            var cause = failed.getCause();
            throw new IOException(
                    address + " cannot be fetched: "
                            + (cause == null ? failed : cause).getClass().getSimpleName(),
                    failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(address + " was not waited for", stopped);
        } finally {
            sent.cancel(true);
        }
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(15);
    }
}
