package io.facegate.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who tries one refused picture under ever other purposes, or with ever other vendors, until one permits it. Remembers only
 * hashes under a key of its own, in this process, for an hour; whoever was not refused lately costs nothing.
 */
final class Tries {
    /** So many ways may a picture be refused in an hour before no other is judged: who errs once or twice can put it right. */
    static final int WAYS = 3;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST = 100_000;

    private final Hashes hashes = new Hashes();
    private final Cache<String, Boolean> refused;
    private final Cache<String, Set<String>> ways;

    Tries(Ticker ticker) {
        refused = Caffeine.newBuilder()
                .expireAfterWrite(HOUR)
                .maximumSize(MOST)
                .ticker(ticker)
                .build();
        ways = Caffeine.newBuilder()
                .expireAfterWrite(HOUR)
                .maximumSize(MOST)
                .ticker(ticker)
                .build();
    }

    /** Whether a picture of this call was refused so often that no other way is open to it. */
    boolean isShopping(Caller caller, FaceCall call) {
        var whose = whose(caller);
        if (refused.getIfPresent(whose) == null) {
            return false;
        }
        var way = way(caller, call);
        return pictures(whose, call).stream()
                .map(ways::getIfPresent)
                .anyMatch(tried -> tried != null && tried.size() >= WAYS && !tried.contains(way));
    }

    /** Remembers that this call was refused. */
    void refused(Caller caller, FaceCall call) {
        var whose = whose(caller);
        var way = way(caller, call);
        for (var picture : pictures(whose, call)) {
            refused.put(whose, true);
            ways.asMap().compute(picture, (key, before) -> {
                var tried = new HashSet<String>(before == null ? Set.of() : before);
                if (tried.size() < WAYS) {
                    tried.add(way);
                }
                return tried;
            });
        }
    }

    private static String whose(Caller caller) {
        return caller.chain().getLast().id();
    }

    private static String way(Caller caller, FaceCall call) {
        return caller.purpose() + ' ' + call.provider();
    }

    private List<String> pictures(String whose, FaceCall call) {
        return call.ask().pictures().stream()
                .map(picture -> whose + ' ' + hashes.of(picture))
                .toList();
    }
}
