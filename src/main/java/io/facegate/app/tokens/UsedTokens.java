package io.facegate.app.tokens;

import io.facegate.call.Digests;
import io.facegate.call.Fault;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were used, of the issuers whose tokens are good for one call. Remembers each until it has expired, together
 * with other gateways if they share a memory. Memory is bounded for each issuer: beyond that, its tokens are refused,
 * never forgotten.
 */
final class UsedTokens {
    private static final int MOST = 100_000;

    /** How long a token is remembered together after it has expired, because clocks of gateways differ. */
    private static final long CLOCKS_SECONDS = 300;

    private final Map<String, OfIssuer> issuers = new HashMap<>();
    private final long started;
    private final int most;
    private final @Nullable TokenReplayStore shared;

    /** @param expires in seconds, after which the token is refused anyway */
    private record Use(String token, long expires, WeakReference<Object> call) {}

    private static final class OfIssuer {
        private final Map<String, Use> uses = new HashMap<>();
        private final PriorityQueue<Use> byExpiry = new PriorityQueue<>(Comparator.comparingLong(Use::expires));

        private void forgetExpired(long now) {
            for (var next = byExpiry.peek(); next != null && next.expires() <= now; next = byExpiry.peek()) {
                byExpiry.remove();
                uses.remove(next.token());
            }
        }
    }

    /** @param started when this memory began: what was used before is not known */
    UsedTokens(Instant started, @Nullable TokenReplayStore shared) {
        this(started, MOST, shared);
    }

    UsedTokens(Instant started, int most, @Nullable TokenReplayStore shared) {
        this.started = started.getEpochSecond();
        this.most = most;
        this.shared = shared;
    }

    /** What this gateway knows of a token. */
    private enum Known {
        NEW,
        OF_THIS_CALL,
        USED
    }

    /** True if a token issued at that second may have been used before this memory began. */
    boolean isFromBefore(long issuedAt) {
        return issuedAt <= started + JwtVerifier.SKEW_SECONDS;
    }

    /**
     * Notes the use of a token.
     *
     * @param call the call that uses it; it may do so again, because a caller is identified again after a fetch
     * @return false if another call used it
     * @throws Fault.Overloaded if there is no memory left for the issuer
     * @throws Fault.LimitsDown if it is not known whether it was used at another gateway
     */
    boolean noteFirstUse(String issuer, String id, long expires, Instant now, Object call) {
        var token = HexFormat.of().formatHex(Digests.sha256(id.getBytes(StandardCharsets.UTF_8)));
        var use = new Use(token, expires + JwtVerifier.SKEW_SECONDS, new WeakReference<>(call));
        return switch (note(issuer, use, now, call)) {
            case OF_THIS_CALL -> true;
            case USED -> false;
            case NEW -> shared == null || isFirstAnywhere(shared, issuer, use, now);
        };
    }

    /** A use of which nobody could say whether it is the first is forgotten: the call is not answered. */
    private boolean isFirstAnywhere(TokenReplayStore together, String issuer, Use use, Instant now) {
        var kept = Duration.ofSeconds(Math.max(0, use.expires() - now.getEpochSecond()) + CLOCKS_SECONDS);
        try {
            return together.noteFirstUse(issuer, use.token(), kept);
        } catch (Fault.LimitsDown unknown) {
            forget(issuer, use);
            throw unknown;
        }
    }

    private synchronized Known note(String issuer, Use use, Instant now, Object call) {
        var known = issuers.computeIfAbsent(issuer, any -> new OfIssuer());
        known.forgetExpired(now.getEpochSecond());
        var before = known.uses.get(use.token());
        if (before != null) {
            return before.call().refersTo(call) ? Known.OF_THIS_CALL : Known.USED;
        }
        if (known.uses.size() >= most) {
            throw new Fault.Overloaded("Too many tokens of this issuer are in use at once. Try again later.", 60);
        }
        known.uses.put(use.token(), use);
        known.byExpiry.add(use);
        return Known.NEW;
    }

    private synchronized void forget(String issuer, Use use) {
        var known = issuers.get(issuer);
        if (known != null && known.uses.remove(use.token(), use)) {
            known.byExpiry.remove(use);
        }
    }
}
