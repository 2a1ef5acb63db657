package io.facegate.vendor.rekognition.client;

import io.facegate.call.Reply;
import io.facegate.vendor.client.OwnedPages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Filtered listing on a shared account. Never finds more than requested, so no page is ever cut. */
final class RekognitionOwnedPages implements OwnedPages<Map<String, @Nullable Object>> {
    /** The number of items that ends the search when the caller requests no number. */
    private static final long ENOUGH = 100;

    private static final String MOST_ITEMS = "MaxResults";

    private final List<String> lists;
    private final Map<String, @Nullable Object> asked;
    private final Predicate<@Nullable Object> isOwn;
    private final long counted;
    private Map<String, @Nullable Object> found = Map.of();

    /** @param lists of the reply; those after the first are parallel to it */
    RekognitionOwnedPages(List<String> lists, Map<String, @Nullable Object> asked, Predicate<@Nullable Object> isOwn) {
        this.lists = lists;
        this.asked = asked;
        this.isOwn = isOwn;
        this.counted = asked.get(MOST_ITEMS) instanceof Long most ? most : 0;
    }

    @Override
    public @Nullable Map<String, @Nullable Object> takeOwn(Reply.Verbatim page) {
        var answer = RekognitionReplyBodies.read(page.body());
        var first = list(answer, lists.getFirst());
        var own = IntStream.range(0, first.size())
                .filter(at -> isOwn.test(first.get(at)))
                .boxed()
                .toList();
        for (var name : lists) {
            var all = list(answer, name);
            var taken = new ArrayList<Object>(list(found, name));
            own.stream().filter(at -> at < all.size()).map(all::get).forEach(taken::add);
            answer.put(name, taken);
        }
        found = answer;
        var next = answer.get(RekognitionResourceFields.PAGE);
        long left =
                (counted > 0 ? counted : ENOUGH) - list(found, lists.getFirst()).size();
        if (next == null || left <= 0) {
            return null;
        }
        var more = new LinkedHashMap<String, @Nullable Object>(asked);
        more.put(RekognitionResourceFields.PAGE, next);
        if (counted > 0) {
            more.put(MOST_ITEMS, left);
        }
        return more;
    }

    @Override
    public Reply answer(Reply.Verbatim last) {
        return last.withBody(RekognitionReplyBodies.write(found));
    }

    private static List<?> list(Map<String, @Nullable Object> answer, String name) {
        return answer.get(name) instanceof List<?> list ? list : List.of();
    }
}
