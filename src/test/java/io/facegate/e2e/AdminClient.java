package io.facegate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * A person at the admin API.
 *
 * @param token null for one who shows a client certificate
 */
record AdminClient(URI gateway, String token, HttpClient http) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    AdminClient(URI gateway, String token) {
        this(gateway, token, CLIENT);
    }

    /** An answer. */
    record Said(int status, JsonNode body, HttpResponse<String> whole) {
        String header(String name) {
            return whole.headers().firstValue(name).orElse("");
        }

        String code() {
            return body.path("type").asText().replace("urn:facegate:problem:", "");
        }
    }

    Said get(String path) {
        return send("GET", path, null);
    }

    /** A change with a reason, a body of JSON unless it is null, and more headers. */
    Said send(String method, String path, String body, String... headers) {
        var request = request(path)
                .header("Facegate-Reason", "Because of 12.")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(http, request);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve("/facegate/admin/v1" + path));
    }

    static Said send(HttpRequest.Builder request) {
        return send(CLIENT, request);
    }

    private static Said send(HttpClient http, HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            var type = answer.headers().firstValue("Content-Type").orElse("");
            var body = type.contains("json") ? Gateway.parsed(answer.body()) : Gateway.JSON.createObjectNode();
            return new Said(answer.statusCode(), body, answer);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
