package io.facegate.provider.azure.entra;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** How Entra's library asks: no redirect, no proxy, a bounded answer, and not for long. */
final class EntraHttp implements IHttpClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST = 256 * 1024;

    private final HttpClient client;

    /** @param authorities a PEM file of the only authorities whose certificates are believed, or null for the JDK's */
    EntraHttp(@Nullable Path authorities) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(ProxySelector.of(null))
                .connectTimeout(PATIENCE);
        if (authorities != null) {
            builder.sslContext(believing(authorities));
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
        var answer = client.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            var read = body.readNBytes(MOST + 1);
            if (read.length > MOST) {
                throw new IOException("The answer is too long.");
            }
            var given = new HttpResponse();
            given.statusCode(answer.statusCode()).body(new String(read, StandardCharsets.UTF_8));
            given.addHeaders(answer.headers().map());
            return given;
        }
    }

    private static SSLContext believing(Path authorities) {
        try (InputStream pem = Files.newInputStream(authorities)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int at = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + at++, certificate);
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unread) {
            throw new IllegalArgumentException(authorities + " holds no authorities that can be read.", unread);
        }
    }
}
