package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.identity.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Detects refusal shopping: one refused picture retried under other purposes or with other vendors until something
 * permits it. Remembers only keyed hashes, in memory, for an hour. Costs nothing for callers without recent refusals.
 *
 * <p>A refusal counts against the calling organisation. It then blocks other ways for every call made by or for that
 * organisation, so it cannot continue through a contractor. A contractor's refusals do not count against its
 * principals, who neither made the call nor can prevent it.
 */
final class RefusalShoppingDetector {
    /** Ways in which a picture may be refused per hour before others are blocked; leaves room for honest mistakes. */
    static final int WAYS = 3;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST = 100_000;

    /** Maximum nesting depth of a body. */
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

    /** True if a picture of this call was refused so often that other ways are blocked. */
    boolean isShopping(Caller caller, FaceCall call) {
        return isShopping(caller, call, null);
    }

    /** As above, before pictures are fetched; their URLs identify them. */
    boolean isShopping(Caller caller, FaceCall call, NormalizedRequest.@Nullable PicturesAtUrls atUrls) {
        var refusedLately = new ArrayList<String>(0);
        for (var organisation : caller.delegationChain()) {
            if (refused.getIfPresent(organisation.id()) != null) {
                refusedLately.add(organisation.id());
            }
        }
        if (refusedLately.isEmpty()) {
            return false;
        }
        var way = purposeAndProvider(caller, call);
        var pictures = pictures(call, atUrls);
        return refusedLately.stream()
                .flatMap(whose -> pictures.stream().map(picture -> key(whose, picture)))
                .map(ways::getIfPresent)
                .anyMatch(tried -> tried != null && tried.size() >= WAYS && !tried.contains(way));
    }

    /** Remembers the refusal of this call. */
    void recordRefusal(Caller caller, FaceCall call) {
        recordRefusal(caller, call, null);
    }

    /** As above, before pictures are fetched. */
    void recordRefusal(Caller caller, FaceCall call, NormalizedRequest.@Nullable PicturesAtUrls atUrls) {
        var whose = caller.organisation().id();
        var way = purposeAndProvider(caller, call);
        for (var picture : pictures(call, atUrls)) {
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

    private static String purposeAndProvider(Caller caller, FaceCall call) {
        return caller.purpose() + ' ' + call.provider();
    }

    /** All pictures in the body; else those of the normalized request (vendor-only operations have none). */
    private Set<String> pictures(FaceCall call, NormalizedRequest.@Nullable PicturesAtUrls atUrls) {
        var all = new ArrayList<byte[]>();
        collectPictures(call.params(), 0, all::add);
        if (all.isEmpty()) {
            call.request().pictures().forEach(picture -> all.add(picture.bytes()));
        }
        var found = new HashSet<String>();
        for (var picture : all) {
            if (atUrls == null || !NormalizedRequest.PicturesAtUrls.isPlaceholder(picture)) {
                found.add(Long.toString(hashes.hash(picture)));
            }
        }
        if (call.request() instanceof NormalizedRequest.InStorage(var objects, var _)) {
            objects.forEach(object -> found.add(Long.toString(hashes.hash(object))));
        }
        if (atUrls != null) {
            atUrls.urls().forEach(url -> found.add(Long.toString(hashes.hash(url))));
        }
        return found;
    }

    private static void collectPictures(@Nullable Object value, int depth, Consumer<byte[]> found) {
        switch (value) {
            case Picture picture -> found.accept(picture.bytes());
            case byte[] document -> found.accept(document);
            case Map<?, ?> map
            when depth < DEEPEST -> map.values().forEach(one -> collectPictures(one, depth + 1, found));
            case Iterable<?> many when depth < DEEPEST -> many.forEach(one -> collectPictures(one, depth + 1, found));
            case null, default -> {}
        }
    }
}
