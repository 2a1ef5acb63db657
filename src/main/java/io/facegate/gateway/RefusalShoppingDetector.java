package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.gateway.limits.SharedCallHistory;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Detects refusal shopping: one refused picture retried for the same kind of capability under other purposes or with
 * other vendors until something permits it. Remembers only keyed hashes, in memory, for an hour. Costs nothing for
 * callers without recent refusals.
 *
 * <p>A refusal counts for the capabilities that were refused, by their kind: all below one root of the tree are one
 * kind, so that another attribute of a face is no other capability. Another kind has its own count. Storing a face is
 * blocked by refusals of its search too.
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

    private static final String STORED_INSTEAD =
            "Searches for the face in this picture, or comparisons, were refused; storing it would allow others. ";
    private static final String UNDATED_END =
            " Every other pair of purpose and vendor is refused until one hour after the latest of these refusals.";

    /** What stores a picture's face for searches that carry no picture. */
    private static final Set<Capability> STORING =
            Set.of(Capability.ENROLL, Capability.CUSTOM_MODEL, Capability.TEMPLATE_EXPORT);

    /** Maximum nesting depth of a body. */
    private static final int DEEPEST = 32;

    private static final System.Logger LOG = System.getLogger(RefusalShoppingDetector.class.getName());

    private static final String MADE_ELSEWHERE = "Some of the refused calls were made at other gateways.";

    private final PictureHashes hashes;
    private final @Nullable SharedCallHistory shared;
    private final Ticker ticker;
    private final Cache<String, Boolean> refused;
    private final Cache<String, RefusedWays> ways;

    /**
     * The ways in which one picture was refused for one kind of capability.
     *
     * @param ways purpose and vendor of each, the first refused first
     * @param latest {@link Ticker} time of the latest refusal
     * @param onlySandbox whether all refused calls were made in the sandbox
     */
    private record RefusedWays(Set<String> ways, long latest, boolean onlySandbox) {
        boolean block(String way) {
            return ways.size() >= WAYS && !ways.contains(way);
        }
    }

    /**
     * A block that a call meets.
     *
     * @param whose the organisation whose refusals count
     * @param kind their kind of capability
     * @param refusals which, or null if not all of them were made at this gateway
     */
    private record Block(
            Organisation whose, Capability kind, @Nullable RefusedWays refusals) {}

    RefusalShoppingDetector(Ticker ticker) {
        this(ticker, null);
    }

    /** @param shared what other gateways remember too, or null */
    RefusalShoppingDetector(Ticker ticker, @Nullable SharedCallHistory shared) {
        this.ticker = ticker;
        this.shared = shared;
        hashes = shared == null ? PictureHashes.ofThisProcess() : new PictureHashes(shared.secret());
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

    private RefusalShoppingDetector(RefusalShoppingDetector other) {
        ticker = other.ticker;
        shared = null;
        hashes = other.hashes;
        refused = other.refused;
        ways = other.ways;
    }

    /** The same memory, without what other gateways remember. */
    RefusalShoppingDetector alone() {
        return new RefusalShoppingDetector(this);
    }

    /**
     * True if a picture of this call was refused so often that other ways are blocked.
     *
     * @throws Fault.LimitsDown if that depends on what other gateways remember, and it is not known
     */
    boolean isShopping(Caller caller, FaceCall call) {
        return isShopping(caller, call, null);
    }

    /** As above, before pictures are fetched; their URLs identify them. */
    boolean isShopping(Caller caller, FaceCall call, NormalizedRequest.@Nullable PicturesAtUrls atUrls) {
        return findBlock(caller, call, atUrls) != null || findSharedBlock(caller, call, atUrls) != null;
    }

    /**
     * Says what was tried before a blocked call, and until when the block lasts; empty if the call is not blocked any
     * more. What another organisation tried and when is not disclosed, nor to the sandbox what was tried outside it.
     *
     * @param call with its pictures, or with their URLs
     */
    String describeBlock(Caller caller, FaceCall call, Instant now) {
        var atUrls = call.request() instanceof NormalizedRequest.PicturesAtUrls urls ? urls : null;
        var block = findBlock(caller, call, atUrls);
        if (block == null) {
            block = findSharedBlock(caller, call, atUrls);
        }
        if (block == null) {
            return "";
        }
        boolean isOfItsKind = kinds(call.facts().effectiveCapabilities()).contains(block.kind);
        return (isOfItsKind ? "" : STORED_INSTEAD) + describe(caller, block, now);
    }

    private String describe(Caller caller, Block block, Instant now) {
        var refusals = block.refusals;
        if (!block.whose.id().equals(caller.organisation().id())) {
            return "An organisation that this call is made for made the refused calls." + UNDATED_END;
        }
        if (refusals == null) {
            return MADE_ELSEWHERE + UNDATED_END;
        }
        if (caller.sandbox() && !refusals.onlySandbox) {
            return "Not all of the refused calls were made in the sandbox." + UNDATED_END;
        }
        var end = now.plus(HOUR).minusNanos(ticker.read() - refusals.latest).truncatedTo(ChronoUnit.SECONDS);
        return "Already refused: " + String.join(", ", refusals.ways)
                + ". Every other pair of purpose and vendor is refused until " + end
                + ". If one of the refused pairs is refused again, the hour starts again.";
    }

    private @Nullable Block findBlock(Caller caller, FaceCall call, NormalizedRequest.@Nullable PicturesAtUrls atUrls) {
        var refusedLately = new ArrayList<Organisation>(0);
        for (var organisation : caller.delegationChain()) {
            if (refused.getIfPresent(organisation.id()) != null) {
                refusedLately.add(organisation);
            }
        }
        if (refusedLately.isEmpty()) {
            return null;
        }
        var way = way(caller, call);
        var pictures = pictures(call, atUrls);
        for (var whose : refusedLately) {
            for (var kind : blockingKinds(call)) {
                for (var picture : pictures) {
                    var refusals = ways.getIfPresent(key(whose, kind, picture));
                    if (refusals != null && refusals.block(way)) {
                        return new Block(whose, kind, refusals);
                    }
                }
            }
        }
        return null;
    }

    /** Asks for pictures only where the organisation, or one that it acts for, was refused at some gateway lately. */
    private @Nullable Block findSharedBlock(
            Caller caller, FaceCall call, NormalizedRequest.@Nullable PicturesAtUrls atUrls) {
        if (shared == null || !hasPictures(call, atUrls)) {
            return null;
        }
        var chain = caller.delegationChain();
        var flags = chain.stream().map(RefusalShoppingDetector::nameOfRefused).toList();
        if (shared.findFull(flags, 1, 0) < 0) {
            return null;
        }
        var blocks = new ArrayList<Block>();
        var sets = new ArrayList<String>();
        var pictures = pictures(call, atUrls);
        for (var whose : chain) {
            for (var kind : blockingKinds(call)) {
                for (var picture : pictures) {
                    blocks.add(new Block(whose, kind, null));
                    sets.add(nameOfWays(key(whose, kind, picture)));
                }
            }
        }
        int found = sets.isEmpty() ? -1 : shared.findFull(sets, WAYS, hashes.hash(way(caller, call)));
        return found < 0 ? null : blocks.get(found);
    }

    private static boolean hasPictures(FaceCall call, NormalizedRequest.@Nullable PicturesAtUrls atUrls) {
        return atUrls != null
                || call.request() instanceof NormalizedRequest.InStorage
                || !call.request().pictures().isEmpty()
                || holdsPictures(call.params());
    }

    private static boolean holdsPictures(Object params) {
        var found = new ArrayList<byte[]>(1);
        collectPictures(params, 0, found::add);
        return !found.isEmpty();
    }

    private static String nameOfRefused(Organisation whose) {
        return "refused " + whose.id();
    }

    private static String nameOfWays(String key) {
        return "ways " + key;
    }

    /** What cannot be told to other gateways is remembered here only. */
    private void shareRefusal(Organisation whose, List<String> keys, String way) {
        if (shared == null || keys.isEmpty()) {
            return;
        }
        long hash = hashes.hash(way);
        try {
            shared.add(List.of(new SharedCallHistory.Member(nameOfRefused(whose), 1)), 1, HOUR);
            shared.add(
                    keys.stream()
                            .map(key -> new SharedCallHistory.Member(nameOfWays(key), hash))
                            .toList(),
                    WAYS,
                    HOUR);
        } catch (Fault.LimitsDown unknownThere) {
            LOG.log(System.Logger.Level.DEBUG, "Other gateways were not told of a refusal.");
        }
    }

    /**
     * Remembers the refusal of this call.
     *
     * @param isPermittedAlone true for a capability that the policies permit to the same call without its others
     */
    void recordRefusal(Caller caller, FaceCall call, Predicate<Capability> isPermittedAlone) {
        recordRefusal(caller, call, null, isPermittedAlone);
    }

    /** As above, before pictures are fetched. */
    void recordRefusal(
            Caller caller,
            FaceCall call,
            NormalizedRequest.@Nullable PicturesAtUrls atUrls,
            Predicate<Capability> isPermittedAlone) {
        var pictures = pictures(call, atUrls);
        if (pictures.isEmpty()) {
            return;
        }
        var whose = caller.organisation();
        var way = way(caller, call);
        refused.put(whose.id(), true);
        var keys = new ArrayList<String>();
        for (var kind : refusedKinds(call, isPermittedAlone)) {
            for (var picture : pictures) {
                var of = key(whose, kind, picture);
                ways.asMap().compute(of, (key, before) -> withWay(before, way, caller.sandbox()));
                keys.add(of);
            }
        }
        shareRefusal(whose, keys, way);
    }

    private RefusedWays withWay(@Nullable RefusedWays before, String way, boolean sandbox) {
        var tried = new LinkedHashSet<String>(before == null ? Set.of() : before.ways);
        if (tried.size() < WAYS) {
            tried.add(way);
        }
        return new RefusedWays(tried, ticker.read(), sandbox && (before == null || before.onlySandbox));
    }

    /** The kinds that were refused; all kinds of the call if each would be permitted alone. */
    private static Set<Capability> refusedKinds(FaceCall call, Predicate<Capability> isPermittedAlone) {
        var all = call.facts().effectiveCapabilities();
        if (kinds(all).size() < 2) {
            return kinds(all);
        }
        var left = all.stream().filter(isPermittedAlone.negate()).collect(Collectors.toSet());
        return kinds(left.isEmpty() ? all : left);
    }

    /** The kinds whose refusals block a call. Storing a face leads to its search, so it meets that block too. */
    private static Set<Capability> blockingKinds(FaceCall call) {
        var all = call.facts().effectiveCapabilities();
        var found = new HashSet<>(kinds(all));
        if (!Collections.disjoint(all, STORING)) {
            found.add(Capability.IDENTIFY);
        }
        return found;
    }

    private static Set<Capability> kinds(Set<Capability> capabilities) {
        return capabilities.stream().map(RefusalShoppingDetector::kind).collect(Collectors.toSet());
    }

    /** The root of the capability's tree. A verification is an identification among one. */
    private static Capability kind(Capability capability) {
        var root = capability;
        for (var parent = root.parent(); parent != null; parent = root.parent()) {
            root = parent;
        }
        return root == Capability.VERIFY ? Capability.IDENTIFY : root;
    }

    private static String key(Organisation whose, Capability kind, String picture) {
        return whose.id() + ' ' + kind.code() + ' ' + picture;
    }

    private static String way(Caller caller, FaceCall call) {
        return Objects.requireNonNullElse(caller.purpose(), "no valid purpose") + " with " + call.provider();
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
