package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.Capability;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.Caller;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Detects calls that are harmless alone but together amount to another capability: one face compared with many others
 * is a search, and rapid searches by picture are video identification. Remembers only keyed hashes, in memory, for a
 * limited time.
 */
final class AggregationDetector {
    /** Number of other faces that a picture may be compared with per hour; beyond it, the comparisons are a search. */
    static final int OTHERS = 10;

    /** Number of searches by picture that one key may make per minute; beyond it, they are video frames. */
    static final int PICTURES = 60;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST = 100_000;

    private final PictureHashes hashes = new PictureHashes();
    private final Cache<String, Set<Long>> compared;
    private final Cache<String, Integer> searched;

    AggregationDetector(Ticker ticker) {
        compared = Caffeine.newBuilder()
                .expireAfterWrite(HOUR)
                .maximumSize(MOST)
                .ticker(ticker)
                .build();
        // Expires a minute after creation; updates do not extend it.
        searched = Caffeine.newBuilder()
                .expireAfter(Expiry.<String, Integer>creating((key, count) -> MINUTE))
                .maximumSize(MOST)
                .ticker(ticker)
                .build();
    }

    /** The capability that many such calls amount to, or null. */
    static @Nullable Capability together(NormalizedRequest ask) {
        return switch (ask) {
            case NormalizedRequest.Compare _,
                    NormalizedRequest.CompareKept _,
                    NormalizedRequest.CompareEach _,
                    NormalizedRequest.CompareExample _ -> Capability.IDENTIFY_RETRO;
            case NormalizedRequest.SearchByPicture _, NormalizedRequest.Recognize _ -> Capability.VIDEO_IDENTIFY;
            case NormalizedRequest.Detect _,
                    NormalizedRequest.DetectPeople _,
                    NormalizedRequest.DetectKeeping _,
                    NormalizedRequest.DetectEach _,
                    NormalizedRequest.SearchKept _,
                    NormalizedRequest.SearchByFace _,
                    NormalizedRequest.Enroll _,
                    NormalizedRequest.CreateGallery _,
                    NormalizedRequest.DescribeGallery _,
                    NormalizedRequest.ListGalleries _,
                    NormalizedRequest.EraseGallery _,
                    NormalizedRequest.ListFaces _,
                    NormalizedRequest.EraseFaces _,
                    NormalizedRequest.OfExamples _,
                    NormalizedRequest.StartLiveness _,
                    NormalizedRequest.ReadLiveness _,
                    NormalizedRequest.Elsewhere _,
                    NormalizedRequest.Particular _,
                    NormalizedRequest.Flawed _ -> null;
        };
    }

    /** Counts this call; true if the limit is exceeded. */
    boolean goesOn(Caller caller, NormalizedRequest ask) {
        var whose = caller.chain().getLast().id();
        return switch (ask) {
            case NormalizedRequest.Compare(var one, var other, var _) ->
                compare(whose, hashes.of(one), hashes.of(other));
            case NormalizedRequest.CompareKept(var one, var other) -> compare(whose, hashes.of(one), hashes.of(other));
            case NormalizedRequest.CompareEach(var one, var other) ->
                compare(whose, hashes.of(one.picture()), hashes.of(other.picture()));
            case NormalizedRequest.CompareExample(var _, var one, var other) ->
                compare(whose, hashes.of(one), hashes.of(other.picture()));
            case NormalizedRequest.SearchByPicture _, NormalizedRequest.Recognize _ ->
                searched.asMap().merge(whose + ' ' + caller.key(), 1, Integer::sum) > PICTURES;
            default -> false;
        };
    }

    /** Counts in both directions: either face may be the one searched for. */
    private boolean compare(String whose, long one, long other) {
        boolean first = meet(whose, one, other);
        return meet(whose, other, one) || first;
    }

    private boolean meet(String whose, long one, long other) {
        var met = compared.asMap().compute(whose + ' ' + one, (key, before) -> {
            Set<Long> others = before == null ? new HashSet<>() : before;
            if (others.size() <= OTHERS) {
                others.add(other);
            }
            return others;
        });
        return met.size() > OTHERS;
    }
}
