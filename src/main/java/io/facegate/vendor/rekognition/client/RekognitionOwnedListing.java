package io.facegate.vendor.rekognition.client;

import io.facegate.call.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Filtered listing on a shared account: fetches pages until enough of the caller's own items are found, the list ends,
 * or {@link #PAGES} are read. Never finds more than requested, so no page is ever cut.
 */
final class RekognitionOwnedListing {
    /** The most vendor pages fetched for one page of the caller. */
    private static final int PAGES = 16;

    /** The number of items that ends the search when the caller requests no number. */
    private static final long ENOUGH = 100;

    private final RekognitionResourceEffect resourceEffect;
    private final Function<Map<String, @Nullable Object>, Reply> vendor;
    private final Predicate<@Nullable Object> isOwn;

    RekognitionOwnedListing(
            RekognitionResourceEffect resourceEffect,
            Function<Map<String, @Nullable Object>, Reply> vendor,
            Predicate<@Nullable Object> isOwn) {
        this.resourceEffect = resourceEffect;
        this.vendor = vendor;
        this.isOwn = isOwn;
    }

    Reply collect(Map<String, @Nullable Object> params) {
        Map<String, @Nullable Object> asked = new LinkedHashMap<>(params);
        long counted = params.get("MaxResults") instanceof Long most ? most : 0;
        Map<String, @Nullable Object> found = null;
        for (int page = 1; ; page++) {
            var reply = vendor.apply(asked);
            if (!(reply instanceof Reply.Verbatim given) || given.error() != null) {
                return reply;
            }
            var answer = RekognitionReplyBodies.read(given.body());
            removeForeign(answer);
            found = found == null ? answer : mergeLists(found, answer);
            var next = answer.get(RekognitionResourceFields.PAGE);
            long left = (counted > 0 ? counted : ENOUGH)
                    - list(found, resourceEffect.lists().getFirst()).size();
            if (next == null || left <= 0 || page == PAGES) {
                return given.withBody(RekognitionReplyBodies.write(found));
            }
            asked.put(RekognitionResourceFields.PAGE, next);
            if (counted > 0) {
                asked.put("MaxResults", left);
            }
        }
    }

    /** Removes items of other organisations from the lists. */
    private void removeForeign(Map<String, @Nullable Object> answer) {
        var first = list(answer, resourceEffect.lists().getFirst());
        var kept = new ArrayList<Integer>();
        for (int at = 0; at < first.size(); at++) {
            if (isOwn.test(first.get(at))) {
                kept.add(at);
            }
        }
        for (var name : resourceEffect.lists()) {
            var all = list(answer, name);
            answer.put(
                    name,
                    kept.stream().filter(at -> at < all.size()).map(all::get).toList());
        }
    }

    private Map<String, @Nullable Object> mergeLists(
            Map<String, @Nullable Object> found, Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> both = new LinkedHashMap<>(more);
        for (var name : resourceEffect.lists()) {
            var all = new ArrayList<Object>(list(found, name));
            all.addAll(list(more, name));
            both.put(name, all);
        }
        return both;
    }

    private static List<?> list(Map<String, @Nullable Object> answer, String name) {
        return answer.get(name) instanceof List<?> list ? list : List.of();
    }
}
