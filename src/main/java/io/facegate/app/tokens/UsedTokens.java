package io.facegate.app.tokens;

import io.facegate.call.Digests;
import io.facegate.call.Fault;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Tokens that were used, of the issuers whose tokens are good for one call. Remembers each until it has expired. Memory
 * is bounded for each issuer: beyond that, its tokens are refused, never forgotten.
 */
final class UsedTokens {
    private static final int MOST = 100_000;

    private final Map<String, OfIssuer> issuers = new HashMap<>();
    private final long started;
    private final int most;

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
    UsedTokens(Instant started) {
        this(started, MOST);
    }

    UsedTokens(Instant started, int most) {
        this.started = started.getEpochSecond();
        this.most = most;
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
     */
    synchronized boolean use(String issuer, String id, long expires, Instant now, Object call) {
        var known = issuers.computeIfAbsent(issuer, any -> new OfIssuer());
        known.forgetExpired(now.getEpochSecond());
        var token = HexFormat.of().formatHex(Digests.sha256(id.getBytes(StandardCharsets.UTF_8)));
        var before = known.uses.get(token);
        if (before != null) {
            return before.call().refersTo(call);
        }
        if (known.uses.size() >= most) {
            throw new Fault.Overloaded("Too many tokens of this issuer are in use at once. Try again later.", 60);
        }
        var use = new Use(token, expires + JwtVerifier.SKEW_SECONDS, new WeakReference<>(call));
        known.uses.put(token, use);
        known.byExpiry.add(use);
        return true;
    }
}
