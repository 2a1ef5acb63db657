package io.facegate.vendor.azure.client;

import io.facegate.call.Fault;
import io.facegate.vendor.client.CachedCredential;
import io.facegate.vendor.client.CachedCredential.ValidCredential;
import io.facegate.vendor.client.CertificateCredential;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Access to a resource by the gateway's own Microsoft Entra tokens. */
final class EntraCredential implements AzureCredential, CertificateCredential {
    private final CachedCredential<String> tokens;
    private final @Nullable Instant certificateEnd;

    /** @param issuer starts to fetch a token without blocking */
    EntraCredential(Supplier<CompletableFuture<ValidCredential<String>>> issuer, InstantSource clock) {
        this(issuer, clock, null);
    }

    /** As above; the issuer proves who asks by a certificate that ends then, or by something else if null. */
    EntraCredential(
            Supplier<CompletableFuture<ValidCredential<String>>> issuer,
            InstantSource clock,
            @Nullable Instant certificateEnd) {
        this.tokens = new CachedCredential<>(issuer, clock);
        this.certificateEnd = certificateEnd;
    }

    @Override
    public @Nullable Instant certificateEnd() {
        return certificateEnd;
    }

    @Override
    public Map.Entry<String, String> header(long nanos) {
        return Map.entry("Authorization", "Bearer " + tokens.get(nanos, EntraCredential::noToken));
    }

    @Override
    public void invalidate() {
        tokens.invalidate();
    }

    /** Omits the library's messages: they may hold secrets or account names. */
    private static Fault noToken(Throwable why) {
        return Fault.ProviderDown.credentials(
                why instanceof TimeoutException
                        ? "Microsoft Entra issued no token in time."
                        : "Microsoft Entra issued no token. The gateway's log says why.");
    }
}
