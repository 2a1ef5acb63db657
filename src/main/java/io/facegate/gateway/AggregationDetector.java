package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.Capability;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.identity.Caller;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
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

    /** No vendor keeps the faces of a call that enrols none for longer. */
    private static final Duration LONGEST_KEPT = Duration.ofDays(3);

    private final PictureHashes hashes = new PictureHashes();
    private final Cache<String, Set<Long>> compared;
    private final Cache<String, Integer> searched;
    private final Cache<Long, Long> pictureOfFace;

    AggregationDetector(Ticker ticker) {
        compared = Caffeine.newBuilder()
                .expireAfterWrite(HOUR)
                .maximumSize(MOST)
                .ticker(ticker)
                .build();
        pictureOfFace = Caffeine.newBuilder()
                .expireAfterWrite(LONGEST_KEPT)
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

    /**
     * The capability that many such calls amount to, or null. A face that is kept for a while is as new as the picture that
     * it was detected in.
     */
    static @Nullable Capability aggregatedCapability(NormalizedRequest ask) {
        return switch (ask) {
            case NormalizedRequest.Compare _,
                    NormalizedRequest.CompareKept _,
                    NormalizedRequest.CompareKeptFace _,
                    NormalizedRequest.CompareEach _,
                    NormalizedRequest.CompareExample _ -> Capability.IDENTIFY_RETRO;
            case NormalizedRequest.SearchByPicture _, NormalizedRequest.SearchKept _, NormalizedRequest.Recognize _ ->
                Capability.VIDEO_IDENTIFY;
            case NormalizedRequest.Detect _,
                    NormalizedRequest.DetectPeople _,
                    NormalizedRequest.DetectKeeping _,
                    NormalizedRequest.DetectEach _,
                    NormalizedRequest.SearchByFace _,
                    NormalizedRequest.Enroll _,
                    NormalizedRequest.CreateGallery _,
                    NormalizedRequest.DescribeGallery _,
                    NormalizedRequest.ListGalleries _,
                    NormalizedRequest.EraseGallery _,
                    NormalizedRequest.ListFaces _,
                    NormalizedRequest.EraseFaces _,
                    NormalizedRequest.ExampleRequest _,
                    NormalizedRequest.StartLiveness _,
                    NormalizedRequest.ReadLiveness _,
                    NormalizedRequest.PicturesAtUrls _,
                    NormalizedRequest.Flawed _ -> null;
            case NormalizedRequest.VendorSpecific vendorSpecific -> vendorSpecific.aggregated();
            case NormalizedRequest.InStorage stored -> stored.aggregated();
        };
    }

    /** Remembers which pictures faces are of: each detection gives the same face another id. */
    void rememberFaces(Map<String, Picture> faces) {
        faces.forEach((id, picture) -> pictureOfFace.put(hashes.hash(id), hashes.hash(picture)));
    }

    private long face(String id) {
        long hash = hashes.hash(id);
        return Objects.requireNonNullElse(pictureOfFace.getIfPresent(hash), hash);
    }

    /** Counts this call; true if the limit is exceeded. */
    boolean countAndCheckLimit(Caller caller, NormalizedRequest ask) {
        var whose = caller.delegationChain().getLast().id();
        return switch (ask) {
            case NormalizedRequest.Compare(var one, var other, var _) ->
                compare(whose, hashes.hash(one), hashes.hash(other));
            case NormalizedRequest.CompareKept(var one, var other, var temporary) ->
                temporary ? compareTemporary(whose, one, other) : compare(whose, face(one), face(other));
            case NormalizedRequest.CompareKeptFace(var one, var other) -> compare(whose, face(one), hashes.hash(other));
            case NormalizedRequest.CompareEach(var one, var other) ->
                compare(whose, hashes.hash(one.picture()), hashes.hash(other.picture()));
            case NormalizedRequest.CompareExample(var _, var one, var other) ->
                compare(whose, face(one), hashes.hash(other.picture()));
            case NormalizedRequest.SearchByPicture _, NormalizedRequest.SearchKept _, NormalizedRequest.Recognize _ ->
                countSearch(caller);
            case NormalizedRequest.InStorage stored
            when stored.aggregated() == Capability.VIDEO_IDENTIFY -> countSearch(caller);
            case NormalizedRequest.VendorSpecific vendorSpecific
            when vendorSpecific.aggregated() == Capability.VIDEO_IDENTIFY -> countSearch(caller);
            // Pictures that cannot be told apart count as beyond the limit.
            case NormalizedRequest.InStorage _ -> true;
            default -> false;
        };
    }

    private boolean countSearch(Caller caller) {
        var key = caller.delegationChain().getLast().id() + ' ' + caller.key();
        return searched.asMap().merge(key, 1, Integer::sum) > PICTURES;
    }

    /** Counts in both directions: either face may be the one searched for. */
    private boolean compare(String whose, long one, long other) {
        boolean first = countPair(whose, one, other);
        return countPair(whose, other, one) || first;
    }

    /**
     * Counts a comparison of fresh ids. An id whose picture is not remembered, because another gateway detected it or this
     * one was started again, may be of any picture: all of them count as one that is compared with all others.
     */
    private boolean compareTemporary(String whose, String one, String other) {
        boolean first = countPair(whose, knownFace(one), face(other));
        return countPair(whose, knownFace(other), face(one)) || first;
    }

    private long knownFace(String id) {
        return Objects.requireNonNullElseGet(pictureOfFace.getIfPresent(hashes.hash(id)), () -> hashes.hash(""));
    }

    private boolean countPair(String whose, long one, long other) {
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
