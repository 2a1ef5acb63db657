package io.facegate.app.tokens;

import io.facegate.app.outgoing.BoundedHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** HTTP requests to an issuer: one deadline for all of it, a size limit, and no redirect. */
final class IssuerHttpClient {
    static final Duration DEADLINE = Duration.ofSeconds(2);
    /** A provider may compute for a while before it gives out a token. */
    private static final Duration FORM_DEADLINE = Duration.ofSeconds(10);

    private static final int LARGEST = 256 * 1024;

    private static final BoundedHttpClient CLIENT = new BoundedHttpClient(DEADLINE);

    private IssuerHttpClient() {}

    /**
     * Returns the body of a response with status 200.
     *
     * @throws IOException with a message for the operator; it quotes nothing that the server sent
     */
    static byte[] get(URI address) throws IOException {
        return send(HttpRequest.newBuilder(address).header("Accept", "application/json"), DEADLINE);
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
        return CLIENT.fetch(form(address, form, authorization), FORM_DEADLINE, LARGEST)
                .body();
    }

    private static HttpRequest.Builder form(URI address, String form, @Nullable String authorization) {
        var request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private static byte[] send(HttpRequest.Builder request, Duration deadline) throws IOException {
        var response = CLIENT.fetch(request, deadline, LARGEST);
        if (response.statusCode() != 200) {
            throw new IOException(response.request().uri() + " answers with status " + response.statusCode());
        }
        return response.body();
    }
}
