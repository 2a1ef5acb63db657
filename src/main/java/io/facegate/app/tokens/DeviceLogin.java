package io.facegate.app.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A login by the device authorization grant (RFC 8628): a person logs in with any browser, and this waits for it. */
final class DeviceLogin {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final long SLOWER_SECONDS = 5;

    private final OidcEndpoints.Device endpoints;
    private final String client;
    private final @Nullable String authorization;

    /** @param authorization the header with the client's secret, or null */
    DeviceLogin(OidcEndpoints.Device endpoints, String client, @Nullable String authorization) {
        this.endpoints = endpoints;
        this.client = client;
        this.authorization = authorization;
    }

    /**
     * What the person does.
     *
     * @param code the person compares it, or types it at the address
     * @param complete the address with the code in it, or null
     */
    record Started(
            String device,
            String code,
            URI address,
            @Nullable URI complete,
            Duration every,
            Instant until) {}

    /** The token, and when it ends. */
    record Finished(String token, Instant expires) {}

    Started start(Instant now) throws IOException {
        var answer = ask(endpoints.device(), Map.of("client_id", client, "scope", "openid"));
        var complete = answer.path("verification_uri_complete").textValue();
        var life = Duration.ofSeconds(answer.path("expires_in").asLong(0));
        return new Started(
                required(answer, "device_code"),
                required(answer, "user_code"),
                address(required(answer, "verification_uri")),
                complete == null ? null : address(complete),
                Duration.ofSeconds(Math.clamp(answer.path("interval").asLong(SLOWER_SECONDS), 1, 60)),
                now.plus(life.compareTo(LONGEST) < 0 ? life : LONGEST));
    }

    /** An address that is shown to a person; a terminal obeys no control characters in it. */
    private static URI address(String text) throws IOException {
        var unfit = OidcDiscovery.problem(text);
        if (unfit != null) {
            throw new IOException("The provider names an address to log in at that " + unfit);
        }
        return URI.create(text);
    }

    private static String required(JsonNode answer, String name) throws IOException {
        var text = answer.path(name).textValue();
        if (text == null || text.isEmpty() || text.chars().anyMatch(each -> each <= ' ' || each >= 0x7f)) {
            throw new IOException("The provider's answer has no " + name);
        }
        return text;
    }

    /** Waits until the person has logged in. */
    Finished finish(Started started) throws IOException, InterruptedException {
        var every = started.every();
        while (Instant.now().isBefore(started.until())) {
            Thread.sleep(every);
            var answer = ask(
                    endpoints.token(),
                    Map.of("grant_type", GRANT, "device_code", started.device(), "client_id", client));
            var token = answer.path("access_token").textValue();
            if (token != null) {
                return new Finished(
                        token,
                        Instant.now().plusSeconds(answer.path("expires_in").asLong(0)));
            }
            switch (answer.path("error").asText()) {
                case "authorization_pending" -> {}
                case "slow_down" -> every = every.plusSeconds(SLOWER_SECONDS);
                case "access_denied" -> throw new IOException("The login was refused");
                case "expired_token" -> throw new IOException("Nobody logged in in time");
                default -> throw new IOException("The provider does not let this client log in by a device");
            }
        }
        throw new IOException("Nobody logged in in time");
    }

    private JsonNode ask(URI address, Map<String, String> fields) throws IOException {
        var form = new TreeMap<>(fields)
                .entrySet().stream()
                        .map(each -> each.getKey() + '=' + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return JsonMappers.STRICT.readTree(IssuerHttpClient.postAny(address, form, authorization));
    }
}
