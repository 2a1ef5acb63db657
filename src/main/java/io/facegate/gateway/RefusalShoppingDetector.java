package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who tries one refused picture under ever other purposes, or with ever other vendors, until one permits it. Remembers only
 * hashes under a key of its own, in this process, for an hour; whoever was not refused lately costs nothing.
 *
 * <p>A refusal counts against the organisation that called. It closes the other ways to every call that this organisation
 * makes, or that is made for it: who was refused does not go on through a contractor. A contractor's refusals do not count
 * against whom it acted for, who neither made the call nor can keep it from being made.
 */
final class RefusalShoppingDetector {
    /** So many ways may a picture be refused in an hour before no other is judged: who errs once or twice can put it right. */
    static final int WAYS = 3;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST = 100_000;

    /** As deep as a body may be nested. */
    private static final int DEEPEST = 32;

    private final PictureHashes hashes = new PictureHashes();
    private final Cache<String, Boolean> refused;
    private final Cache<String, Set<String>> ways;

    RefusalShoppingDetector(Ticker ticker) {
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
        return isShopping(caller, call, null);
    }

    /** The same of a call as it is supposed to be; a picture that was not fetched is its URL. */
    boolean isShopping(Caller caller, FaceCall call, NormalizedRequest.@Nullable Elsewhere waiting) {
        var refusedLately = caller.chain().stream()
                .map(Organisation::id)
                .filter(whose -> refused.getIfPresent(whose) != null)
                .toList();
        if (refusedLately.isEmpty()) {
            return false;
        }
        var way = way(caller, call);
        var pictures = pictures(call, waiting);
        return refusedLately.stream()
                .flatMap(whose -> pictures.stream().map(picture -> key(whose, picture)))
                .map(ways::getIfPresent)
                .anyMatch(tried -> tried != null && tried.size() >= WAYS && !tried.contains(way));
    }

    /** Remembers that this call was refused. */
    void refused(Caller caller, FaceCall call) {
        refused(caller, call, null);
    }

    /** The same of a call whose pictures were not fetched. */
    void refused(Caller caller, FaceCall call, NormalizedRequest.@Nullable Elsewhere waiting) {
        var whose = caller.organisation().id();
        var way = way(caller, call);
        for (var picture : pictures(call, waiting)) {
            refused.put(whose, true);
            ways.asMap().compute(key(whose, picture), (key, before) -> {
                var tried = new HashSet<String>(before == null ? Set.of() : before);
                if (tried.size() < WAYS) {
                    tried.add(way);
                }
                return tried;
            });
        }
    }

    private static String key(String whose, String picture) {
        return whose + ' ' + picture;
    }

    private static String way(Caller caller, FaceCall call) {
        return caller.purpose() + ' ' + call.provider();
    }

    /** All that the body holds, or else what is asked with: a vendor's own operations ask in no words of ours. */
    private Set<String> pictures(FaceCall call, NormalizedRequest.@Nullable Elsewhere waiting) {
        var all = new ArrayList<byte[]>();
        collect(call.params(), 0, all::add);
        if (all.isEmpty()) {
            call.ask().pictures().forEach(picture -> all.add(picture.bytes()));
        }
        var found = new HashSet<String>();
        for (var picture : all) {
            if (waiting == null || !NormalizedRequest.Elsewhere.isSupposed(picture)) {
                found.add(Long.toString(hashes.of(picture)));
            }
        }
        if (waiting != null) {
            waiting.urls().forEach(url -> found.add(Long.toString(hashes.of(url))));
        }
        return found;
    }

    private static void collect(@Nullable Object value, int depth, Consumer<byte[]> found) {
        switch (value) {
            case Picture picture -> found.accept(picture.bytes());
            case byte[] document -> found.accept(document);
            case Map<?, ?> map when depth < DEEPEST -> map.values().forEach(one -> collect(one, depth + 1, found));
            case Iterable<?> many when depth < DEEPEST -> many.forEach(one -> collect(one, depth + 1, found));
            case null, default -> {}
        }
    }
}
