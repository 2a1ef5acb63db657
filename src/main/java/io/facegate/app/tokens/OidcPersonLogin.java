package io.facegate.app.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.facegate.call.Fault;
import io.facegate.console.LoginAttempt;
import io.facegate.console.PersonLogin;
import io.facegate.json.JsonMappers;
import io.facegate.registry.Person.Login;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Login of people at the accepted issuers of people, by OpenID Connect: authorization code with PKCE (S256), state and
 * nonce. Nothing is asked of an issuer before somebody wants to log in there.
 */
public final class OidcPersonLogin implements PersonLogin {
    private static final Duration KNOWN_FOR = Duration.ofMinutes(5);

    /** How long an issuer is not asked again after it could not be: anybody can begin a login. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Supplier<SmallRyeTokenVerifier> tokens;
    private final Map<String, Known> known = new HashMap<>();

    /**
     * What an issuer said about itself, or why it could not be asked.
     *
     * @param at when, in nanoseconds
     */
    private record Known(@Nullable OidcEndpoints endpoints, String problem, long at) {
        boolean isFresh() {
            return System.nanoTime() - at < (endpoints == null ? PAUSE : KNOWN_FOR).toNanos();
        }
    }

    public OidcPersonLogin(AcceptedIssuers issuers) {
        this(issuers::currentVerifier);
    }

    OidcPersonLogin(Supplier<SmallRyeTokenVerifier> tokens) {
        this.tokens = tokens;
    }

    /** While the registry cannot be read, no issuer is known to be accepted, and nobody logs in. */
    @Override
    public List<Provider> providers() {
        try {
            return tokens.get().consoleIssuers().stream()
                    .map(each -> new Provider(each.issuer(), console(each).name()))
                    .toList();
        } catch (Fault.RegistryDown unreadable) {
            return List.of();
        }
    }

    private static ConsoleClient console(TrustedIssuer issuer) {
        return Objects.requireNonNull(issuer.console());
    }

    @Override
    public URI start(LoginAttempt attempt, URI back) throws Failed {
        var issuer = issuer(attempt.issuer());
        var query = new LinkedHashMap<String, String>();
        query.put("response_type", "code");
        query.put("client_id", console(issuer).id());
        query.put("redirect_uri", back.toString());
        query.put("scope", "openid");
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        return with(endpoints(issuer).authorization(), query);
    }

    private static URI with(URI address, Map<String, String> query) {
        return URI.create(address + (address.getRawQuery() == null ? "?" : "&") + form(query));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + '=' + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public Login finish(LoginAttempt attempt, Returned returned, URI back) throws Failed {
        var issuer = issuer(attempt.issuer());
        var endpoints = endpoints(issuer);
        var named = returned.issuer();
        if (named.isPresent() ? !named.get().equals(issuer.issuer()) : endpoints.namesIssuer()) {
            throw new Failed("The answer names another issuer than " + issuer.issuer() + ", or none.");
        }
        var fields = new LinkedHashMap<String, String>();
        fields.put("grant_type", "authorization_code");
        fields.put("code", returned.code());
        fields.put("redirect_uri", back.toString());
        fields.put("client_id", console(issuer).id());
        fields.put("code_verifier", attempt.verifier());
        try {
            var answer = IssuerHttpClient.post(endpoints.token(), form(fields), authorization(console(issuer)));
            var token = JsonMappers.STRICT.readTree(answer).path("id_token").textValue();
            if (token == null) {
                throw new Failed(issuer.issuer() + " sent no ID token.");
            }
            return tokens.get().verifyIdToken(issuer, token, attempt.nonce(), Instant.now());
        } catch (JsonProcessingException malformed) {
            throw new Failed(issuer.issuer() + " sent no JSON.", malformed);
        } catch (IOException unable) {
            throw new Failed(String.valueOf(unable.getMessage()), unable);
        } catch (Fault.Unauthenticated refused) {
            throw new Failed(
                    "The ID token of " + issuer.issuer() + " is not accepted: " + refused.getMessage(), refused);
        }
    }

    /** Client authentication by {@code client_secret_basic}; null for a client without a secret. */
    static @Nullable String authorization(ConsoleClient client) throws IOException {
        var file = client.secret();
        if (file == null) {
            return null;
        }
        var pair = encoded(client.id()) + ':' + encoded(Files.readString(file).strip());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<URI> logout(String issuer) {
        try {
            var found = issuer(issuer);
            var there = endpoints(found).logout();
            return there == null
                    ? Optional.empty()
                    : Optional.of(with(there, Map.of("client_id", console(found).id())));
        } catch (Failed unreachable) {
            return Optional.empty();
        }
    }

    private TrustedIssuer issuer(String name) throws Failed {
        return tokens.get().consoleIssuers().stream()
                .filter(each -> each.issuer().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failed("Nobody logs in at " + name + " any more."));
    }

    /** Where people log in. Asked again after five minutes, by one request at a time. */
    private synchronized OidcEndpoints endpoints(TrustedIssuer issuer) throws Failed {
        var before = known.get(issuer.issuer());
        var now = before != null && before.isFresh() ? before : ask(issuer);
        known.put(issuer.issuer(), now);
        var found = now.endpoints();
        if (found == null) {
            throw new Failed(now.problem());
        }
        return found;
    }

    private static Known ask(TrustedIssuer issuer) {
        try {
            return new Known(OidcDiscovery.locateEndpoints(issuer.issuer()), "", System.nanoTime());
        } catch (IOException unable) {
            return new Known(null, String.valueOf(unable.getMessage()), System.nanoTime());
        }
    }
}
