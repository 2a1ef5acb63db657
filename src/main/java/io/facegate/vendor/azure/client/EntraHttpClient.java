package io.facegate.vendor.azure.client;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.facegate.integrity.TrustedAuthorities;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** HTTP client for Microsoft's Entra library: no redirects, no proxy, bounded answers and a timeout. */
final class EntraHttpClient implements IHttpClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST = 256 * 1024;
    private static final BodyHandler<String> TEXT =
            BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MOST);

    private final HttpClient client;

    /** @param authorities a PEM file of the only trusted certificate authorities, or null for the JDK's */
    EntraHttpClient(@Nullable Path authorities) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(ProxySelector.of(null))
                .connectTimeout(PATIENCE);
        if (authorities != null) {
            builder.sslContext(trustOnly(authorities));
        }
        client = builder.build();
    }

    @Override
    public IHttpResponse send(com.microsoft.aad.msal4j.HttpRequest asked) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(java.net.URI.create(asked.url().toString()))
                .timeout(PATIENCE);
        asked.headers().forEach(request::setHeader);
        if (asked.httpMethod() == HttpMethod.POST) {
            request.POST(HttpRequest.BodyPublishers.ofString(asked.body() == null ? "" : asked.body()));
        }
        var answer = awaitWithin(client.sendAsync(request.build(), TEXT));
        var given = new HttpResponse();
        given.statusCode(answer.statusCode()).body(answer.body());
        given.addHeaders(answer.headers().map());
        return given;
    }

    /** The client's own timeout covers only the headers. This one covers the body too, and closes the connection. */
    private static <T> T awaitWithin(CompletableFuture<T> coming) throws IOException, InterruptedException {
        try {
            return coming.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("There was no answer.", failed.getCause());
        } catch (TimeoutException late) {
            throw new IOException("The answer did not come in time.", late);
        } finally {
            coming.cancel(true);
        }
    }

    private static SSLContext trustOnly(Path authorities) {
        try {
            return TrustedAuthorities.trustOnly(TrustedAuthorities.read(authorities));
        } catch (IOException | GeneralSecurityException unread) {
            throw new IllegalArgumentException(authorities + " holds no authorities that can be read.", unread);
        }
    }
}
