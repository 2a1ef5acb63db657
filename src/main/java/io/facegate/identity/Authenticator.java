package io.facegate.identity;

import io.facegate.call.Fault;
import io.facegate.call.Fault.Why;
import java.time.Instant;

/** Proves callers: one verifier a kind of credential, then what the request declares. */
public final class Authenticator implements CallerAuthentication {
    private final SignatureVerifier signatures;
    private final ApiKeyVerifier apiKeys;
    private final TokenVerifier tokens;
    private final DeclarationReader declarations;

    /**
     * Verifies for one service.
     *
     * @param service the SigV4 service that signatures must be scoped to, such as {@code rekognition}
     */
    public Authenticator(IdentityDirectory directory, TokenVerifier tokens, String service) {
        this.signatures = new SignatureVerifier(directory, service);
        this.apiKeys = new ApiKeyVerifier(directory);
        this.tokens = tokens;
        this.declarations = new DeclarationReader(directory);
    }

    @Override
    public Caller identify(Credential credential, Instant now) {
        var proof = switch (credential) {
            case Credential.Signed signed -> current("sigv4", signatures.verify(signed, now), now);
            case Credential.Bearer(var request, var token) -> bearer(request, token, now);
            case Credential.ApiKey(var request, var key) -> apiKey(request, key, now);
            case Credential.Missing missing ->
                throw new Fault.Unauthenticated(
                        Why.MISSING_CREDENTIAL,
                        "The request carries no credential. Sign it, or send a token or an API key.");
        };
        return declarations.caller(proof, credential.request(), now);
    }

    private VerifiedCredential bearer(Credential.Request request, String token, Instant now) {
        if (ApiKeyVerifier.looksLikeOne(token)) {
            return apiKey(request, token, now);
        }
        requireConfidential(request);
        return VerifiedCredential.of(tokens.read(token, now));
    }

    private VerifiedCredential apiKey(Credential.Request request, String presented, Instant now) {
        requireConfidential(request);
        return current("api_key", apiKeys.verify(presented), now);
    }

    /** Checked after the proof, so that only who holds the secret learns that a key has expired. */
    private static VerifiedCredential current(String method, CallerKey key, Instant now) {
        var expires = key.expires();
        if (expires != null && !now.isBefore(expires)) {
            throw new Fault.Unauthenticated(Why.EXPIRED, "The key has expired. Ask the operator for a new one.");
        }
        return VerifiedCredential.of(method, key);
    }

    private static void requireConfidential(Credential.Request request) {
        if (!request.confidential()) {
            throw new Fault.Unauthenticated(
                    Why.NOT_ACCEPTED_HERE,
                    "Tokens and API keys are taken over TLS only. Use the TLS port, or sign the request.");
        }
    }
}
