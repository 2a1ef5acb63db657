package io.facegate.provider.rekognition;

import io.facegate.call.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list on an account of many: pages are fetched until as many of the caller's own are found as were asked for, or the
 * list or the patience ends. What is found is never more than was asked, so a page never has to be cut.
 */
final class RekognitionOwnedListing {
    /** Pages of the vendor that one page of ours may cost. */
    private static final int PAGES = 16;

    /** Where the caller does not say how many: enough to stop looking. */
    private static final long ENOUGH = 100;

    private final RekognitionResourceEffect deed;
    private final Function<Map<String, @Nullable Object>, Reply> vendor;
    private final Predicate<@Nullable Object> isOwn;

    RekognitionOwnedListing(
            RekognitionResourceEffect deed,
            Function<Map<String, @Nullable Object>, Reply> vendor,
            Predicate<@Nullable Object> isOwn) {
        this.deed = deed;
        this.vendor = vendor;
        this.isOwn = isOwn;
    }

    Reply of(Map<String, @Nullable Object> params) {
        Map<String, @Nullable Object> asked = new LinkedHashMap<>(params);
        long counted = params.get("MaxResults") instanceof Long most ? most : 0;
        Map<String, @Nullable Object> found = null;
        for (int page = 1; ; page++) {
            var reply = vendor.apply(asked);
            if (!(reply instanceof Reply.Verbatim given) || given.error() != null) {
                return reply;
            }
            var answer = RekognitionReplyBodies.read(given.body());
            own(answer);
            found = found == null ? answer : joined(found, answer);
            var next = answer.get(RekognitionResourceFields.PAGE);
            long left = (counted > 0 ? counted : ENOUGH)
                    - list(found, deed.lists().getFirst()).size();
            if (next == null || left <= 0 || page == PAGES) {
                return given.with(RekognitionReplyBodies.write(found));
            }
            asked.put(RekognitionResourceFields.PAGE, next);
            if (counted > 0) {
                asked.put("MaxResults", left);
            }
        }
    }

    /** Leaves the caller's own in the lists. */
    private void own(Map<String, @Nullable Object> answer) {
        var first = list(answer, deed.lists().getFirst());
        var kept = new ArrayList<Integer>();
        for (int at = 0; at < first.size(); at++) {
            if (isOwn.test(first.get(at))) {
                kept.add(at);
            }
        }
        for (var name : deed.lists()) {
            var all = list(answer, name);
            answer.put(
                    name,
                    kept.stream().filter(at -> at < all.size()).map(all::get).toList());
        }
    }

    private Map<String, @Nullable Object> joined(
            Map<String, @Nullable Object> found, Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> both = new LinkedHashMap<>(more);
        for (var name : deed.lists()) {
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
