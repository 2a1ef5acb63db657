package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.gateway.limits.SharedCallHistory;
import io.facegate.identity.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Detects calls that are harmless alone but together amount to another capability: one face compared with many others
 * is a search, and rapid searches by picture are video identification. Remembers only keyed hashes, for a limited time:
 * in memory, and together with other gateways if there is a history that they share.
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

    private static final System.Logger LOG = System.getLogger(AggregationDetector.class.getName());

    private final PictureHashes hashes;
    private final @Nullable SharedCallHistory shared;
    private final Cache<String, Set<Long>> compared;
    private final Cache<String, Integer> searched;
    private final Cache<Long, Long> pictureOfFace;

    AggregationDetector(Ticker ticker) {
        this(ticker, null);
    }

    /** @param shared what other gateways remember too, or null */
    AggregationDetector(Ticker ticker, @Nullable SharedCallHistory shared) {
        this.shared = shared;
        hashes = shared == null ? PictureHashes.ofThisProcess() : new PictureHashes(shared.secret());
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

    private AggregationDetector(AggregationDetector other) {
        shared = null;
        hashes = other.hashes;
        compared = other.compared;
        searched = other.searched;
        pictureOfFace = other.pictureOfFace;
    }

    /** The same memory, without what other gateways remember. */
    AggregationDetector alone() {
        return new AggregationDetector(this);
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
        var all = new ArrayList<SharedCallHistory.Member>(faces.size());
        faces.forEach((id, picture) -> {
            long face = hashes.hash(id);
            long of = hashes.hash(picture);
            pictureOfFace.put(face, of);
            all.add(new SharedCallHistory.Member(nameOfFace(face), of));
        });
        if (shared != null && !all.isEmpty()) {
            try {
                shared.put(all, LONGEST_KEPT);
            } catch (Fault.LimitsDown unknownThere) {
                // A face whose picture another gateway does not know counts there as any picture.
                LOG.log(System.Logger.Level.DEBUG, "Other gateways were not told of which pictures new faces are.");
            }
        }
    }

    private static String nameOfFace(long face) {
        return "face " + face;
    }

    private long face(String id) {
        long hash = hashes.hash(id);
        return Objects.requireNonNullElse(pictureOf(hash), hash);
    }

    private @Nullable Long pictureOf(long face) {
        var known = pictureOfFace.getIfPresent(face);
        if (known != null || shared == null) {
            return known;
        }
        var told = shared.get(nameOfFace(face));
        return told.isPresent() ? told.getAsLong() : null;
    }

    /**
     * Counts this call; true if the limit is exceeded.
     *
     * @throws Fault.LimitsDown if that depends on what other gateways remember, and it is not known
     */
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
        boolean isBeyond = searched.asMap().merge(key, 1, Integer::sum) > PICTURES;
        return isBeyond || (shared != null && shared.count("searched " + key, MINUTE) > PICTURES);
    }

    /** Counts in both directions: either face may be the one searched for. */
    private boolean compare(String whose, long one, long other) {
        return countPairs(whose, List.of(new Pair(one, other), new Pair(other, one)));
    }

    /** A face, and one that it is compared with. */
    private record Pair(long face, long other) {}

    private boolean countPairs(String whose, List<Pair> pairs) {
        boolean isBeyond = false;
        for (var pair : pairs) {
            isBeyond |= countPair(whose, pair.face, pair.other);
        }
        return isBeyond || (shared != null && countShared(shared, whose, pairs));
    }

    private static boolean countShared(SharedCallHistory shared, String whose, List<Pair> pairs) {
        var members = pairs.stream()
                .map(pair -> new SharedCallHistory.Member("compared " + whose + ' ' + pair.face, pair.other))
                .toList();
        return shared.add(members, OTHERS + 1, HOUR).stream().anyMatch(size -> size > OTHERS);
    }

    /**
     * Counts a comparison of fresh ids. An id whose picture is not remembered, because another gateway detected it or this
     * one was started again, may be of any picture: all of them count as one that is compared with all others.
     */
    private boolean compareTemporary(String whose, String one, String other) {
        var pairs = List.of(new Pair(knownFace(one), face(other)), new Pair(knownFace(other), face(one)));
        return countPairs(whose, pairs);
    }

    private long knownFace(String id) {
        return Objects.requireNonNullElseGet(pictureOf(hashes.hash(id)), () -> hashes.hash(""));
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
