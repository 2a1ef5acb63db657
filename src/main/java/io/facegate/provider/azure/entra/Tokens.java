package io.facegate.provider.azure.entra;

import io.facegate.call.Fault;
import io.facegate.provider.Renewed;
import io.facegate.provider.Renewed.Good;
import io.facegate.provider.azure.Access;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The gateway's own tokens, shown to a resource. */
final class Tokens implements Access {
    private final Renewed<String> tokens;

    /** @param issuer begins to fetch a token, and does not wait for it */
    Tokens(Supplier<CompletableFuture<Good<String>>> issuer, InstantSource clock) {
        this.tokens = new Renewed<>(issuer, clock);
    }

    @Override
    public Map.Entry<String, String> header(long nanos) {
        return Map.entry("Authorization", "Bearer " + tokens.now(nanos, Tokens::none));
    }

    @Override
    public void refused() {
        tokens.refused();
    }

    /** No words of others: they may hold secrets, or the names of accounts. */
    private static Fault none(Throwable why) {
        return Fault.ProviderDown.credentials(
                why instanceof TimeoutException
                        ? "Microsoft Entra gave no token in time."
                        : "Microsoft Entra gave no token; the log says why.");
    }
}
