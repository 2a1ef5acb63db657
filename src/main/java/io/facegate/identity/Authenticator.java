package io.facegate.identity;

import io.facegate.call.Fault;
import io.facegate.call.Fault.Why;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Authenticates callers: one verifier for each kind of credential, then the request's declarations. */
public final class Authenticator implements CallerAuthentication {
    private static final Set<String> CREDENTIAL_HEADERS =
            Set.of("authorization", "x-api-key", "x-goog-api-key", "ocp-apim-subscription-key");
    private static final Pattern KEY_IN_QUERY = Pattern.compile("(?:^|&)(?:api_?)?key=", Pattern.CASE_INSENSITIVE);

    private final SigV4Verifier signatures;
    private final ApiKeyVerifier apiKeys;
    private final ClientCertificates certificates;
    private final TokenVerifier tokens;
    private final DeclarationReader declarations;

    /**
     * An authenticator for one service.
     *
     * @param service the SigV4 service required in the signature scope, such as {@code rekognition}
     */
    public Authenticator(IdentityDirectory directory, TokenVerifier tokens, String service) {
        this.signatures = new SigV4Verifier(directory, service);
        this.apiKeys = new ApiKeyVerifier(directory);
        this.certificates = new ClientCertificates(directory);
        this.tokens = tokens;
        this.declarations = new DeclarationReader(directory);
    }

    @Override
    public Caller authenticate(Credential credential, Instant now) {
        var proof = switch (credential) {
            case Credential.Signed signed -> bySignature(signed, now);
            case Credential.Bearer(var request, var token) -> bearer(request, token, now);
            case Credential.ApiKey(var request, var key) -> verifyApiKey(request, key, now);
            case Credential.Missing(var request) -> byCertificate(request, now);
        };
        certificates.requireSameOrganisation(credential.request(), proof);
        return declarations.caller(proof, credential.request(), now);
    }

    /** The secret does not travel, but the pictures do. */
    private VerifiedCredential bySignature(Credential.Signed signed, Instant now) {
        if (signed.request().transport() == Credential.Transport.CLEAR) {
            throw new Fault.Unauthenticated(
                    Why.NOT_ACCEPTED_HERE,
                    "Requests from other machines are accepted over TLS only. Use https and the TLS port.");
        }
        return requireUnexpired("sigv4", signatures.verify(signed, now), now);
    }

    /** A client certificate counts where the request carries nothing else that could be a credential. */
    private VerifiedCredential byCertificate(Credential.Request request, Instant now) {
        if (request.certificate() == null
                || countCredentials(request) > 0
                || isOfAPage(request)
                || KEY_IN_QUERY.matcher(request.query()).find()) {
            throw new Fault.Unauthenticated(Why.MISSING_CREDENTIAL, missing(request));
        }
        return requireUnexpired("certificate", certificates.verify(request), now);
    }

    /** True if a page in a browser sent the request: it carries the certificate of its visitor without asking. */
    private static boolean isOfAPage(Credential.Request request) {
        return request.headers().stream()
                .anyMatch(line -> line.getKey().equalsIgnoreCase("Origin")
                        || (line.getKey().equalsIgnoreCase("Sec-Fetch-Site")
                                && !line.getValue().equals("none")));
    }

    private static long countCredentials(Credential.Request request) {
        return request.headers().stream()
                .filter(line -> CREDENTIAL_HEADERS.contains(line.getKey().toLowerCase(Locale.ROOT)))
                .count();
    }

    /** Says what the request carries instead of one credential that its API accepts; repeats nothing of it. */
    private static String missing(Credential.Request request) {
        var authorization = RequestHeaders.values(request, "Authorization");
        long sent = countCredentials(request);
        if (sent > 1) {
            return "The request carries more than one credential. Send exactly one.";
        }
        if (!authorization.isEmpty()) {
            if (RequestHeaders.startsWithIgnoreCase(authorization.getFirst(), "AWS4-HMAC-SHA256 ")) {
                return "This API takes no SigV4 signature. Send the API key that was minted together with the access"
                        + " key, in the header that this API reads (X-Api-Key), or a bearer token.";
            }
            return RequestHeaders.startsWithIgnoreCase(authorization.getFirst(), "Basic ")
                    ? "Basic authentication is not accepted. Sign the request, or send a token or an API key."
                    : "The Authorization header holds no credential that this API accepts, or the request has a second"
                            + " one.";
        }
        if (sent == 1) {
            return "The request carries an API key where this API does not read it, or a second credential.";
        }
        return KEY_IN_QUERY.matcher(request.query()).find()
                ? "An API key in the query of the URL is not accepted, because URLs are logged. Send it in a header."
                : "The request carries no credential. Sign it, or send a token or an API key.";
    }

    private VerifiedCredential bearer(Credential.Request request, String token, Instant now) {
        if (ApiKeyVerifier.isApiKey(token)) {
            return verifyApiKey(request, token, now);
        }
        requireConfidential(request);
        return VerifiedCredential.of(tokens.verify(token, now, request));
    }

    private VerifiedCredential verifyApiKey(Credential.Request request, String presented, Instant now) {
        requireConfidential(request);
        return requireUnexpired("api_key", apiKeys.verify(presented), now);
    }

    /** Rejects an expired key. Checks after verification, so that only the holder of the secret learns it. */
    private static VerifiedCredential requireUnexpired(String method, CallerKey key, Instant now) {
        if (key.limits().hasEnded(now)) {
            throw new Fault.Unauthenticated(Why.EXPIRED, "The key has expired. Ask the operator for a new one.");
        }
        return VerifiedCredential.of(method, key);
    }

    private static void requireConfidential(Credential.Request request) {
        if (!request.confidential()) {
            throw new Fault.Unauthenticated(
                    Why.NOT_ACCEPTED_HERE,
                    "Tokens and API keys are accepted over TLS only. Use https and the TLS port"
                            + (request.transport() == Credential.Transport.LOCAL ? ", or sign the request." : "."));
        }
    }
}
