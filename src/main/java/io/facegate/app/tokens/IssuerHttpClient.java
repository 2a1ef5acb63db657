package io.facegate.app.tokens;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** HTTP requests to an issuer: one deadline for all of it, a size limit, and no redirect. */
final class IssuerHttpClient {
    static final Duration DEADLINE = Duration.ofSeconds(2);
    /** A provider may compute for a while before it gives out a token. */
    private static final Duration FORM_DEADLINE = Duration.ofSeconds(10);

    private static final int LARGEST = 256 * 1024;

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(DEADLINE)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    private IssuerHttpClient() {}

    /**
     * Returns the body of a response with status 200.
     *
     * @throws IOException with a message for the operator; it quotes nothing that the server sent
     */
    static byte[] get(URI address) throws IOException {
        return send(
                HttpRequest.newBuilder(address)
                        .header("Accept", "application/json")
                        .timeout(DEADLINE)
                        .build(),
                DEADLINE);
    }

    /**
     * Sends a form and returns the body of a response with status 200.
     *
     * @param authorization value of the header, or null
     * @throws IOException as above
     */
    static byte[] post(URI address, String form, @Nullable String authorization) throws IOException {
        return send(form(address, form, authorization), FORM_DEADLINE);
    }

    /** As above; returns the body whatever the status is, as an error of OAuth 2.0 is told in it. */
    static byte[] postAny(URI address, String form, @Nullable String authorization) throws IOException {
        return exchange(form(address, form, authorization), FORM_DEADLINE).body();
    }

    private static HttpRequest form(URI address, String form, @Nullable String authorization) {
        var request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(FORM_DEADLINE)
                .POST(BodyPublishers.ofString(form));
        return (authorization == null ? request : request.header("Authorization", authorization)).build();
    }

    private static byte[] send(HttpRequest request, Duration deadline) throws IOException {
        var response = exchange(request, deadline);
        if (response.statusCode() != 200) {
            throw new IOException(request.uri() + " answers with status " + response.statusCode());
        }
        return response.body();
    }

    private static HttpResponse<byte[]> exchange(HttpRequest request, Duration deadline) throws IOException {
        var address = request.uri();
        var sent = CLIENT.sendAsync(request, head -> BodySubscribers.limiting(BodySubscribers.ofByteArray(), LARGEST));
        try {
            return sent.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException(address + " does not answer within " + deadline.toSeconds() + " s", late);
        } catch (ExecutionException failed) {
            var cause = failed.getCause();
            throw new IOException(
                    address + " cannot be read: "
                            + (cause == null ? failed : cause).getClass().getSimpleName(),
                    failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(address + " was not waited for", stopped);
        } finally {
            sent.cancel(true);
        }
    }
}
