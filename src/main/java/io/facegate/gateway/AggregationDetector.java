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
 * What single calls make together: one face held against many others is a search, and pictures that are searched one after
 * the other are a film. Remembers only hashes under a key of its own, in this process, for a while.
 */
final class AggregationDetector {
    /** So many others may one picture be compared with in an hour; with more, it is looked for among them. */
    static final int OTHERS = 10;

    /** So many pictures may one key search in a minute; more are frames. */
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
        // From the first of a minute: what is read and written again does not live longer.
        searched = Caffeine.newBuilder()
                .expireAfter(Expiry.<String, Integer>creating((key, count) -> MINUTE))
                .maximumSize(MOST)
                .ticker(ticker)
                .build();
    }

    /** What many such calls do together that one does not; or null. */
    static @Nullable Capability together(NormalizedRequest ask) {
        return switch (ask) {
            case NormalizedRequest.Compare _,
                    NormalizedRequest.CompareKept _,
                    NormalizedRequest.CompareEach _,
                    NormalizedRequest.CompareExample _ -> Capability.IDENTIFY_RETRO;
            case NormalizedRequest.SearchByPicture _, NormalizedRequest.Recognize _ -> Capability.VIDEO_IDENTIFY;
            case NormalizedRequest.Detect _,
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

    /** Whether this call is one too many of those before it; it is remembered. */
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

    /** Either of the two may be the one that is looked for. */
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
