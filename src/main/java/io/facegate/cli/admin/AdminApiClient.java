package io.facegate.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.cli.ConnectionErrorFormatter;
import io.facegate.json.JsonMappers;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The admin API of one gateway, in the name of the person whose token is sent. */
public record AdminApiClient(URI gateway, String token, String reason) {
    private static final String PREFIX = "/facegate/admin/v1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PATIENCE_FOR_FILES = Duration.ofMinutes(10);

    /** Each step of a file of organisations is answered. */
    private static final int LARGEST = 64 * 1024 * 1024;

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

    /**
     * What a gateway answered to a change that it made, or made a proposal of.
     *
     * @param tag the version of what it answered, or null
     */
    public record Answer(
            URI gateway,
            int status,
            JsonNode body,
            @Nullable String tag) {
        /** True if the change waits for a second person. */
        public boolean isProposal() {
            return status == 202;
        }
    }

    /** Why a gateway is not asked, or null: a token is sent over TLS, or on this machine. */
    public static @Nullable String problem(URI gateway) {
        boolean plain = "http".equals(gateway.getScheme()) && LOOPBACK.contains(gateway.getHost());
        return gateway.getHost() != null
                        && gateway.getUserInfo() == null
                        && ("https".equals(gateway.getScheme()) || plain)
                ? null
                : "--admin is the https:// address of a gateway, or an http:// address of this machine.";
    }

    /** A path of these parts, such as {@code /organisations/hope}. */
    public static String path(String... parts) {
        return Stream.of(parts)
                .map(part ->
                        '/' + URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining());
    }

    /**
     * Requires that the gateway has that registry.
     *
     * @param id of the registry
     * @param named how the command names it
     */
    public void requireRegistry(String id, String named) {
        var told = accepted(exchange(request("/me"), "GET", null))
                .body()
                .path("registry")
                .asText();
        if (!told.equals(id)) {
            throw new Unacceptable("Nothing was changed. The registry " + named + " has the id " + id
                    + "; the gateway at "
                    + gateway + (told.isEmpty() ? " does not tell its registry's id" : " has the registry " + told)
                    + ". Log in at a gateway of that registry: facegate login --admin URL.");
        }
    }

    /** Reads what is there. */
    public JsonNode get(String path) {
        return accepted(exchange(request(path), "GET", null)).body();
    }

    /** Puts an entry that says itself what it is to become, whatever it was. */
    public Answer replace(String path, Map<String, ?> after) {
        return accepted(exchange(request(path).header("If-Match", "*"), "PUT", after));
    }

    /**
     * Sends a file.
     *
     * @param version of the answer to an earlier request that this one is based on; null if there was none
     */
    public Answer sendFile(String path, byte[] file, @Nullable String version) {
        var request = request(path)
                .timeout(PATIENCE_FOR_FILES)
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofByteArray(file));
        if (version != null) {
            request.header("If-Match", version);
        }
        return accepted(exchange(request));
    }

    /** Sends a change without a version. */
    public Answer send(String method, String path, @Nullable Map<String, ?> body) {
        return accepted(exchange(request(path), method, body));
    }

    /**
     * Registers an entry, or replaces one that is as it was read.
     *
     * @param before the entry's fields as they were read; null for a new one
     */
    public Answer put(String path, @Nullable Map<String, ?> before, Map<String, ?> after) {
        if (before == null) {
            return accepted(exchange(request(path).header("If-None-Match", "*"), "PUT", after));
        }
        var present = exchange(request(path), "GET", null);
        var found = accepted(present).body();
        if (!found.equals(read(JsonMappers.PLAIN.valueToTree(before).toString()))) {
            throw new Unacceptable("Somebody changed this entry at the same moment. Look at it, and run it again.");
        }
        var tag = present.headers().firstValue("ETag").orElse("");
        return accepted(exchange(request(path).header("If-Match", tag), "PUT", after));
    }

    private HttpRequest.Builder request(String path) {
        var base = gateway.toString().replaceAll("/+$", "");
        return HttpRequest.newBuilder(URI.create(base + PREFIX + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Facegate-Reason", percent(reason));
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request, String method, @Nullable Map<String, ?> body) {
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method,
                body == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(
                                JsonMappers.PLAIN.valueToTree(body).toString()));
        return exchange(request);
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(ProxySelector.of(null))
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            return client.send(
                    request.build(), BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Unusable("The gateway was not waited for. Look whether the change was made.");
        } catch (IOException unreachable) {
            throw new Unusable(
                    "The gateway at " + gateway + " does not answer: "
                            + ConnectionErrorFormatter.format(unreachable)
                            + ". If it was asked, look whether the change was made.",
                    unreachable);
        }
    }

    private Answer accepted(HttpResponse<String> response) {
        var status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Answer(
                    gateway,
                    status,
                    read(response.body()),
                    response.headers().firstValue("ETag").orElse(null));
        }
        var body = read(response.body());
        var detail = body.path("detail").asText(body.path("title").asText("no reason given"));
        var sentence = "The gateway answered " + status + ": " + detail;
        if (status == 401) {
            throw new Unacceptable(sentence + " Log in again: facegate login.");
        }
        if (status >= 500) {
            throw new Unusable(sentence);
        }
        throw new Unacceptable(sentence);
    }

    private JsonNode read(String text) {
        try {
            return text.isEmpty() ? JsonMappers.PLAIN.createObjectNode() : JsonMappers.PLAIN.readTree(text);
        } catch (IOException foreign) {
            throw new Unusable("What answers at " + gateway + " is no admin API of Facegate.", foreign);
        }
    }

    /** Printable ASCII as it is but the percent sign, and every other byte of UTF-8 as {@code %XX}. */
    static String percent(String text) {
        var all = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = each > ' ' && each < 0x7f && each != '%';
            all.append(plain || each == ' ' ? String.valueOf((char) each) : "%%%02X".formatted(each & 0xff));
        }
        return all.toString();
    }
}
