package io.facegate.provider.azure.entra;

import io.facegate.call.Fault;
import io.facegate.provider.azure.Access;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The gateway's own tokens: one is kept, and another fetched in good time before it runs out. */
final class Tokens implements Access {
    /** From so long before its end a token is replaced, while it is still good. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** A token is not shown in its last moments: it must be good when it arrives. */
    private static final Duration LATE = Duration.ofSeconds(30);

    /** After a refusal. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Supplier<CompletableFuture<Token>> issuer;
    private final InstantSource clock;
    private @Nullable Token kept;
    private @Nullable CompletableFuture<Token> coming;
    private Instant begun = Instant.EPOCH;

    /** @param issuer begins to fetch a token, and does not wait for it */
    Tokens(Supplier<CompletableFuture<Token>> issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** One of them, until it runs out. */
    record Token(String value, Instant end) {
        /** Prints no token. */
        @Override
        public String toString() {
            return "Token[until " + end + ']';
        }
    }

    @Override
    public Map.Entry<String, String> header(long nanos) {
        return Map.entry("Authorization", "Bearer " + token(nanos).value);
    }

    @Override
    public synchronized void refused() {
        kept = null;
    }

    private Token token(long nanos) {
        CompletableFuture<Token> next;
        synchronized (this) {
            var now = clock.instant();
            var good = kept != null && now.isBefore(kept.end.minus(LATE)) ? kept : null;
            if (good != null && now.isBefore(good.end.minus(EARLY))) {
                return good;
            }
            next = fetching(now);
            if (good != null) {
                // Others go on with it while the next one comes, and while none does.
                return good;
            }
        }
        return await(next, nanos);
    }

    /** One at a time, however many wait for it; and who was refused does not ask again at once. */
    private CompletableFuture<Token> fetching(Instant now) {
        var last = coming;
        boolean tooSoon = last != null && last.isCompletedExceptionally() && now.isBefore(begun.plus(PAUSE));
        if (last != null && (!last.isDone() || tooSoon)) {
            return last;
        }
        begun = now;
        var next = issuer.get().whenComplete((token, failed) -> keep(token));
        coming = next;
        return next;
    }

    private synchronized void keep(@Nullable Token token) {
        if (token != null) {
            kept = token;
        }
    }

    private static Token await(CompletableFuture<Token> next, long nanos) {
        try {
            return next.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException refused) {
            // No words of others: they may hold secrets, or the names of accounts.
            throw new Fault.ProviderDown(
                    "The gateway got no token from Microsoft Entra; nothing was sent. See its log.");
        } catch (TimeoutException late) {
            throw new Fault.ProviderDown("The gateway got no token from Microsoft Entra in time; nothing was sent.");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Fault.ProviderDown("The gateway stops; nothing was sent.");
        }
    }
}
